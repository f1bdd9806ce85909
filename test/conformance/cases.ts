import * as reference from "./reference.ts";
import * as values from "./values.ts";

/** An expression, tried with every combination of its columns' values. */
export interface Case {
  /** The operators and functions of the table that it is about. */
  readonly covers: readonly string[];
  readonly text: string;
  /** The columns' types, as the plan writes them; `?` for one that may be null. */
  readonly columns: { readonly [name: string]: string };
  readonly values?: { readonly [name: string]: readonly unknown[] };
  /** What JavaScript has no types for; else the text itself is run by V8. */
  readonly expected?: (...values: never[]) => unknown;
  /** The greatest difference in units of the last place. */
  readonly ulp?: number;
}

type Value = never;
const of = (
  covers: string | readonly string[],
  text: string,
  columns: Case["columns"],
  expected?: (...values: never[]) => unknown,
  more: Partial<Case> = {},
): Case => ({
  covers: typeof covers === "string" ? [covers] : covers,
  text,
  columns,
  ...(expected === undefined ? {} : { expected }),
  ...more,
});

const i64 = { a: "int64", b: "int64" };
const i32 = { a: "int32", b: "int32" };
const f64 = { a: "float64", b: "float64" };
const d = { a: "decimal(12,2)", b: "decimal(6,4)" };
const text1 = { a: "string" };
const text2 = { a: "string", b: "string" };
const short = { a: values.shortString, b: values.shortString };

type Dec = reference.Decimal;
const big = (value: number) => BigInt(value);

const arithmetic: readonly Case[] = [
  // By V8 on bigints, with the range of int64 around it.
  ...["+", "-", "*"].map(operator => of(operator, `a ${operator} b`, i64)),
  ...["+", "-", "*"].map(operator =>
    of(operator, `a ${operator} b`, i32, ((a: number, b: number) =>
      new Function("a", "b", `return a ${operator} b`)(big(a), big(b))) as Value),
  ),
  ...["+", "-", "*", "/", "%"].map(operator => of(operator, `a ${operator} b`, f64)),
  of("+", "a + 1", { a: "int32" }, (a: number) => a + 1),
  of("*", "2 * a * 3", { a: "int64" }, (a: bigint) => reference.toInt64(reference.toInt64(2n * a) * 3n)),
  of(["+", "-"], "60 * 60 * 24 - 1 + a", { a: "int64" }, (a: bigint) => 86399n + a),
  of("%", "a % b", i64),
  of("%", "a % b", i32, (a: number, b: number) => big(a) % big(b)),
  of("%", "a % 7", { a: "int64" }, (a: bigint) => a % 7n),
  of("%", "a % 1", { a: "int64" }, (a: bigint) => a % 1n),
  of("/", "a / b", i64, (a: bigint, b: bigint) => Number(a) / Number(b)),
  of("/", "a / b", i32, (a: number, b: number) => a / b),
  of("**", "a ** b", f64, undefined, { ulp: 1 }),
  of("**", "a ** 2", { a: "float64" }),
  of("**", "a ** 3", { a: "int32" }, undefined, { ulp: 1 }),
  of("**", "a ** 0.5", { a: "float64" }, undefined, { ulp: 1 }),
  of("unary -", "-a", { a: "int64" }),
  of("unary -", "-a", { a: "int32" }),
  of("unary -", "-a", { a: "float64" }),
  of("unary -", "-a", { a: "decimal(12,2)" }, (a: Dec) => ({ ...a, units: -a.units })),
  of("unary -", "-a", { a: "decimal(38,2)" }, (a: Dec) => ({ ...a, units: -a.units })),
  of("+", "a + b", d, reference.add as Value),
  of("-", "a - b", d, reference.subtract as Value),
  of("*", "a * b", d, reference.multiply as Value),
  of("%", "a % b", d, reference.remainder as Value),
  of("/", "a / b", d, (a: Dec, b: Dec) => reference.toNumber(a) / reference.toNumber(b)),
  of("/", "a / b", { a: "decimal(38,2)", b: "decimal(38,2)" }, (a: Dec, b: Dec) => reference.toNumber(a) / reference.toNumber(b)),
  of("+", "a + b", { a: "decimal(38,2)", b: "decimal(38,2)" }, reference.add as Value),
  of("*", "a * b", { a: "decimal(12,2)", b: "decimal(12,2)" }, reference.multiply as Value),
  of("*", "a * b", { a: "decimal(38,2)", b: "decimal(12,2)" }, reference.multiply as Value),
  of("*", "a * b", { a: "decimal(12,2)", b: "int64" }, (a: Dec, b: bigint) => reference.multiply(a, reference.fromInteger(b))),
  of("+", "a + b", { a: "decimal(12,2)", b: "int32" }, (a: Dec, b: number) => reference.add(a, reference.fromInteger(b))),
  of("*", "1.2 * 1.1 * a", { a: "decimal(12,2)" }, (a: Dec) => reference.multiply(reference.decimal("1.32"), a)),
  of("*", "a * 2", { a: "decimal(12,2)" }, (a: Dec) => reference.multiply(a, reference.fromInteger(2))),
  of("*", "a * 0.05", { a: "decimal(12,2)" }, (a: Dec) => reference.multiply(a, reference.decimal("0.05"))),
  of("-", "1 - a", { a: "decimal(6,4)" }, (a: Dec) => reference.subtract(reference.fromInteger(1), a)),
  of("*", "a * b", { a: "decimal(12,2)", b: "float64" }, (a: Dec, b: number) => reference.toNumber(a) * b, {
    values: { b: values.shortFloat64 },
  }),
  of("+", "a + b", { a: "int64", b: "float64" }, (a: bigint, b: number) => Number(a) + b, { values: { b: values.shortFloat64 } }),
  of("+", "a * 0.1 + 0.2", { a: "float64" }),
  of("*", "a * (0.1 + 0.2)", { a: "float64" }),
  of("+", "a + b", { a: "float32", b: "float32" }, undefined, {
    values: {
      a: [0.5, -0.5, 0.10000000149011612, 16777216, 3.4028234663852886e38, Number.NaN],
      b: [1, 0.20000000298023224, 3.4028234663852886e38, -0],
    },
  }),
  of("+", "a + b", text2, undefined, { values: short }),
];

const sixOperators = ["===", "!==", "<", "<=", ">", ">="];
const ordering =
  (compare: (a: never, b: never) => number) =>
  (operator: string) =>
  (a: never, b: never): boolean => {
    const order = compare(a, b);
    return operator === "==="
      ? order === 0
      : operator === "!=="
        ? order !== 0
        : operator === "<"
          ? order < 0
          : operator === "<="
            ? order <= 0
            : operator === ">"
              ? order > 0
              : order >= 0;
  };
const byCodePoint = ordering((a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
const byDecimal = ordering(reference.compare as Value);
const eq = ["===", "!=="];

const comparison: readonly Case[] = sixOperators.flatMap((operator): Case[] => [
  of(operator, `a ${operator} b`, i64),
  of(
    operator,
    `a ${operator} b`,
    { a: "int32", b: "int64" },
    ordering((a: number, b: bigint) => (big(a) < b ? -1 : big(a) > b ? 1 : 0))(operator),
  ),
  of(operator, `a ${operator} b`, f64),
  of(operator, `a ${operator} 1.5`, { a: "float64" }),
  of(operator, `1.5 ${operator} a`, { a: "float64" }),
  of(operator, `a ${operator} b`, { a: "decimal(12,2)", b: "decimal(6,4)" }, byDecimal(operator)),
  of(operator, `a ${operator} 0.005`, { a: "decimal(12,2)" }, (a: never) => byDecimal(operator)(a, reference.decimal("0.005") as never)),
  of(operator, `a ${operator} 7`, { a: "decimal(12,2)" }, (a: never) => byDecimal(operator)(a, reference.decimal("7") as never)),
  of(operator, `a ${operator} b`, { a: "decimal(12,2)", b: "int64" }, (a: never, b: bigint) =>
    byDecimal(operator)(a, reference.fromInteger(b) as never),
  ),
  of(operator, `a ${operator} b`, { a: "decimal(12,2)", b: "float64" }, (a: Dec, b: number) =>
    new Function("a", "b", `return a ${operator} b`)(reference.toNumber(a), b),
  ),
  of(operator, `a ${operator} b`, { a: "int64", b: "float64" }, (a: bigint, b: number) =>
    new Function("a", "b", `return a ${operator} b`)(Number(a), b),
  ),
  of(operator, `a ${operator} 2.5`, { a: "int32" }),
  of(operator, `a ${operator} b`, text2, byCodePoint(operator)),
  of(operator, `a ${operator} 'b'`, text1, (a: string) => byCodePoint(operator)(a as never, "b" as never)),
  of(operator, `a ${operator} b`, { a: "date", b: "date" }),
  of([operator, "date"], `a ${operator} date('1582-10-15')`, { a: "date" }, (a: string) =>
    new Function("a", `return a ${operator} '1582-10-15'`)(a),
  ),
  of(operator, `a ${operator} b`, { a: "timestamp", b: "timestamp" }),
  of([operator, "timestamp"], `a ${operator} timestamp('2024-01-30T23:59:59.999999Z')`, { a: "timestamp" }, (a: bigint) =>
    new Function("a", `return a ${operator} 1706659199999999n`)(a),
  ),
  ...(eq.includes(operator)
    ? [
        of(operator, `a ${operator} b`, { a: "boolean", b: "boolean" }),
        of(operator, `a ${operator} b`, { a: "boolean?", b: "boolean?" }),
        of(operator, `a ${operator} b`, { a: "int64?", b: "int64?" }),
        of(operator, `a ${operator} b`, { a: "int64?", b: "int64" }),
        of(operator, `a ${operator} b`, { a: "float64?", b: "float64?" }),
        of(operator, `a ${operator} b`, { a: "string?", b: "string?" }, undefined, { values: short }),
        of(operator, `a ${operator} 1`, { a: "int32?" }),
        of(operator, `a ${operator} 1.5`, { a: "float64?" }),
        of(operator, `a ${operator} null`, { a: "int64?" }),
        of(operator, `null ${operator} a`, { a: "string?" }),
        of(operator, `a ${operator} null`, { a: "int64" }),
        of(operator, `a ${operator} 'paid'`, { a: "enum('open','paid')?" }, undefined, { values: { a: ["open", "paid"] } }),
      ]
    : []),
]);

const logic: readonly Case[] = [
  of("&&", "a && b", { a: "boolean", b: "boolean" }),
  of("||", "a || b", { a: "boolean", b: "boolean" }),
  of("unary !", "!a", { a: "boolean" }),
  of(["&&", "unary !"], "!(a && !b) || a === b", { a: "boolean", b: "boolean" }),
  of("&&", "a !== 0 && b % a === 0", i64, (a: bigint, b: bigint) => a !== 0n && b % a === 0n),
  of("||", "a === 0 || b % a === 0", i64, (a: bigint, b: bigint) => a === 0n || b % a === 0n),
  of("&&", "a !== null && a > 1", { a: "int64?" }, (a: bigint | null) => a !== null && a > 1n),
  of("||", "a === null || a > 1", { a: "int64?" }, (a: bigint | null) => a === null || a > 1n),
  of("unary !", "!(a === null || a > 1)", { a: "int64?" }, (a: bigint | null) => !(a === null || a > 1n)),
  of("unary !", "!(a !== null && a > 1 && a !== 7)", { a: "int64?" }, (a: bigint | null) => !(a !== null && a > 1n && a !== 7n)),
  of("conditional", "a === null ? 0 : a * 2", { a: "int64?" }, (a: bigint | null) => (a === null ? 0n : a * 2n)),
  of("conditional", "a > b ? a : b", { a: "float64", b: "float64" }),
  of("conditional", "a ? 1 : 2.5", { a: "boolean" }),
  of("conditional", "a ? 'x' : b", { a: "boolean", b: "string" }),
  of("conditional", "a ? b : null", { a: "boolean", b: "int64" }),
  of("conditional", "a ? b : 0.125", { a: "boolean", b: "decimal(12,2)" }, (a: boolean, b: Dec) => (a ? b : reference.decimal("0.125"))),
  of("conditional", "(a ? 1.2 : 2) * b", { a: "boolean", b: "decimal(12,2)" }, (a: boolean, b: Dec) =>
    reference.multiply(reference.decimal(a ? "1.2" : "2"), b),
  ),
  of("conditional", "a === 0 ? 0 : b % a", i64, (a: bigint, b: bigint) => (a === 0n ? 0n : b % a)),
  of("??", "a ?? b", { a: "int64?", b: "int64?" }),
  of("??", "a ?? 0", { a: "int32?" }),
  of("??", "a ?? 0.5", { a: "int32?" }),
  of("??", "a ?? 0.5", { a: "float64?" }),
  of("??", "a ?? 'none'", { a: "string?" }),
  of("??", "a ?? b ?? 'none'", { a: "string?", b: "string?" }, undefined, { values: short }),
  of("??", "a ?? 0", { a: "decimal(12,2)?" }, (a: Dec | null) => a ?? reference.decimal("0")),
  of("??", "a ?? b", { a: "int64?", b: "float64" }, (a: bigint | null, b: number) => (a === null ? b : Number(a))),
  of("??", "a ?? false", { a: "boolean?" }),
  // DuckDB computes what stands twice in a `coalesce` before it looks whether it is needed.
  of(
    ["??", "dateAdd"],
    "a ?? dateAdd(now(), b, 'month')",
    { a: "timestamp?", b: "int64" },
    ((a: bigint | null, b: bigint) => a ?? reference.addToInstant(1706659200000000n, Number(b), "month")) as Value,
    { values: { b: [1n, 3037000500n] } },
  ),
];

const template: readonly Case[] = [
  of("template", "`<${a}>`", { a: "string" }),
  of("template", "`${a}|${b}`", text2, undefined, { values: short }),
  of("template", "`${a}`", { a: "int64" }),
  of("template", "`${a}`", { a: "float64" }),
  of("template", "`${a} and ${b}`", { a: "float64", b: "boolean" }),
  // Their last digit is one that Java has and JavaScript has not.
  of("template", "`${a}`", { a: "float64" }, undefined, {
    values: {
      a: [2 ** -62, 2 ** -24, 6.0834930121445114e-210, 5.8581906792798084e-244, 6.1565634681866374e113, 9223358842715242000, 2 ** 63],
    },
  }),
  of("template", "`${a}`", { a: "float32" }, undefined, {
    values: { a: [0.10000000149011612, 1.5, 16777216, 3.3999999521443642e38, 1.000000013351432e-10] },
  }),
  of("template", "`${a}`", { a: "decimal(12,2)" }, (a: Dec) => reference.text(a)),
  of("template", "`${a}`", { a: "decimal(38,2)" }, (a: Dec) => reference.text(a)),
  of("template", "`${a}`", { a: "date" }),
  of("template", "`${a}`", { a: "timestamp" }, reference.instantText as Value),
  of("template", "`a${1 + 1}`", { a: "int64" }, () => "a2"),
];

const indexes = [0n, 1n, 2n, 3n, -1n, -2n, -3n, 7n, -7n, 2n ** 31n - 1n, -(2n ** 31n), 2n ** 62n, 2n ** 63n - 1n];
const slice = (a: string, i?: bigint, j?: bigint) =>
  reference
    .codePoints(a)
    .slice(Number(i ?? 0), j === undefined ? undefined : Number(j))
    .join("");

const texts: readonly Case[] = [
  of(".length", "a.length", text1, (a: string) => reference.codePoints(a).length),
  of(".trim", "a.trim()", text1),
  of(".toUpperCase", "a.toUpperCase()", text1),
  of(".toLowerCase", "a.toLowerCase()", text1),
  of([".toUpperCase", ".trim"], "(a + 'ß').trim().toUpperCase()", text1),
  of(".includes", "a.includes(b)", text2),
  of(".startsWith", "a.startsWith(b)", text2),
  of(".endsWith", "a.endsWith(b)", text2),
  of(".slice", "a.slice(b)", { a: "string", b: "int64" }, slice as Value, { values: { b: indexes } }),
  of(".slice", "a.slice(b, c)", { a: "string", b: "int64", c: "int64" }, slice as Value, {
    values: { a: values.shortString, b: indexes, c: indexes },
  }),
  of(".slice", "a.slice(b)", { a: "string", b: "int32" }, (a: string, b: number) => slice(a, big(b)), { values: { b: [0, 1, -1, 5] } }),
  ...["0", "1", "3", "-1", "-2", "0, 2", "1, 3", "2, 1", "0, -1", "-2, -1", "1, -1"].map(range =>
    of(".slice", `a.slice(${range})`, text1, (a: string) => slice(a, ...(range.split(",").map(part => BigInt(part.trim())) as [bigint]))),
  ),
  of(".slice", "(a + a).slice(1, -1).slice(b)", { a: "string", b: "int64" }, (a: string, b: bigint) => slice(slice(a + a, 1n, -1n), b), {
    values: { b: indexes },
  }),
  of(".replace", "a.replace(b, c)", { a: "string", b: "string", c: "string" }, undefined, {
    values: { a: values.shortString, b: values.shortString, c: ["", "x", "$&$&", "$$", "$$&", "$1", "a$", "\\1"] },
  }),
  of(".replace", "a.replace('a', '[$&]')", text1),
  of(".replace", "a.replace('a', '$$1')", text1),
  of(".replaceAll", "a.replaceAll(b, c)", { a: "string", b: "string", c: "string" }, undefined, {
    values: { a: values.shortString, b: values.shortString, c: ["", "x", "$&$&", "$$", "$$&", "$1", "a$", "\\1"] },
    expected: ((a: string, b: string, c: string) =>
      b === ""
        ? reference.codePoints(a).reduce((text, point) => text + point + "".replace("", c), "".replace("", c))
        : a.replaceAll(b, c)) as Value,
  }),
  of(".replaceAll", "a.replaceAll('a', '<$&>')", text1),
  of([".split", ".join"], "a.split(b).join('|')", text2, (a: string, b: string) =>
    (b === "" ? reference.codePoints(a) : a.split(b)).join("|"),
  ),
  of([".split", ".length"], "a.split(b).length", text2, (a: string, b: string) => (b === "" ? reference.codePoints(a) : a.split(b)).length),
  of([".split", ".join"], "a.split(',').join(b)", text2, undefined, { values: { b: values.shortString } }),
  of([".split", "[]"], "a.split('a')[b]", { a: "string", b: "int64" }, (a: string, b: bigint) => a.split("a")[Number(b)] ?? null, {
    values: { b: indexes },
  }),
  of([".split", "[]"], "a.split('a')[0]", text1),
  of([".split", "[]"], "a.split('a')[1]", text1, (a: string) => a.split("a")[1] ?? null),
  of([".split", ".at"], "a.split('a').at(b)", { a: "string", b: "int64" }, (a: string, b: bigint) => a.split("a").at(Number(b)) ?? null, {
    values: { b: indexes },
  }),
  of([".split", ".at"], "a.split('a').at(b)", { a: "string", b: "int32" }, (a: string, b: number) => a.split("a").at(b) ?? null, {
    values: { a: values.shortString },
  }),
  of([".split", ".at"], "a.split('a').at(-1)", text1, (a: string) => a.split("a").at(-1) ?? null),
  of(
    [".split", ".includes"],
    "a.split(',').includes(b)",
    { a: "string", b: "string?" },
    (a: string, b: string | null) => a.split(",").some(part => part === b),
    { values: { b: values.shortString } },
  ),
  of(
    ".padStart",
    "a.padStart(b, c)",
    { a: "string", b: "int64", c: "string" },
    ((a: string, b: bigint, c: string) => {
      const [own, fill] = [reference.codePoints(a), reference.codePoints(c)];
      const missing = Number(b) - own.length;
      return missing <= 0 || fill.length === 0 ? a : Array.from({ length: missing }, (_, i) => fill[i % fill.length]).join("") + a;
    }) as Value,
    { values: { b: [0n, 1n, 3n, 7n, -1n], c: ["", "0", "ab", "\u{1f600}"] } },
  ),
  of(".padStart", "a.padStart(5)", text1, (a: string) => " ".repeat(Math.max(5 - reference.codePoints(a).length, 0)) + a),
];

// As with flag u: a character is a code point. Without flag i nothing else differs.
const patterns = [
  "^a",
  "b$",
  "^a.b$",
  "a$",
  "\\s",
  "\\S",
  "\\d{4}-\\d{2}-\\d{2}",
  "^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$",
  "\\bb",
  "^.$",
  "[^a-z]",
  "a|b|",
  "(a|ab)(c|bcd)?",
  "a+?",
  "[\\s\\d]",
  "\\w+\\s*$",
  "^\\s+|\\s+$",
  "[&]{2}",
  "[\\[\\]]",
  "[a&&b]",
  "\\.",
  "\\$1",
  "#",
  "\\u00e9",
  "\\Bb",
  "(\\d+)-(\\d+)",
  "^(?:a|b)*$",
  "[^\\s]",
  "\\W",
  "[-a]",
  "x\\|y",
  "\\u{1f600}",
  "[\\u{1f600}]",
  "^$",
  "[^]",
  "[]",
  "a{2}",
  "\\W|[Kk]",
  "(?:an){1,2}",
  "\\t",
  "\\x41",
  "[\\b]",
  "[\\]^]",
];
const folding = ["^[a-z]+$", "k", "é", "ß", "я", "σ", "[^a-z]", "straße", "[à-þ]", "ǆ", "s"];
const replacements: readonly (readonly [string, string, string])[] = [
  ["a", "", "<$&>"],
  ["a", "g", "<$&>"],
  ["([a-z])(\\d)", "g", "$2$1"],
  ["\\d+", "g", "N"],
  ["\\s+", "g", " "],
  ["^\\s+|\\s+$", "g", ""],
  ["b", "", "$$"],
  ["\\\\", "g", "/"],
  ["[^a-z0-9]+", "gi", "-"],
  ["(a)|(b)", "g", "[$1$2]"],
  ["(.)(.)", "", "$2$1$3"],
  ["n", "g", "\\1"],
  ["b*", "", "-"],
  ["(?:an)+", "g", "$0"],
  ["a", "g", "$10"],
  ["(a)", "g", "$10"],
  ["'", "g", "''"],
];

const regexes: readonly Case[] = [
  ...patterns.map(pattern =>
    of(".test", `/${pattern}/.test(a)`, text1, (a: string) => new RegExp(pattern === "[\\]^]" ? "[\\]\\^]" : pattern, "u").test(a)),
  ),
  ...folding.map(pattern => of(".test", `/${pattern}/i.test(a)`, text1)),
  ...replacements.map(([pattern, flags, replacement]) =>
    of(
      ".replace",
      `a.replace(/${pattern}/${flags}, '${replacement.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}')`,
      text1,
      flags.includes("i") ? undefined : (a: string) => a.replace(new RegExp(pattern, `${flags}u`), replacement),
    ),
  ),
];

const near = [
  ...values.float64.filter(value => Math.abs(value) < 2 ** 62 || !Number.isFinite(value)),
  2.0000000000000004,
  -3.999999999999999,
  2147483647.5,
];
const numbers: readonly Case[] = [
  of("Math.abs", "Math.abs(a)", { a: "float64" }),
  of("Math.abs", "Math.abs(a)", { a: "int64" }, (a: bigint) => (a < 0n ? -a : a)),
  of("Math.abs", "Math.abs(a)", { a: "int32" }),
  of("Math.abs", "Math.abs(a)", { a: "decimal(12,2)" }, (a: Dec) => ({ ...a, units: a.units < 0n ? -a.units : a.units })),
  of("Math.abs", "Math.abs(a)", { a: "decimal(38,2)" }, (a: Dec) => ({ ...a, units: a.units < 0n ? -a.units : a.units })),
  of("Math.floor", "Math.floor(a)", { a: "float64" }, undefined, { values: { a: near } }),
  of("Math.ceil", "Math.ceil(a)", { a: "float64" }, undefined, { values: { a: near } }),
  of("Math.floor", "Math.floor(a)", { a: "decimal(12,2)" }, reference.floor as Value),
  of("Math.ceil", "Math.ceil(a)", { a: "decimal(12,2)" }, reference.ceil as Value),
  of("Math.floor", "Math.floor(a)", { a: "int32" }),
  of("Math.min", "Math.min(a, b)", f64),
  of("Math.max", "Math.max(a, b)", f64),
  of("Math.max", "Math.max(a, b, 0)", { a: "float64", b: "float64" }),
  of("Math.min", "Math.min(a, b)", i64, (a: bigint, b: bigint) => (a < b ? a : b)),
  of("Math.max", "Math.max(a, 0)", { a: "decimal(12,2)" }, (a: Dec) => (a.units > 0n ? a : reference.decimal("0"))),
  of("round", "round(a)", { a: "float64" }, (a: number) => reference.roundNumber(a, 0), { values: { a: near } }),
  of("round", "round(a, 2)", { a: "float64" }, (a: number) => reference.roundNumber(a, 2), {
    values: { a: [...near, 1.005, -1.005, 2.675, 1.255, 1e16, 0.005, 0.015] },
  }),
  of("round", "round(a, 1)", { a: "decimal(12,2)" }, (a: Dec) => reference.rescale(a, 1)),
  of("round", "round(a)", { a: "decimal(6,4)" }, (a: Dec) => reference.rescale(a, 0)),
  of("round", "round(a, 3)", { a: "decimal(12,2)" }, (a: Dec) => a),
  of("round", "round(a, 2)", { a: "int32" }, (a: number) => a),
  of(
    ["greatest", "least"],
    "greatest(a, b) - least(a, b)",
    { a: "int32", b: "int32" },
    (a: number, b: number) => big(Math.max(a, b)) - big(Math.min(a, b)),
  ),
  of(
    "greatest",
    "greatest(a, b, 'b')",
    text2,
    (a: string, b: string) => [a, b, "b"].reduce((x, y) => (Buffer.compare(Buffer.from(x), Buffer.from(y)) < 0 ? y : x)),
    { values: short },
  ),
  of("greatest", "greatest(a, b)", { a: "date", b: "date" }, (a: string, b: string) => (a < b ? b : a)),
  of("least", "least(a, b)", { a: "timestamp", b: "timestamp" }, (a: bigint, b: bigint) => (a < b ? a : b)),
  of("least", "least(a, 1.5)", { a: "decimal(12,2)" }, (a: Dec) =>
    reference.compare(a, reference.decimal("1.5")) < 0 ? a : reference.decimal("1.5"),
  ),
  of(
    "greatest",
    "greatest(a, b)",
    { a: "float64", b: "float64" },
    (a: number, b: number) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : a < b ? b : a),
    { values: { a: [1, 2.5, -1, Number.NaN, Infinity], b: [1.5, -7, Number.NaN] } },
  ),
];

const anything: readonly Case[] = [
  of("isIn", "isIn(a, [1, 7, -7])", { a: "int64?" }, (a: bigint | null) => a !== null && [1n, 7n, -7n].includes(a)),
  of("isIn", "isIn(a, ['a', 'ß', 'x'])", { a: "string?" }, (a: string | null) => a !== null && ["a", "ß", "x"].includes(a)),
  of(
    "isIn",
    "isIn(a, [0, 1.5, b])",
    { a: "float64?", b: "float64" },
    (a: number | null, b: number) => a !== null && (a === 0 || a === 1.5 || a === b),
  ),
  of("isIn", "isIn(a, [0.01, 7.25])", { a: "decimal(12,2)" }, (a: Dec) => ["0.01", "7.25"].includes(reference.text(a))),
  of("isIn", "isIn(a, [date('1970-01-01')])", { a: "date?" }, (a: string | null) => a === "1970-01-01"),
  of("nullIf", "nullIf(a, 0)", { a: "int64?" }, (a: bigint | null) => (a === 0n ? null : a)),
  of("nullIf", "nullIf(a, '')", { a: "string?" }, (a: string | null) => (a === "" ? null : a)),
  of("nullIf", "nullIf(a, b)", { a: "float64", b: "float64?" }, (a: number, b: number | null) => (a === b ? null : a)),
  of("nullIf", "nullIf(a, b)", { a: "int64?", b: "int64?" }, (a: bigint | null, b: bigint | null) => (a === b ? null : a)),
  of("sha256", "sha256(a)", text1, reference.sha256 as Value),
  of("sha256", "sha256(a)", { a: "int64?" }, (a: bigint | null) => (a === null ? null : reference.sha256(String(a)))),
  of(
    "sha256",
    "sha256(a, b, 1.5)",
    { a: "string?", b: "float64?" },
    (a: string | null, b: number | null) =>
      reference.sha256(
        [a, b === null ? null : String(b), "1.5"]
          .map(value => (value === null ? "-" : `${reference.codePoints(value).length}:${value}`))
          .join(""),
      ),
    { values: { a: values.shortString, b: values.shortFloat64 } },
  ),
  of("now", "now()", { a: "boolean" }, () => 1706659200000000n),
  of("today", "today()", { a: "boolean" }, () => "2024-01-31"),
];

const orNull = (convert: (value: never) => unknown) => (value: never) => {
  try {
    return value === null ? null : convert(value);
  } catch {
    return null;
  }
};
const fromText: readonly (readonly [string, (value: string) => unknown])[] = [
  ["t.int8()", a => reference.castInteger(a, 8)],
  ["t.int16()", a => reference.castInteger(a, 16)],
  ["t.int32()", a => reference.castInteger(a, 32)],
  ["t.int64()", a => reference.castInteger(a, 64)],
  ["t.float64()", reference.castFloat],
  ["t.decimal(12, 2)", a => reference.castDecimal(a, 12, 2)],
  ["t.decimal(38, 10)", a => reference.castDecimal(a, 38, 10)],
  ["t.boolean()", reference.castBoolean],
  ["t.date()", reference.castDate],
  ["t.timestamp()", reference.castTimestamp],
  ["t.enum('open', 'paid')", a => (a === "open" || a === "paid" ? a : reference.castInteger("x", 8))],
];
const whole = (a: number, bits: number) =>
  Number.isInteger(a) ? reference.castInteger(BigInt(a).toString(), bits) : reference.castInteger("x", 8);
const edges = [
  ...values.float64,
  2147483647,
  2147483648,
  -2147483648,
  2147483647.5,
  9223372036854774784,
  9223372036854775807,
  -9223372036854775808,
  127,
  128,
];

const casts: readonly Case[] = [
  ...fromText.flatMap(([type, convert]): Case[] => [
    of("cast", `cast(a, ${type})`, { a: "string?" }, ((a: string | null) => (a === null ? null : convert(a))) as Value, {
      values: { a: values.spellings },
    }),
    of("tryCast", `tryCast(a, ${type})`, { a: "string?" }, orNull(convert as Value) as Value, { values: { a: values.spellings } }),
  ]),
  of("cast", "cast(a.trim(), t.int32())", { a: "string" }, (a: string) => reference.castInteger(a.trim(), 32), {
    values: { a: values.spellings },
  }),
  of("cast", "cast(a, t.int64())", { a: "float64" }, (a: number) => whole(a, 64), { values: { a: edges } }),
  of("cast", "cast(a, t.int32())", { a: "float64" }, (a: number) => whole(a, 32), { values: { a: edges } }),
  of("tryCast", "tryCast(a, t.int8())", { a: "float64" }, orNull(((a: number) => whole(a, 8)) as Value) as Value, { values: { a: edges } }),
  of("cast", "cast(a, t.int64())", { a: "decimal(38,2)" }, (a: Dec) =>
    a.units % 100n === 0n ? reference.toInt64(a.units / 100n) : reference.castInteger("x", 8),
  ),
  of("cast", "cast(a, t.decimal(12, 2))", { a: "float64" }, (a: number) => reference.fit(reference.shortest(a), 12, 2), {
    values: { a: edges },
  }),
  of("cast", "cast(a, t.decimal(38, 10))", { a: "float64" }, (a: number) => reference.fit(reference.shortest(a), 38, 10), {
    values: { a: edges },
  }),
  of("cast", "cast(a, t.decimal(38, 2))", { a: "float64" }, (a: number) => reference.fit(reference.shortest(a), 38, 2), {
    values: { a: edges },
  }),
  of("cast", "cast(a, t.decimal(6, 1))", { a: "decimal(12,2)" }, (a: Dec) => reference.fit(a, 6, 1)),
  of("cast", "cast(a, t.decimal(38, 2))", { a: "decimal(6,4)" }, (a: Dec) => reference.fit(a, 38, 2)),
  of("cast", "cast(a, t.decimal(12, 2))", { a: "int64" }, (a: bigint) => reference.fit(reference.fromInteger(a), 12, 2)),
  of("cast", "cast(a, t.float64())", { a: "decimal(38,2)" }, (a: Dec) => reference.toNumber(a)),
  of("cast", "cast(1.2 * 1.1 * a, t.float64())", { a: "decimal(12,2)" }, (a: Dec) =>
    reference.toNumber(reference.multiply(reference.decimal("1.32"), a)),
  ),
  of("cast", "cast(a, t.float64())", { a: "int64" }, (a: bigint) => Number(a)),
  of("cast", "cast(a, t.int16())", { a: "int64" }, (a: bigint) => (BigInt.asIntN(16, a) === a ? a : reference.castInteger("x", 8))),
  of("cast", "cast(a, t.int64())", { a: "int32" }, (a: number) => a),
  of("cast", "cast(a, t.int32())", { a: "boolean" }, (a: boolean) => Number(a)),
  of("cast", "cast(a, t.string())", { a: "float64?" }, (a: number | null) => (a === null ? null : String(a))),
  of("cast", "cast(a, t.string())", { a: "decimal(12,2)" }, (a: Dec) => reference.text(a)),
  of("cast", "cast(a, t.string())", { a: "boolean" }, String as Value),
  of("cast", "cast(a, t.string())", { a: "timestamp" }, reference.instantText as Value),
  of("cast", "cast(a, t.timestamp())", { a: "date" }, (a: string) => reference.instantOf(a)),
  of("cast", "cast(a, t.date())", { a: "timestamp" }, (a: bigint) => reference.dayOf(a)),
  of("cast", "cast(null, t.int32())", { a: "boolean" }, () => null),
];

const dateUnits = ["day", "week", "month", "quarter", "year"];
const instantUnits = ["second", "minute", "hour", ...dateUnits];
const amounts = [0n, 1n, -1n, 12n, -13n, 40n, 365n, 100000n, -1000000n, 2n ** 40n, -(2n ** 62n)];
const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"];
// Zone data agree from 1970 on; before that the platforms keep other histories.
const recent = values.timestamp.filter(value => value >= 0n && value < 2000000000000000n);

const dates: readonly Case[] = [
  ...sixOperators.flatMap(operator => [
    of(["date", operator], `date(a) ${operator} date('2024-01-30')`, { a: "timestamp" }, (a: bigint) =>
      new Function("a", `return a ${operator} "2024-01-30"`)(reference.dayOf(a)),
    ),
    of(["date", operator], `date('1969-12-31') ${operator} date(a)`, { a: "timestamp" }, (a: bigint) =>
      new Function("a", `return "1969-12-31" ${operator} a`)(reference.dayOf(a)),
    ),
    of(["date", "today", operator], `date(a) ${operator} today()`, { a: "timestamp" }, (a: bigint) =>
      new Function("a", `return a ${operator} "2024-01-31"`)(reference.dayOf(a)),
    ),
    of(["date", operator], `date(a) ${operator} date('9999-12-31')`, { a: "timestamp" }, (a: bigint) =>
      new Function("a", `return a ${operator} "9999-12-31"`)(reference.dayOf(a)),
    ),
  ]),
  of("date", "date(a)", { a: "timestamp" }, reference.dayOf as Value),
  ...zones.map(zone =>
    of("date", `date(a, { zone: '${zone}' })`, { a: "timestamp" }, (a: bigint) => reference.dayOf(reference.wallClock(a, zone)), {
      values: { a: recent },
    }),
  ),
  ...zones.map(zone =>
    of(
      "timestamp",
      `timestamp(a, { zone: '${zone}' })`,
      { a: "date" },
      (a: string) => {
        // The earliest instant whose wall clock shows the day's start, or the first after a gap.
        const start = reference.instantOf(a);
        for (let offset = -14 * 4; offset <= 14 * 4; offset++) {
          const candidate = start + BigInt(offset) * 900_000_000n;
          if (reference.wallClock(candidate, zone) === start) return candidate;
        }
        throw new Error(`${a} has no start in ${zone}.`);
      },
      { values: { a: ["1970-01-02", "2024-01-31", "2024-03-31", "2024-10-27", "2024-04-07", "2000-02-29"] } },
    ),
  ),
  ...dateUnits.map(unit =>
    of("truncate", `truncate(a, '${unit}')`, { a: "date?" }, (a: string | null) => (a === null ? null : reference.truncateDate(a, unit))),
  ),
  ...instantUnits.map(unit =>
    of("truncate", `truncate(a, '${unit}')`, { a: "timestamp" }, (a: bigint) => reference.truncateInstant(a, unit)),
  ),
  ...dateUnits.map(unit =>
    of(
      "dateAdd",
      `dateAdd(a, b, '${unit}')`,
      { a: "date?", b: "int64" },
      (a: string | null, b: bigint) => (a === null ? null : reference.addToDate(a, Number(b), unit)),
      { values: { b: amounts } },
    ),
  ),
  ...instantUnits.map(unit =>
    of(
      "dateAdd",
      `dateAdd(a, b, '${unit}')`,
      { a: "timestamp", b: "int64" },
      (a: bigint, b: bigint) => reference.addToInstant(a, Number(b), unit),
      { values: { b: amounts } },
    ),
  ),
  of("dateAdd", "dateAdd(a, -1, 'month')", { a: "date" }, (a: string) => reference.addToDate(a, -1, "month")),
  of("dateAdd", "dateAdd(a, 30, 'day')", { a: "date" }, (a: string) => reference.addToDate(a, 30, "day")),
  ...dateUnits.map(unit =>
    of("dateDiff", `dateDiff(a, b, '${unit}')`, { a: "date", b: "date" }, (a: string, b: string) =>
      reference.differenceOfDates(a, b, unit),
    ),
  ),
  ...instantUnits.map(unit =>
    of("dateDiff", `dateDiff(a, b, '${unit}')`, { a: "timestamp", b: "timestamp" }, (a: bigint, b: bigint) =>
      reference.differenceOfInstants(a, b, unit),
    ),
  ),
  of("year", "year(a)", { a: "date" }, reference.year as Value),
  of("quarter", "quarter(a)", { a: "date" }, (a: string) => Math.ceil(reference.month(a) / 3)),
  of("month", "month(a)", { a: "date" }, reference.month as Value),
  of("week", "week(a)", { a: "date" }, reference.week as Value),
  of("dayOfWeek", "dayOfWeek(a)", { a: "date" }, reference.dayOfWeek as Value),
  of("dayOfMonth", "dayOfMonth(a)", { a: "date" }, reference.day as Value),
  of("hour", "hour(a)", { a: "timestamp" }, reference.hour as Value),
  of("year", "year(a)", { a: "timestamp" }, (a: bigint) => reference.year(reference.dayOf(a))),
  of("week", "week(a)", { a: "timestamp" }, (a: bigint) => reference.week(reference.dayOf(a))),
  of("dayOfMonth", "dayOfMonth(a)", { a: "timestamp" }, (a: bigint) => reference.day(reference.dayOf(a))),
];

/** Each operator, function and method with its edge values; an aggregate's cases are in aggregates.ts. */
export const cases: readonly Case[] = [
  ...arithmetic,
  ...comparison,
  ...logic,
  ...template,
  ...texts,
  ...regexes,
  ...numbers,
  ...anything,
  ...casts,
  ...dates,
];

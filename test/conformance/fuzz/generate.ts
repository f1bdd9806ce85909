import fc from "fast-check";
import * as values from "../values.ts";

// Random expressions of all types, over one table whose columns hold the values at which engines differ.

/** What stands in a hole of a shape, by its letter. */
type Letter = "i" | "j" | "f" | "d" | "q" | "b" | "s" | "D" | "T" | "l" | "n";

export const columns: { readonly [name: string]: string } = {
  i: "int64",
  i2: "int64",
  small: "int64",
  j: "int32",
  byte: "int8",
  in: "int64?",
  f: "float64",
  f2: "float64",
  single: "float32",
  fn: "float64?",
  d: "decimal(12,2)",
  q: "decimal(6,4)",
  dn: "decimal(12,2)?",
  wide: "decimal(38,2)",
  s: "string",
  s2: "string",
  number: "string",
  sn: "string?",
  e: "enum('open','paid')",
  b: "boolean",
  b2: "boolean",
  bn: "boolean?",
  day: "date",
  day2: "date",
  dayn: "date?",
  at: "timestamp",
  at2: "timestamp",
  recent: "timestamp",
  atn: "timestamp?",
};

const bits = (first: number, second: number): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, first);
  view.setUint32(4, second);
  return view.getFloat64(0);
};
const date = fc.oneof(
  fc.constantFrom(...values.date),
  fc.integer({ min: -719162, max: 2932896 }).map(day => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  fc.integer({ min: 10957, max: 22000 }).map(day => new Date(day * 86_400_000).toISOString().slice(0, 10)),
);
const instant = fc.oneof(
  fc.constantFrom(...values.timestamp),
  fc.bigInt({ min: -62135596800000000n, max: 253402300799999999n }),
  fc.bigInt({ min: 0n, max: 1999999999n }).map(second => second * 1_000_000n),
);
const float = fc.oneof(
  fc.constantFrom(...values.float64),
  fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)).map(([a, b]) => bits(a, b)),
  fc.integer({ min: -100000, max: 100000 }).map(cents => cents / 100),
  fc.integer({ min: -20, max: 20 }),
);
const int = fc.oneof(
  fc.constantFrom(...values.int64),
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const decimal = (digits: number, scale: number) =>
  fc
    .oneof(fc.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n }), fc.bigInt({ min: -300n, max: 300n }))
    .map(units => {
      const text = String(units < 0n ? -units : units).padStart(scale + 1, "0");
      return `${units < 0n ? "-" : ""}${text.slice(0, -scale)}.${text.slice(-scale)}`;
    });
const text = fc.oneof(
  fc.constantFrom(...values.string),
  fc.string({
    unit: fc.constantFrom("a", "b", "B", " ", ",", "ß", "é", "\u{1f600}", "Σ", "\n", "\\", "$", "&", "'", "%", "1", "\ufeff"),
    maxLength: 8,
  }),
);
const among: { readonly [column: string]: fc.Arbitrary<unknown> } = {
  small: fc.oneof(fc.bigInt({ min: -4n, max: 8n }), fc.constantFrom(...values.int64)),
  byte: fc.integer({ min: -128, max: 127 }),
  single: float.map(Math.fround),
  wide: fc.oneof(fc.constantFrom(...values.decimal_38_2), decimal(38, 2)),
  number: fc.oneof(fc.constantFrom(...values.spellings), int.map(String), float.map(String), decimal(12, 2), date),
  e: fc.constantFrom("open", "paid"),
  recent: fc.bigInt({ min: 0n, max: 1999999999999999n }),
};
const byType: { readonly [type: string]: fc.Arbitrary<unknown> } = {
  int64: int,
  int32: fc.oneof(fc.constantFrom(...values.int32), fc.integer({ min: -20, max: 20 })),
  float64: float,
  "decimal(12,2)": fc.oneof(fc.constantFrom(...values.decimal_12_2), decimal(12, 2)),
  "decimal(6,4)": fc.oneof(fc.constantFrom(...values.decimal_6_4), decimal(6, 4)),
  string: text,
  boolean: fc.boolean(),
  date,
  timestamp: instant,
};

/** A row of the table, as the references take values: whole numbers of any size are bigints there. */
export const rows = fc.record(
  Object.fromEntries(
    Object.entries(columns).map(([name, type]) => {
      const value = among[name] ?? byType[type.replace("?", "")];
      if (value === undefined) throw new Error(`No values of ${type}.`);
      return [name, type.endsWith("?") ? fc.option(value, { freq: 3 }) : value];
    }),
  ),
) as fc.Arbitrary<{ readonly [column: string]: unknown }>;

const leaves: { readonly [L in Letter]: readonly string[] } = {
  i: ["i", "i2", "small", "in ?? 0", "7", "-1", "9007199254740993", "s.length", "(in === null ? 1 : in)"],
  j: ["j", "byte", "year(day)", "month(at)", "3"],
  f: ["f", "f2", "single", "fn ?? 0.5", "1.5", "-2.5", "0.1", "1e21", "(fn === null ? -0.5 : fn)"],
  d: ["d", "dn ?? 0", "wide"],
  q: ["q", "d"],
  b: ["b", "b2", "bn ?? true", "bn === null", "in !== null && in > 1", "fn === null || fn > 1", "e === 'open'"],
  s: ["s", "s2", "sn ?? 'none'", "number", "'a b'", "''", "e", "'ß$&'", "'it\\'s'"],
  D: ["day", "day2", "dayn ?? date('2024-02-29')", "date('1582-10-15')", "today()"],
  T: ["at", "at2", "atn ?? now()", "timestamp('2024-01-30T23:59:59.999999Z')", "now()"],
  l: ["s.split(',')", "s.split('')", "s2.split('a')", "number.split(s)"],
  n: ["in", "fn", "dn", "sn", "bn", "dayn", "atn"],
};

const six = ["===", "!==", "<", "<=", ">", ">="];
const compared = (a: string, b: string) => six.map(operator => `${a} ${operator} ${b}`);
const thrice = (list: readonly string[]): readonly string[] => [...list, ...list, ...list];
const units = ["day", "week", "month", "quarter", "year"];
const shapes: { readonly [L in Letter]: readonly string[] } = {
  i: [
    ...["+", "-", "*", "%"].flatMap(operator => [`#i ${operator} #i`, `#j ${operator} #j`, `#i ${operator} #j`]),
    "#i % 7",
    "-#i",
    "-#j",
    "Math.abs(#i)",
    "Math.min(#i, #i)",
    "Math.max(#i, #j, 5)",
    "greatest(#i, #i)",
    "least(#i, #j)",
    "round(#i)",
    "#b ? #i : #i",
    "#b ? #i : 5",
    "nullIf(#i, #i) ?? #i",
    "#s.length",
    "#l.length",
    "cast(#j, t.int64())",
    "cast(#d, t.int64())",
    "cast(#f, t.int64())",
    "cast(number, t.int64())",
    "tryCast(#s, t.int64()) ?? #i",
    "tryCast(#f, t.int64()) ?? #i",
    ...units.flatMap(unit => [`dateDiff(#D, #D, '${unit}')`, `dateDiff(#T, #T, '${unit}')`]),
    ...["second", "minute", "hour"].map(unit => `dateDiff(#T, #T, '${unit}')`),
  ],
  j: [
    ...["year", "quarter", "month", "week", "dayOfWeek", "dayOfMonth"].flatMap(name => [`${name}(#D)`, `${name}(#T)`]),
    "hour(#T)",
    "cast(#b, t.int32())",
    "cast(#i, t.int32())",
    "tryCast(#i, t.int16()) ?? byte",
    "tryCast(#s, t.int8()) ?? byte",
    "#b ? #j : #j",
    "Math.floor(#j)",
    "greatest(#j, #j)",
  ],
  f: [
    ...["+", "-", "*", "/", "%"].flatMap(operator => [`#f ${operator} #f`, `#f ${operator} #i`, `#d ${operator} #f`]),
    "#i / #i",
    "#j / #i",
    "#d / #d",
    "#f / 3",
    ...thrice(["#f ** 2"]),
    "-#f",
    "#b ? #f : #f",
    "#b ? #f : #i",
    "Math.abs(#f)",
    "Math.floor(#f)",
    "Math.ceil(#f)",
    "Math.min(#f, #f)",
    "Math.max(#f, #f, #f)",
    "Math.max(#f, 0)",
    "Math.min(#f, 1)",
    "round(#f)",
    "round(#f, 2)",
    "nullIf(#f, #f) ?? #f",
    "nullIf(#f, 0) ?? #f",
    "fn ?? #i",
    "cast(#i, t.float64())",
    "cast(#d, t.float64())",
    "tryCast(#s, t.float64()) ?? #f",
    "cast(number, t.float64())",
  ],
  d: [
    "#q + #q",
    "#q - #q",
    "#q * #q",
    "#d % #q",
    "#d + #i",
    "#q * 2",
    "#q * 0.05",
    "1 - #q",
    "1.2 * 1.1 * #q",
    "-#d",
    "#b ? #d : 0",
    "#b ? #q : #d",
    "Math.abs(#d)",
    "Math.floor(#d)",
    "Math.ceil(#d)",
    "Math.max(#d, 0)",
    "Math.min(#d, #q)",
    "round(#d, 1)",
    "round(#d)",
    "least(#d, #q)",
    "greatest(#q, 1.5)",
    "dn ?? #q",
    "nullIf(#d, 0) ?? #d",
    "cast(#d, t.decimal(10, 1))",
    "cast(#i, t.decimal(20, 2))",
    "tryCast(#f, t.decimal(12, 2)) ?? #d",
    "tryCast(#f, t.decimal(38, 4)) ?? q",
    "tryCast(#s, t.decimal(12, 2)) ?? #d",
  ],
  q: ["#b ? #q : #q", "cast(#d, t.decimal(8, 3))", "round(#q, 2)", "tryCast(#f, t.decimal(9, 2)) ?? q"],
  b: [
    ...compared("#i", "#i"),
    ...compared("#j", "#i"),
    ...compared("#f", "#f"),
    ...compared("#f", "1.5"),
    ...compared("#i", "#f"),
    ...compared("#d", "#q"),
    ...compared("#d", "7"),
    ...compared("#d", "#f"),
    ...compared("#s", "#s"),
    ...compared("#D", "#D"),
    ...compared("#T", "#T"),
    ...compared("date(#T)", "#D"),
    ...["===", "!=="].flatMap(operator => [
      `in ${operator} #i`,
      `fn ${operator} #f`,
      `fn ${operator} nullIf(#f, 1)`,
      `sn ${operator} #s`,
      `sn ${operator} nullIf(#s, 'a')`,
      `bn ${operator} #b`,
      `dayn ${operator} #D`,
      `#b ${operator} #b`,
      `dn ${operator} null`,
    ]),
    "#b && #b",
    "#b || #b",
    "!#b",
    "#b ? #b : #b",
    "#i !== 0 && #i % #i === 0",
    "#i === 0 || #j % #i === 0",
    "(in === null ? false : in > #i)",
    "bn ?? #b",
    "isIn(#i, [1, 7, -7])",
    "isIn(#f, [0, 1.5, 3])",
    "isIn(#f, [0, 1.5, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])",
    "isIn(fn, [0, 1.5, #f])",
    "isIn(#d, [0.01, 7.25])",
    "isIn(sn, ['a b', 'B', 'ß'])",
    "isIn(dayn, [date('1970-01-01')])",
    ...thrice([
      "#s.includes(#s)",
      "#s.startsWith(#s)",
      "#s.endsWith(#s)",
      "#l.includes(#s)",
      "#l.includes(sn)",
      "/^[a-z ]+$/.test(#s)",
      "/\\bb|\\s$/.test(#s)",
      "/k|ß|[a-c]/i.test(#s)",
      "!#b",
    ]),
    "nullIf(#s, #s) === null",
    "tryCast(#s, t.boolean()) ?? #b",
  ],
  s: [
    "#s + #s",
    "`${#i}`",
    "`${#f}`",
    "`<${#d}|${#b}|${#s}>`",
    "`${#D} ${#T}`",
    "#b ? #s : #s",
    ...thrice(["#s.trim()", "#s.toUpperCase()", "#s.toLowerCase()"]),
    "#s.slice(1)",
    "#s.slice(-2)",
    "#s.slice(0, -1)",
    "#s.slice(1, -1)",
    "#s.slice(-3, -1)",
    "#s.slice(-3, 2)",
    "#s.slice(#i)",
    "#s.slice(#i, #j)",
    "#s.replace('a', #s)",
    "#s.replace(#s, '<$&$$>')",
    "#s.replaceAll('b', '<$&>')",
    "#s.replaceAll(#s, '-')",
    "#s.replaceAll(#s, number)",
    "#s.replace(/\\s+/g, ' ')",
    "#s.replace(/(a)(b)?/, '[$2$1]')",
    "#s.replace(/[^a-z0-9]+/g, '\\\\')",
    "#l.join(#s)",
    "#l.join('-')",
    "#l[#i] ?? #s",
    "#l[1] ?? '?'",
    "#l.at(-1) ?? #s",
    "#l.at(#j) ?? '?'",
    "s.split('a')[0]",
    "#s.padStart(5, '*')",
    "#s.padStart(4)",
    "#s.padStart(byte, #s)",
    "nullIf(#s, #s) ?? #s",
    "nullIf(#s, '') ?? '-'",
    "greatest(#s, #s)",
    "least(#s, 'b')",
    "sha256(#s)",
    "sha256(sn, #i, fn)",
    "cast(#d, t.string())",
    "cast(#f, t.string())",
    "cast(#T, t.string())",
    "sn ?? #s",
    "tryCast(#s, t.enum('open', 'paid')) ?? #s",
  ],
  D: [
    "date(#T)",
    "date(recent, { zone: 'Europe/Berlin' })",
    "date(recent, { zone: 'Australia/Lord_Howe' })",
    ...units.flatMap(unit => [`truncate(#D, '${unit}')`, `dateAdd(#D, small, '${unit}')`, `dateAdd(#D, -1, '${unit}')`]),
    "dateAdd(#D, 30, 'day')",
    "dateAdd(#D, i, 'month')",
    "#b ? #D : #D",
    "greatest(#D, #D)",
    "least(#D, #D)",
    "dayn ?? #D",
    "cast(#T, t.date())",
    "tryCast(#s, t.date()) ?? #D",
    "nullIf(#D, #D) ?? #D",
  ],
  T: [
    ...[...units, "second", "minute", "hour"].flatMap(unit => [
      `truncate(#T, '${unit}')`,
      `dateAdd(#T, small, '${unit}')`,
      `dateAdd(#T, 5, '${unit}')`,
      `dateAdd(#T, i, '${unit}')`,
    ]),
    "#b ? #T : #T",
    "greatest(#T, #T)",
    "atn ?? #T",
    "cast(#D, t.timestamp())",
    "timestamp(#D, { zone: 'UTC' })",
    "tryCast(#s, t.timestamp()) ?? #T",
  ],
  l: ["#s.split(#s)", "#s.split(',')", "#s.split('.')", "#s.split('')"],
  // What may be null.
  n: [
    "#l[#i]",
    "#l.at(#i)",
    "#b ? #i : null",
    "#b ? null : fn",
    "nullIf(#f, #f)",
    "nullIf(#s, #s)",
    "nullIf(in, small)",
    "nullIf(fn, fn)",
    "sha256(sn)",
    "sha256(in)",
    "in ?? fn",
    "dn ?? in",
    ...units.flatMap(unit => [`truncate(dayn, '${unit}')`, `dateAdd(dayn, small, '${unit}')`, `dateAdd(atn, i, '${unit}')`]),
    "cast(fn, t.string())",
    "cast(in, t.int32())",
    "cast(sn, t.float64())",
    "cast(dayn, t.timestamp())",
    "cast(dn, t.int64())",
    ...["int8", "int16", "int32", "int64", "float64", "boolean", "date", "timestamp"].flatMap(type => [
      `tryCast(#s, t.${type}())`,
      `tryCast(number, t.${type}())`,
    ]),
    ...["decimal(12, 2)", "decimal(38, 10)", "decimal(5, 0)"].flatMap(type => [
      `tryCast(number, t.${type})`,
      `tryCast(fn, t.${type})`,
      `tryCast(dn, t.${type})`,
    ]),
    "tryCast(fn, t.int32())",
    "tryCast(#d, t.int8())",
    "tryCast(atn, t.date())",
  ],
};

const letters: readonly Letter[] = ["i", "j", "f", "d", "b", "b", "b", "s", "s", "D", "T", "n"];

/** The text of a random expression, its parts in parentheses: the printer takes away those that it does not need. */
export const expressionTexts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...letters), fc.array(fc.nat(99991), { minLength: 12, maxLength: 60 }))
  .map(([letter, stream]) => {
    let at = 0;
    const choose = (count: number): number => (stream[at++ % stream.length] ?? 0) % count;
    const build = (kind: Letter, depth: number): string => {
      const options = depth <= 0 ? leaves[kind] : shapes[kind];
      const shape = options[choose(options.length)] ?? "";
      return shape.replace(/#([a-zA-Z])/g, (_, inner: Letter) => `(${build(inner, depth - 1 - choose(2))})`);
    };
    return build(letter, 1 + choose(3));
  });

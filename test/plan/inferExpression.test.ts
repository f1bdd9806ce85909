import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression } from "../../compiler/plan/expression.ts";
import type { Scope } from "../../compiler/plan/inferExpression.ts";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { printExpression } from "../../compiler/plan/notation/printExpression.ts";
import { printType } from "../../compiler/plan/notation/printType.ts";
import type { Column } from "../../compiler/plan/types.ts";
import { cases } from "../conformance/cases.ts";
import { anyExpression, withoutSpans } from "./arbitraryExpression.ts";

const columns = (declared: { readonly [name: string]: string }): readonly Column[] =>
  Object.entries(declared).map(([name, text]) => {
    const type = parseType(text.replace("?", ""));
    if (type === undefined) throw new Error(`${text} is no type.`);
    return { name, type, nullable: text.endsWith("?") };
  });

const row = columns({
  id: "int64",
  small: "int8",
  quantity: "int32?",
  amount: "decimal(12,2)",
  discount: "decimal(12,2)?",
  precise: "decimal(38,10)",
  long: "decimal(18,10)",
  rate: "float64",
  single: "float32",
  status: "enum('open','paid','void')",
  kind: "enum('a','b')",
  note: "string?",
  name: "string",
  paid: "boolean",
  flag: "boolean?",
  day: "date",
  until: "date?",
  at: "timestamp",
  wall: "timestampNtz",
  bytes: "binary",
});
const scope: Scope = {
  columns: { row },
  parameters: new Map([
    ["since", { kind: "date" }],
    ["n", { kind: "int64" }],
  ]),
};
const inGroup: Scope = {
  ...scope,
  columns: { row, key: columns({ day: "date" }) },
  group: { keys: [{ name: "day", expression: { kind: "column", name: "day", type: { kind: "date" }, nullable: false } }] },
};
const wholeTable: Scope = { ...scope, group: { keys: [] } };

function infer(text: string, within: Scope = scope) {
  const { expression, problems } = parseExpression(text, "plan.json");
  if (expression === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return inferExpression(expression, within);
}
const typeOf = (text: string, within: Scope = scope): string => {
  const { typed, problems } = infer(text, within);
  return typed === undefined
    ? problems.map(({ code, message }) => `${code} ${message}`).join(" ")
    : printType(typed.type) + (typed.nullable ? "?" : "");
};

describe("the type of an expression", () => {
  test.each([
    // Whole numbers are int64 once they are computed; a quotient and a power are float64.
    ["small + small", "int64"],
    ["-small", "int64"],
    ["id % 7", "int64"],
    ["id / 2", "float64"],
    ["small ** 2", "float64"],
    ["single * single", "float64"],
    ["rate + id", "float64"],
    ["rate * amount", "float64"],
    ["5", "int64"],
    ["0.5", "float64"],
    ["60 * 60 * 24", "int64"],
    // Decimals.
    ["amount + amount", "decimal(13,2)"],
    ["amount + 1", "decimal(13,2)"],
    ["amount + long", "decimal(18,10)"],
    ["amount * amount", "decimal(18,4)"],
    ["long * long", "decimal(36,20)"],
    ["amount * id", "decimal(31,2)"],
    ["amount * small", "decimal(15,2)"],
    ["precise * amount", "decimal(38,12)"],
    ["precise + amount", "decimal(38,10)"],
    ["1.2 * 1.1 * amount", "decimal(15,4)"],
    ["amount / 3", "float64"],
    ["amount % 3", "decimal(12,2)"],
    ["-amount", "decimal(12,2)"],
    ["1 - amount", "decimal(13,2)"],
    // Branches, and what a literal becomes beside them.
    ["quantity ?? 0", "int32"],
    ["quantity ?? 3000000000", "int64"],
    ["quantity ?? 0.5", "float64"],
    ["discount ?? 0", "decimal(12,2)"],
    ["discount ?? 0.125", "decimal(13,3)"],
    ["quantity ?? id", "int64"],
    ["note ?? 'x'", "string"],
    ["paid ? status : 'new'", "enum('open','paid','void','new')"],
    ["paid ? 'a' : 'b'", "string"],
    ["paid ? status : kind", "enum('open','paid','void','a','b')"],
    ["paid ? id : null", "int64?"],
    ["paid ? 1 : 2.5", "float64"],
    ["(paid ? 1 : 2) * amount", "decimal(13,2)"],
    ["note ?? null", "string?"],
    ["paid ? status : name", "string"],
    ["greatest(small, id)", "int64"],
    ["nullIf(quantity, 0)", "int32?"],
    // Null.
    ["discount === null ? 0 : discount", "decimal(12,2)"],
    ["quantity !== null && quantity > 1", "boolean"],
    ["quantity === null || quantity > 1", "boolean"],
    ["!(quantity === null) && quantity > 1", "boolean"],
    ["note === null ? null : note.trim()", "string?"],
    ["note === 'x' && note.length > 0", "boolean"],
    ["quantity !== null && discount !== null && quantity * discount > 1", "boolean"],
    ["quantity === null || discount === null ? 0 : quantity * discount", "decimal(18,2)"],
    ["note !== null ? (quantity === null ? note : note + 'x') : ''", "string"],
    ["until === day", "boolean"],
    ["note === null", "boolean"],
    ["isIn(note, ['a'])", "boolean"],
    ["note === null ? null : note.split('@')[1]", "string?"],
    ["nullIf(note, '') === null ? 'none' : nullIf(note, '')", "string"],
    ["flag ?? false", "boolean"],
    // Functions.
    ["name.length", "int64"],
    ["name.split('@')[0]", "string"],
    ["name.split('@')[1]", "string?"],
    ["name.split('')[0]", "string?"],
    ["name.split(name)[0]", "string?"],
    ["round(amount, 1)", "decimal(12,1)"],
    ["round(rate)", "float64"],
    ["Math.floor(amount)", "decimal(12,0)"],
    ["Math.abs(small)", "int64"],
    ["Math.max(amount, 0)", "decimal(12,2)"],
    ["year(day)", "int32"],
    ["dateDiff(day, until ?? day, 'day')", "int64"],
    ["dateAdd(until, 1, 'month')", "date?"],
    ["truncate(at, 'hour')", "timestamp"],
    ["date(at)", "date"],
    ["date(at, { zone: 'Asia/Tokyo' })", "date"],
    ["timestamp(wall, { zone: 'UTC' })", "timestamp"],
    ["cast(note, t.int32())", "int32?"],
    ["tryCast(name, t.date())", "date?"],
    ["cast(null, t.string())", "string?"],
    ["sha256(note)", "string?"],
    ["sha256(note, id)", "string"],
    ["`${id} ${status}`", "string"],
    ["name + status", "string"],
    ["$since <= day", "boolean"],
    ["/x/.test(name)", "boolean"],
  ])("%s is %s", (text, type) => {
    expect(typeOf(text)).toBe(type);
  });

  test.each([
    ["count()", "int64"],
    ["sum(quantity)", "int64"],
    ["sum(amount)", "decimal(38,2)"],
    ["sum(rate)", "float64"],
    ["avg(amount)", "float64"],
    ["avg(discount)", "float64?"],
    ["avg(amount, { where: paid })", "float64?"],
    ["min(day)", "date"],
    ["max(note)", "string?"],
    ["max(status, { where: flag })", "enum('open','paid','void')?"],
    ["any(flag)", "boolean"],
    ["countDistinct(note)", "int64"],
    ["key.day", "date"],
    ["day", "date"],
    ["sum(amount) / count()", "float64"],
    ["max(day) === key.day", "boolean"],
  ])("in a group, %s is %s", (text, type) => {
    expect(typeOf(text, inGroup)).toBe(type);
  });

  test("of a table that may be empty, the greatest may be null", () => {
    expect(typeOf("max(day)", wholeTable)).toBe("date?");
    expect(typeOf("avg(rate)", wholeTable)).toBe("float64?");
    expect(typeOf("sum(rate)", wholeTable)).toBe("float64");
    expect(typeOf("dateDiff(max(day), max(day), 'day')", wholeTable)).toContain("ODB2010");
  });

  test("numbers beside a decimal are folded exactly, beside a float64 not at all", () => {
    const printed = (text: string) => {
      const { typed } = infer(text);
      return typed && printExpression(typed);
    };
    expect(printed("1.2 * 1.1 * amount")).toBe("1.32 * amount");
    expect(printed("(1 - 0.19) * amount")).toBe("0.81 * amount");
    expect(printed("(0.1 + 0.2) * rate")).toBe("(0.1 + 0.2) * rate");
    expect(printed("60 * 60 * rate")).toBe("3600 * rate");
    expect(printed("amount > -(2 * 3)")).toBe("amount > -6");
    expect(printed("id + 9007199254740992 + 1")).toBe("id + 9007199254740992 + 1");
    expect(printed("id + (9007199254740992 + 1)")).toBe("id + 9007199254740993");
  });
});

describe("a fault is told once, where it is, with the way out", () => {
  test.each([
    ["amuont > 0", "ODB2003", 0, 6, "Did you mean `amount`?"],
    ["amount - discount", "ODB2010", 9, 17, "discount ?? …"],
    ["quantity > 0", "ODB2010", 0, 8, "quantity ?? …"],
    ["note.trim()", "ODB2010", 0, 4, "note ?? …"],
    ["name.includes(note)", "ODB2010", 14, 18, "note ?? …"],
    ["`${note}`", "ODB2010", 3, 7, "note ?? …"],
    ["'x' + note", "ODB2010", 6, 10, "note ?? …"],
    ["flag && paid", "ODB2010", 0, 4, "flag ?? …"],
    ["!flag", "ODB2010", 1, 5, "flag ?? …"],
    ["flag ? 1 : 2", "ODB2010", 0, 4, "flag ?? …"],
    ["amount ? 1 : 0", "ODB2012", 0, 6, "amount !== 0"],
    ["name && paid", "ODB2012", 0, 4, "name !== ''"],
    ["!note", "ODB2012", 1, 5, "note !== null"],
    ["!amount", "ODB2012", 1, 7, "amount !== 0"],
    ["status === 'payd'", "ODB2015", 0, 17, "'open', 'paid', 'void'"],
    ["isIn(status, ['paid', 'voided'])", "ODB2015", 22, 30, "'void'"],
    ["id === '5'", "ODB2014", 0, 10, "without quotes"],
    ["day >= '2024-01-01'", "ODB2014", 0, 19, "date('2024-01-01')"],
    ["day === '2024-01-01'", "ODB2014", 0, 20, "date('2024-01-01')"],
    ["at >= $since", "ODB2017", 0, 12, "date(…)"],
    ["status === kind", "ODB2014", 0, 15, "enum"],
    ["paid < paid", "ODB2014", 0, 11, undefined],
    ["bytes < bytes", "ODB2014", 0, 13, undefined],
    ["name.split(',') === name.split(';')", "ODB2016", 0, 35, ".length"],
    ["day + 30", "ODB2013", 0, 3, "dateAdd"],
    ["$since - day", "ODB2013", 0, 12, "dateDiff"],
    ["status * 2", "ODB2013", 0, 6, undefined],
    ["paid + 1", "ODB2013", 0, 4, "? 1 : 0"],
    ["name + 1", "ODB2013", 7, 8, "template"],
    ["paid ? amount : 'none'", "ODB2018", 0, 22, "cast"],
    ["note ?? 1", "ODB2018", 0, 9, "cast"],
    ["greatest(day, at)", "ODB2018", 14, 16, "date(…)"],
    ["date('2024-13-45')", "ODB2022", 5, 17, undefined],
    ["date('01/02/2024')", "ODB2022", 5, 17, undefined],
    ["timestamp('2024-01-01 10:00:00')", "ODB2022", 10, 31, "Z"],
    ["timestamp('2024-01-01T10:00:00')", "ODB2022", 10, 31, "Z"],
    ["dateAdd(day, 30, 'days')", "ODB2023", 17, 23, "'day'"],
    ["dateAdd(day, 30, 'hour')", "ODB2023", 17, 23, undefined],
    ["dateDiff(day, at, 'day')", "ODB2017", 14, 16, "date(…)"],
    ["truncate(day, name)", "ODB2026", 14, 18, undefined],
    ["date(at, { zone: 'Paris' })", "ODB2025", 17, 24, "Europe/Paris"],
    ["date(at, { zone: '+01:00' })", "ODB2025", 17, 25, undefined],
    ["timestamp(day)", "ODB2007", 0, 14, "zone"],
    ["date(wall, { zone: 'UTC' })", "ODB2007", 19, 24, undefined],
    ["round(name)", "ODB2006", 6, 10, undefined],
    ["id.trim()", "ODB2006", 0, 2, "cast"],
    ["name.slice(rate)", "ODB2006", 11, 15, "Math.floor"],
    ["name.slice()", "ODB2005", 0, 12, ".slice(start, end?)"],
    ["isIn(id, 5)", "ODB2006", 9, 10, undefined],
    ["isIn(id, [])", "ODB2006", 9, 11, undefined],
    ["isIn(id, [quantity])", "ODB2010", 9, 19, undefined],
    ["cast(paid, t.date())", "ODB2027", 0, 20, undefined],
    ["cast(day, 5)", "ODB2006", 10, 11, "t.int64()"],
    ["id + 9223372036854775808", "ODB2020", 5, 24, "int64"],
    ["precise * precise * precise * precise", "ODB2021", 0, 37, "round"],
    ["amount > 0.123456789012345678901234567890123456789", "ODB2021", 9, 50, undefined],
    ["precise === 123456789012345678901234567890.5", "ODB2018", 0, 44, undefined],
    ["$sinse", "ODB2008", 0, 6, "`since`"],
    ["/a/", "ODB2033", 0, 3, undefined],
    ["[1]", "ODB2033", 0, 3, undefined],
    ["t.int64()", "ODB2033", 0, 9, undefined],
    ["/(?=a)b/.test(name)", "ODB2024", 0, 8, undefined],
    ["/(a)\\1/.test(name)", "ODB2024", 0, 7, undefined],
    ["/a/g.test(name)", "ODB2024", 0, 4, undefined],
    ["name.replace(/a*/g, '-')", "ODB2024", 13, 18, undefined],
    ["name.replace(/a/, note ?? '')", "ODB2026", 18, 28, undefined],
    ["name.replace('a', '$`')", "ODB2024", 18, 22, undefined],
    ["sum(amount)", "ODB2030", 0, 11, "aggregate"],
    ["left.id", "ODB2003", 0, 7, undefined],
    ["null > 1", "ODB2010", 0, 4, undefined],
  ] as const)("%s: %s", (text, code, start, end, hint) => {
    const { typed, problems } = infer(text);
    expect(typed).toBeUndefined();
    expect(problems.map(problem => [problem.code, problem.span?.start, problem.span?.end])).toEqual([[code, start, end]]);
    if (hint !== undefined) expect(`${problems[0]?.message} ${problems[0]?.hint}`).toContain(hint);
  });

  test.each([
    ["sum(max(amount))", "ODB2031", 4, 15],
    ["count(id)", "ODB2005", 0, 9],
    ["status", "ODB2032", 0, 6],
    ["amount > 1 ? 1 : 2", "ODB2032", 0, 6],
    ["sum(key.day)", "ODB2032", 4, 11],
    ["sum(name)", "ODB2006", 4, 8],
    ["count({ filter: paid })", "ODB2007", 16, 20],
    ["count({ were: paid })", "ODB2007", 14, 18],
    ["sum(amount, { where: id })", "ODB2006", 21, 23],
    ["max(bytes)", "ODB2006", 4, 9],
    ["sum(discount - 1)", "ODB2010", 4, 12],
  ] as const)("in a group, %s: %s", (text, code, start, end) => {
    expect(infer(text, inGroup).problems.map(problem => [problem.code, problem.span?.start, problem.span?.end])).toEqual([
      [code, start, end],
    ]);
  });

  test("all independent faults at once, none of another's making", () => {
    const codes = infer(
      "amuont > 0 && id.trim() === 'x' && (discount > 1 || nte.length > 2) ? missing + 1 : date('2024-02-30')",
    ).problems.map(({ code }) => code);
    expect(codes).toEqual(["ODB2003", "ODB2006", "ODB2010", "ODB2003", "ODB2003", "ODB2022"]);
  });

  test("a condition says nothing of the other branch, nor of what it does not imply", () => {
    for (const text of [
      "quantity === null ? quantity + 1 : 0",
      "quantity !== null || quantity > 1",
      "(quantity !== null || paid) && quantity > 1",
      "!(quantity !== null && paid) ? 0 : discount * 2",
      "quantity !== null ? discount + 1 : 0",
      "(quantity === null && paid) ? 0 : quantity + 1",
    ])
      expect(typeOf(text), text).toContain("ODB2010");
  });
});

test("what is inferred, printed and read is inferred again as it was", () => {
  for (const { text, columns: declared } of cases) {
    const within: Scope = { columns: { row: columns(declared) }, parameters: new Map() };
    const first = infer(text, within).typed;
    const again = first && infer(printExpression(first), within).typed;
    expect(withoutSpans(again), text).toEqual(withoutSpans(first));
  }
});

test("no expression makes inference throw", () => {
  fc.assert(
    fc.property(anyExpression, fc.constantFrom(scope, inGroup, wholeTable), (expression, within) => {
      const { typed, problems } = inferExpression(expression, within);
      expect(typed === undefined).toBe(problems.length > 0);
    }),
    { numRuns: 3000, seed: 20261124 },
  );
});

test("an expression that nests too deeply is one problem, however deep it is", () => {
  let sum: Expression = { kind: "column", name: "id" };
  for (let count = 0; count < 100_000; count++) sum = { kind: "binary", operator: "+", left: sum, right: { kind: "number", text: "1" } };
  expect(inferExpression(sum, scope).problems.map(({ code }) => code)).toEqual(["ODB2002"]);
  expect(typeOf(`${"(".repeat(150)}id${" + 1)".repeat(150)}`)).toBe("int64");
});

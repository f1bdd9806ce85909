import { expect, test } from "vitest";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { lowerCondition } from "../../runtime/sql/spark/lowerCondition.ts";
import { lowerExpression } from "../../runtime/sql/spark/lowerExpression.ts";
import { quoteName, quoteText } from "../../runtime/sql/spark/quote.ts";

// Spark's SQL is read by people: what is simple comes out simple. (That it is right the tests in test/spark say.)

const columns = Object.entries({
  i: "int32",
  l: "int64",
  m: "int64?",
  x: "float64",
  p: "decimal(12,2)",
  q: "decimal(6,4)",
  s: "string",
  t: "string?",
  d: "date",
  at: "timestamp",
  b: "boolean",
  e: "enum('open','paid')",
}).map(([name, text]) => ({ name, type: parseType(text.replace("?", "")) ?? { kind: "null" as const }, nullable: text.endsWith("?") }));

const names = { column: ({ name }: { readonly name: string }) => `o.${name}`, parameter: (name: string) => `:${name}`, now: ":odibi_now" };

function typed(text: string) {
  const { expression } = parseExpression(text);
  const found =
    expression === undefined ? undefined : inferExpression(expression, { columns: { row: columns }, parameters: new Map() }).typed;
  if (found === undefined) throw new Error(text);
  return found;
}

test.each([
  ["i + 1", "bigint(o.i) + 1"],
  ["l * 2 - (l + 1)", "o.l * 2 - (o.l + 1)"],
  ["-l", "-o.l"],
  ["l / 100", "o.l / 100"],
  ["x / 2 * 3", "o.x / 2D * 3D"],
  ["p + q", "o.p + o.q"],
  ["p * 0.9", "o.p * 0.9"],
  ["p * (1 - q)", "cast(o.p * (1 - o.q) as decimal(18, 6))"],
  ["l % 2 === 0", "o.l % 2 = 0"],
  ["x > 1.5", "o.x > 1.5D and not isnan(o.x)"],
  ["l === 5 && s === 'a'", "o.l = 5 and o.s = 'a'"],
  ["l > 1 && (b || s !== 'a')", "o.l > 1 and (o.b or o.s <> 'a')"],
  ["!(b && l > 1)", "not (o.b and o.l > 1)"],
  ["t === 'a'", "o.t <=> 'a'"],
  ["m !== null", "o.m is not null"],
  ["m ?? 0", "coalesce(o.m, 0)"],
  ["b ? p : 0", "case when o.b then o.p else 0.00 end"],
  ["t === null ? 'none' : t", "case when o.t is null then 'none' else o.t end"],
  ["isIn(e, ['open', 'paid'])", "o.e in ('open', 'paid')"],
  ["nullIf(s, '')", "nullif(o.s, '')"],
  ["`${s} (${l})`", "concat(o.s, ' (', string(o.l), ')')"],
  ["s + t", undefined],
  ["s.includes('a')", "contains(o.s, 'a')"],
  ["s.startsWith('a')", "startswith(o.s, 'a')"],
  ["s.slice(0, 3)", "substring(o.s, 1, 3)"],
  ["s.slice(-2)", "right(o.s, 2)"],
  ["s.slice(1, -1)", "substring(o.s, 2, length(o.s) - 2)"],
  ["s.split(',')[0]", "split(o.s, ',')[0]"],
  ["s.split('.')[1]", "get(split(o.s, '\\\\.'), 1)"],
  ["s.replaceAll('-', '')", "replace(o.s, '-', '')"],
  ["s.padStart(5, '0')", "if(length(o.s) >= 5, o.s, lpad(o.s, 5, '0'))"],
  ["/^a\\d+$/.test(s)", "o.s rlike '\\\\Aa\\\\d+\\\\z'"],
  ["/^(?:a|b|\\d)*$/.test(s)", "o.s rlike '\\\\A(?:[ab\\\\d])*\\\\z'"],
  ["year(d)", "year(o.d)"],
  ["truncate(d, 'month')", "trunc(o.d, 'month')"],
  ["truncate(at, 'day')", "date_trunc('day', o.at)"],
  ["date(at)", "date(o.at)"],
  ["date(at, { zone: 'Europe/Berlin' })", "date(from_utc_timestamp(o.at, 'Europe/Berlin'))"],
  ["d >= date('2024-01-31')", "o.d >= date'2024-01-31'"],
  ["dateDiff(d, today(), 'day')", "bigint(datediff(date(:odibi_now), o.d))"],
  ["cast(l, t.string())", "string(o.l)"],
  ["tryCast(s, t.int64())", "case when o.s rlike '\\\\A[+-]?[0-9]+\\\\z' then try_cast(o.s as bigint) end"],
  ["Math.max(x, 5)", "greatest(o.x, 5D)"],
  ["Math.max(l, 0)", "greatest(o.l, 0L)"],
  ["x ** 2", "o.x * o.x"],
] as const)("%s", (text, expected) => {
  if (expected === undefined) expect(() => typed(text)).toThrow();
  else expect(lowerExpression(typed(text), names)).toBe(expected);
});

test.each([
  ["t === 'a'", ["o.t = 'a'"]],
  ["l > 1 && t === 'a' && m !== null", ["o.l > 1", "o.t = 'a'", "o.m is not null"]],
  ["l === 0 || t === 'a'", ["(o.l = 0 or o.t = 'a')"]],
  ["l !== 0 && i % l === 0", ["o.l <> 0", expect.stringMatching(/^case when o\.l <> 0 then .* else false end$/)]],
])("as the condition of a filter: %s", (text, expected) => {
  expect(lowerCondition(typed(text), names)).toEqual(expected);
});

test("texts keep their characters: Spark would read escapes, and put settings and variables of the environment in", () => {
  expect(["it's", "a\\nb", "a\nb", "${env:HOME}", "\u00a0"].map(quoteText)).toEqual([
    "'it\\'s'",
    "'a\\\\nb'",
    "'a\\nb'",
    "'\\u0024{env:HOME}'",
    "'\\u00a0'",
  ]);
});

test("names are quoted where they need it", () => {
  expect(["a", "order_id", "Amount", "order id", "select", "a`b", "ä", "1st"].map(quoteName)).toEqual([
    "a",
    "order_id",
    "Amount",
    "`order id`",
    "`select`",
    "`a``b`",
    "`ä`",
    "`1st`",
  ]);
});

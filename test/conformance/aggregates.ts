import * as reference from "./reference.ts";

/** An aggregate of the columns `a` and `c` (a boolean that may be null), over each group of values. */
export interface AggregateCase {
  readonly covers: readonly string[];
  readonly text: string;
  /** The type of `a`, which may be null. */
  readonly type: string;
  readonly groups: readonly (readonly unknown[])[];
  readonly expected: (rows: readonly { readonly a: never; readonly c: boolean | null }[]) => unknown;
  /** The greatest relative difference. */
  readonly relative?: number;
}

type Row<T> = { readonly a: T | null; readonly c: boolean | null };
const max64 = 2n ** 63n - 1n;
const integers = [
  [],
  [null],
  [null, null],
  [1n],
  [1n, 2n, null, 3n, 3n],
  [max64, 1n],
  [max64, 1n, -5n],
  [-(2n ** 63n), 0n],
  [2n ** 53n + 1n, 1n],
];
const floats = [
  [],
  [null],
  [0.1, 0.2, 0.3],
  [1, Number.NaN, null],
  [Infinity, 1],
  [Infinity, -Infinity],
  [-0, 0],
  [1e308, -1e308, 1],
  [1.5, null, 2.5],
];
const decimals = [[], [null], ["0.01", "0.02", null], ["9999999999.99", "9999999999.99", "-0.01"]];
const wide = [
  [],
  [null],
  ["0.01", "999999999999999999999999999999999999.99"],
  ["999999999999999999999999999999999999.99", "-0.01"],
  ["1.00", "2.00"],
];
const texts = [[], [null], ["b", "a", null, "c"], ["\u{1f600}", "\uff5e", ""]];
const booleans = [[], [null], [true, null], [false, null], [true, false], [true, true]];

const present = <T>(rows: readonly Row<T>[], where = false): readonly T[] =>
  rows.filter(({ a, c }) => a !== null && (!where || c === true)).map(({ a }) => a as T);
const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
const totalDecimal = (values: readonly reference.Decimal[], scale: number): reference.Decimal =>
  values.reduce(reference.add, { units: 0n, scale });
const least = <T>(values: readonly T[], before: (a: T, b: T) => boolean): T | null =>
  values.length === 0 ? null : values.reduce((a, b) => (before(b, a) ? b : a));
const nanLast = (a: number, b: number): boolean => (Number.isNaN(b) ? !Number.isNaN(a) : a < b);
const byCodePoint = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length);

function of<T>(
  covers: string | readonly string[],
  text: string,
  type: string,
  groups: AggregateCase["groups"],
  expected: (rows: readonly Row<T>[]) => unknown,
  relative?: number,
): AggregateCase {
  return {
    covers: typeof covers === "string" ? [covers] : covers,
    text,
    type,
    groups,
    expected: expected as AggregateCase["expected"],
    ...(relative === undefined ? {} : { relative }),
  };
}

export const aggregateCases: readonly AggregateCase[] = [
  of("count", "count()", "int64", integers, rows => rows.length),
  of("count", "count({ where: c })", "int64", integers, rows => rows.filter(({ c }) => c === true).length),
  of<bigint>("count", "count({ where: a !== null && a > 1 })", "int64", integers, rows => present(rows).filter(a => a > 1n).length),
  of<bigint>("countDistinct", "countDistinct(a)", "int64", integers, rows => new Set(present(rows)).size),
  of<number>("countDistinct", "countDistinct(a)", "float64", floats, rows => new Set(present(rows)).size),
  of<string>("countDistinct", "countDistinct(a, { where: c })", "string", texts, rows => new Set(present(rows, true)).size),
  of<bigint>("sum", "sum(a)", "int64", integers, rows => reference.toInt64(total(present(rows)))),
  of<bigint>("sum", "sum(a, { where: c })", "int64", integers, rows => reference.toInt64(total(present(rows, true)))),
  of<reference.Decimal>("sum", "sum(a)", "decimal(12,2)", decimals, rows => totalDecimal(present(rows), 2)),
  of<reference.Decimal>("sum", "sum(a)", "decimal(38,2)", wide, rows => totalDecimal(present(rows), 2)),
  of<number>("sum", "sum(a)", "float64", floats, rows => present(rows).reduce((a, b) => a + b, 0), 1e-12),
  of<bigint>(
    ["sum", "count"],
    "sum(a) / count()",
    "int64",
    integers.slice(3, 5),
    rows => Number(reference.toInt64(total(present(rows)))) / rows.length,
  ),
  of<bigint>("sum", "sum((a ?? 0) % 2)", "int64", integers, rows => total(rows.map(({ a }) => (a ?? 0n) % 2n))),
  // What can fail is not computed in rows that do not count.
  of<string>(
    ["sum", "cast"],
    "sum(cast(a, t.int64()), { where: a === '7' })",
    "string",
    [["7", "x", null], ["7", "7"], ["y"]],
    rows => 7n * BigInt(rows.filter(({ a }) => a === "7").length),
  ),
  of<bigint>("avg", "avg(a)", "int64", integers, rows => {
    const values = present(rows);
    return values.length === 0 ? null : Number(total(values)) / values.length;
  }),
  of<bigint>("avg", "avg(a, { where: c })", "int64", integers, rows => {
    const values = present(rows, true);
    return values.length === 0 ? null : Number(total(values)) / values.length;
  }),
  of<reference.Decimal>("avg", "avg(a)", "decimal(12,2)", decimals, rows => {
    const values = present(rows);
    return values.length === 0 ? null : reference.toNumber(totalDecimal(values, 2)) / values.length;
  }),
  of<number>("avg", "avg(a)", "float64", floats, rows => mean(present(rows)), 1e-12),
  of<bigint>("min", "min(a)", "int64", integers, rows => least(present(rows), (a, b) => a < b)),
  of<bigint>("max", "max(a, { where: c })", "int64", integers, rows => least(present(rows, true), (a, b) => a > b)),
  of<number>(
    "min",
    "min(a)",
    "float64",
    floats.filter(group => group[0] !== -0 || group.length === 0 || !Object.is(group[0], -0)),
    rows => least(present(rows), nanLast),
  ),
  of<number>(
    "max",
    "max(a)",
    "float64",
    floats.filter(group => group.length === 0 || !Object.is(group[0], -0)),
    rows => least(present(rows), (a, b) => nanLast(b, a)),
  ),
  of<string>("min", "min(a)", "string", texts, rows => least(present(rows), byCodePoint)),
  of<string>("max", "max(a)", "string", texts, rows => least(present(rows), (a, b) => byCodePoint(b, a))),
  of<boolean>("max", "max(a)", "boolean", booleans, rows => least(present(rows), (a, b) => a && !b)),
  of<string>("max", "max(a)", "date", [[], [null], ["2024-02-29", "0001-01-01", null]], rows => least(present(rows), (a, b) => a > b)),
  of<boolean>("any", "any(a)", "boolean", booleans, rows => rows.some(({ a }) => a === true)),
  of<boolean>("every", "every(a)", "boolean", booleans, rows => rows.every(({ a }) => a !== false)),
  of<string>("any", "any(a === 'b')", "string", texts, rows => rows.some(({ a }) => a === "b")),
];

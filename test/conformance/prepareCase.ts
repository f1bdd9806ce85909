import type { TypedExpression } from "../../compiler/plan/expression.ts";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { printExpression } from "../../compiler/plan/notation/printExpression.ts";
import type { Column, DataType } from "../../compiler/plan/types.ts";
import type { Case } from "./cases.ts";
import { asReference, canonicalValue, outcome } from "./compare.ts";
import * as values from "./values.ts";

export interface Difference {
  readonly row: string;
  readonly expected: string;
  readonly found: string;
}

/** A case as an engine is to run it: its expression with types, its rows, and what each gives. */
export interface PreparedCase {
  readonly typed: TypedExpression;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly unknown[])[];
  readonly expected: readonly string[];
  readonly ulp: number;
}

export function prepareCase(test: Case): PreparedCase {
  const columns = Object.entries(test.columns).map(([name, text]) => ({
    name,
    text: text.replace("?", ""),
    type: typeOf(text),
    nullable: text.endsWith("?"),
  }));
  const { expression, problems } = parseExpression(test.text);
  if (expression === undefined) throw new Error(`${test.text}: ${problems[0]?.message}`);
  if (printExpression(expression) !== test.text) throw new Error(`${test.text} is written ${printExpression(expression)}.`);
  const inferred = inferExpression(expression, { columns: { row: columns }, parameters: new Map() });
  const { typed } = inferred;
  if (typed === undefined) throw new Error(`${test.text}: ${inferred.problems.map(({ message }) => message).join(" ")}`);
  const rows = combine(
    columns.map(({ name, text, nullable }) => [...(nullable ? [null] : []), ...(test.values?.[name] ?? valuesOf(text))]),
  );
  const expect =
    test.expected ?? (new Function(...columns.map(({ name }) => name), `return (${test.text});`) as (...row: never[]) => unknown);
  const expected = rows.map(row =>
    outcome(() => canonicalValue(expect(...(row.map((value, index) => asReference(value, columns[index]?.type)) as never[])), typed.type)),
  );
  return { typed, columns, rows, expected, ulp: test.ulp ?? 0 };
}

/** Where what an engine gives is not what it should be. */
export function findDifferences({ typed, rows, expected, ulp }: PreparedCase, found: readonly string[]): readonly Difference[] {
  return rows.flatMap((row, index) => {
    const [wanted = "", got = ""] = [expected[index], found[index]];
    return [
      ...(wanted !== got && !(ulp > 0 && distance(wanted, got) <= ulp) ? [{ row: showRow(row), expected: wanted, found: got }] : []),
      ...(!typed.nullable && got === "null" ? [{ row: showRow(row), expected: "never null", found: got }] : []),
    ];
  });
}

/** The same of a filter's condition, which is lowered otherwise. */
export function findFilterDifferences({ rows, expected }: PreparedCase, kept: ReadonlySet<number>): readonly Difference[] {
  return rows.flatMap((row, index) =>
    kept.has(index) === (expected[index] === "true")
      ? []
      : [{ row: `filter: ${showRow(row)}`, expected: expected[index] ?? "", found: String(kept.has(index)) }],
  );
}

const showRow = (row: readonly unknown[]): string => row.map(show).join(", ");

const show = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : Object.is(value, -0) ? "-0" : String(value));

function typeOf(text: string): DataType {
  const type = parseType(text.replace("?", ""));
  if (type === undefined) throw new Error(`${text} is no type.`);
  return type;
}

function valuesOf(type: string): readonly unknown[] {
  const table: { readonly [type: string]: readonly unknown[] } = {
    int64: values.int64,
    int32: values.int32,
    float64: values.float64,
    string: values.string,
    boolean: values.boolean,
    date: values.date,
    timestamp: values.timestamp,
    "decimal(12,2)": values.decimal_12_2,
    "decimal(38,2)": values.decimal_38_2,
    "decimal(6,4)": values.decimal_6_4,
  };
  const found = table[type];
  if (found === undefined) throw new Error(`There are no values of ${type}.`);
  return found;
}

const combine = (lists: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  lists.reduce<readonly (readonly unknown[])[]>((rows, list) => rows.flatMap(row => list.map(value => [...row, value])), [[]]);

function distance(a: string, b: string): number {
  const bits = (text: string) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, Number(text));
    const value = view.getBigInt64(0);
    return value < 0n ? -(value & 0x7fffffffffffffffn) : value;
  };
  if (!Number.isFinite(Number(a)) || !Number.isFinite(Number(b))) return Infinity;
  const difference = bits(a) - bits(b);
  return Number(difference < 0n ? -difference : difference);
}

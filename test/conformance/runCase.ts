import type { DuckDBConnection } from "@duckdb/node-api";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { printExpression } from "../../compiler/plan/notation/printExpression.ts";
import type { DataType } from "../../compiler/plan/types.ts";
import { lowerCondition } from "../../runtime/sql/duckdb/lowerCondition.ts";
import { lowerExpression } from "../../runtime/sql/duckdb/lowerExpression.ts";
import { sqlType } from "../../runtime/sql/duckdb/sqlType.ts";
import type { Names } from "../../runtime/sql/names.ts";
import type { Case } from "./cases.ts";
import { asReference, canonicalValue, comparableSql, outcome } from "./compare.ts";
import { evaluate, failed, fillInput } from "./database.ts";
import * as values from "./values.ts";

export interface Difference {
  readonly row: string;
  readonly expected: string;
  readonly found: string;
}

/** What a case gives on DuckDB where that is not what it should be. */
export async function runCase(connection: DuckDBConnection, test: Case): Promise<readonly Difference[]> {
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
  await fillInput(
    connection,
    columns.map(({ name, type }) => ({ name, type: sqlType(type) })),
    rows,
  );
  const names: Names = {
    column: ({ name }) => `input.${name}`,
    parameter: () => {
      throw new Error("A case has no params.");
    },
    now: "'2024-01-31 00:00:00+00'::timestamptz",
  };
  const sql = lowerExpression(typed, names);
  const differences: Difference[] = [];
  const bound = await connection.runAndReadAll(`select typeof(${sql}) from input limit 1`).catch((error: unknown) => error);
  const boundType =
    bound instanceof Error ? bound.message : String((bound as Awaited<ReturnType<DuckDBConnection["runAndReadAll"]>>).getRows()[0]?.[0]);
  if (!(bound instanceof Error) && boundType.toLowerCase().replace(/\s/g, "") !== longName(sqlType(typed.type)))
    differences.push({ row: "type", expected: sqlType(typed.type), found: boundType });
  const found = await evaluate(connection, comparableSql(sql, typed.type), rows.length);
  const expect =
    test.expected ?? (new Function(...columns.map(({ name }) => name), `return (${test.text});`) as (...row: never[]) => unknown);
  const expected = rows.map(row =>
    outcome(() => canonicalValue(expect(...(row.map((value, index) => asReference(value, columns[index]?.type)) as never[])), typed.type)),
  );
  for (const [index, row] of rows.entries()) {
    const [wanted = "", got = ""] = [expected[index], found[index]];
    if (wanted !== got && !(test.ulp !== undefined && distance(wanted, got) <= test.ulp))
      differences.push({ row: row.map(show).join(", "), expected: wanted, found: got });
    if (!typed.nullable && got === "null") differences.push({ row: row.map(show).join(", "), expected: "never null", found: got });
  }
  if (typed.type.kind === "boolean" && !expected.includes(failed))
    differences.push(...(await compareFilter(connection, lowerCondition(typed, names).join(" and "), rows, expected)));
  return differences;
}

/** The same as the condition of a filter, which is lowered otherwise. */
async function compareFilter(
  connection: DuckDBConnection,
  condition: string,
  rows: readonly (readonly unknown[])[],
  expected: readonly string[],
): Promise<readonly Difference[]> {
  const kept = new Set((await connection.runAndReadAll(`select id from input where ${condition}`)).getRows().map(([id]) => Number(id)));
  return rows.flatMap((row, index) =>
    kept.has(index) === (expected[index] === "true")
      ? []
      : [{ row: `filter: ${row.map(show).join(", ")}`, expected: expected[index] ?? "", found: String(kept.has(index)) }],
  );
}

const show = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : Object.is(value, -0) ? "-0" : String(value));

const longName = (type: string): string => type.replace(/timestamptz/g, "timestampwithtimezone").replace(/\s/g, "");

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

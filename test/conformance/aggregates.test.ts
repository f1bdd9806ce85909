import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { lowerRelation } from "../../runtime/sql/duckdb/lowerRelation.ts";
import { sqlType } from "../../runtime/sql/duckdb/sqlType.ts";
import { type AggregateCase, aggregateCases } from "./aggregates.ts";
import { asReference, canonicalValue, comparableSql, outcome } from "./compare.ts";
import { canonical, failed, literal, openConnection } from "./database.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

const conditions = [true, null, false, true];

describe("an aggregate on DuckDB gives what the reference gives", () => {
  for (const one of aggregateCases)
    test(`${one.text} of ${one.type}`, async () => {
      for (const group of one.groups) {
        const rows = group.map((a, index) => ({ a, c: conditions[index % conditions.length] ?? null }));
        for (const keyed of rows.length === 0 ? [false] : [false, true])
          expect({ group, keyed, value: await run(one, rows, keyed) }).toEqual({ group, keyed, value: expectedOf(one, rows, keyed) });
      }
    });
});

function prepare(one: AggregateCase, keyed: boolean) {
  const type = parseType(one.type);
  const { expression } = parseExpression(one.text);
  if (type === undefined || expression === undefined) throw new Error(`${one.text} of ${one.type} cannot be read.`);
  const columns = [
    { name: "k", type: { kind: "int32" }, nullable: false },
    { name: "a", type, nullable: true },
    { name: "c", type: { kind: "boolean" }, nullable: true },
  ] as const;
  const keys = keyed ? [{ name: "key", expression: { kind: "column", name: "k" } as const }] : [];
  const { typed, problems } = inferRelation(
    {
      steps: [
        { kind: "read", node: "t.input" },
        { kind: "aggregate", keys, aggregates: [{ name: "value", expression }] },
      ],
    },
    { node: () => columns, parameters: new Map() },
  );
  const output = typed?.steps.at(-1)?.output.at(-1);
  if (typed === undefined || output === undefined) throw new Error(problems.map(({ message }) => message).join(" "));
  return { type, typed, output };
}

async function run(
  one: AggregateCase,
  rows: readonly { readonly a: unknown; readonly c: boolean | null }[],
  keyed: boolean,
): Promise<string> {
  const { type, typed, output } = prepare(one, keyed);
  await connection.run(`create or replace table input (k integer, a ${sqlType(type)}, c boolean)`);
  if (rows.length > 0)
    await connection.run(
      `insert into input values ${rows.map(({ a, c }) => `(1, ${literal(a, sqlType(type))}, ${literal(c, "boolean")})`).join(", ")}`,
    );
  const sql = lowerRelation(typed, { table: () => "input", parameter: () => "", now: "" });
  try {
    const result = await connection.runAndReadAll(`select typeof(value), ${comparableSql("value", output.type)} from (${sql})`);
    const [[boundType, value] = []] = result.getRows();
    expect(String(boundType).toLowerCase().replaceAll(",", ", ")).toBe(sqlType(output.type));
    if (!output.nullable) expect(value).not.toBeNull();
    return near(one, canonical(value));
  } catch (error) {
    if (/Binder|Parser|Catalog/.test(String(error))) throw error;
    if (error instanceof Error && error.name === "AssertionError") throw error;
    return failed;
  }
}

function expectedOf(one: AggregateCase, rows: readonly { readonly a: unknown; readonly c: boolean | null }[], keyed: boolean): string {
  const { type, output } = prepare(one, keyed);
  return near(
    one,
    outcome(() => canonicalValue(one.expected(rows.map(({ a, c }) => ({ a: asReference(a, type) as never, c }))), output.type)),
  );
}

/** Within the tolerance two values have one text. */
const near = (one: AggregateCase, value: string): string =>
  one.relative === undefined || !Number.isFinite(Number(value)) ? value : Number(value).toPrecision(12);

import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lowerRelation } from "../../runtime/sql/duckdb/lowerRelation.ts";
import { sqlType } from "../../runtime/sql/duckdb/sqlType.ts";
import { type AggregateCase, aggregateCases } from "./aggregates.ts";
import { comparableSql } from "./compare.ts";
import { canonical, failed, literal, openConnection } from "./database.ts";
import { conditionOf, expectedOf, near, prepareAggregate, randomGroups } from "./prepareAggregate.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

describe("an aggregate on DuckDB gives what the reference gives", () => {
  for (const one of aggregateCases)
    test(`${one.text} of ${one.type}`, async () => {
      for (const group of one.groups) {
        const rows = group.map((a, index) => ({ a, c: conditionOf(index) }));
        for (const keyed of rows.length === 0 ? [false] : [false, true])
          expect({ group, keyed, value: await run(one, rows, keyed) }).toEqual({ group, keyed, value: expectedOf(one, rows, keyed) });
      }
    });
});

describe("an aggregate of random groups on DuckDB gives what the reference gives", () => {
  for (const [index, one] of aggregateCases.entries())
    test(`${one.text} of ${one.type}`, async () => {
      for (const group of randomGroups(one, 10, 20261125 + index)) {
        const rows = group.map((a, at) => ({ a, c: conditionOf(at) }));
        expect({ group, value: await run(one, rows, true) }).toEqual({ group, value: expectedOf(one, rows, true) });
      }
    });
});

async function run(
  one: AggregateCase,
  rows: readonly { readonly a: unknown; readonly c: boolean | null }[],
  keyed: boolean,
): Promise<string> {
  const { type, typed, output } = prepareAggregate(one, keyed);
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

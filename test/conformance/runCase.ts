import type { DuckDBConnection } from "@duckdb/node-api";
import { lowerCondition } from "../../runtime/sql/duckdb/lowerCondition.ts";
import { lowerExpression } from "../../runtime/sql/duckdb/lowerExpression.ts";
import { quoteName } from "../../runtime/sql/duckdb/quote.ts";
import { sqlType } from "../../runtime/sql/duckdb/sqlType.ts";
import type { Names } from "../../runtime/sql/names.ts";
import type { Case } from "./cases.ts";
import { comparableSql } from "./compare.ts";
import { evaluate, failed, fillInput } from "./database.ts";
import { type Difference, findDifferences, findFilterDifferences, prepareCase } from "./prepareCase.ts";

/** The columns of the table `input`. */
export const names: Names = {
  column: ({ name }) => `input.${quoteName(name)}`,
  parameter: () => {
    throw new Error("A case has no params.");
  },
  now: "'2024-01-31 00:00:00+00'::timestamptz",
};

/** What a case gives on DuckDB where that is not what it should be. */
export async function runCase(connection: DuckDBConnection, test: Case): Promise<readonly Difference[]> {
  const prepared = prepareCase(test);
  const { typed, columns, rows, expected } = prepared;
  await fillInput(
    connection,
    columns.map(({ name, type }) => ({ name, type: sqlType(type) })),
    rows,
  );
  const sql = lowerExpression(typed, names);
  const differences: Difference[] = [];
  const bound = await connection.runAndReadAll(`select typeof(${sql}) from input limit 1`).catch((error: unknown) => error);
  const boundType =
    bound instanceof Error ? bound.message : String((bound as Awaited<ReturnType<DuckDBConnection["runAndReadAll"]>>).getRows()[0]?.[0]);
  if (!(bound instanceof Error) && boundType.toLowerCase().replace(/\s/g, "") !== longName(sqlType(typed.type)))
    differences.push({ row: "type", expected: sqlType(typed.type), found: boundType });
  differences.push(...findDifferences(prepared, await evaluate(connection, comparableSql(sql, typed.type), rows.length)));
  if (typed.type.kind === "boolean" && !expected.includes(failed)) {
    const condition = lowerCondition(typed, names).join(" and ");
    const kept = (await connection.runAndReadAll(`select id from input where ${condition}`)).getRows().map(([id]) => Number(id));
    differences.push(...findFilterDifferences(prepared, new Set(kept)));
  }
  return differences;
}

/** The code of each error that a case raises on DuckDB, by its row. */
export async function errorCodes(connection: DuckDBConnection, test: Case, codeOf: (error: unknown) => string): Promise<readonly string[]> {
  const { typed, columns, rows } = prepareCase(test);
  await fillInput(
    connection,
    columns.map(({ name, type }) => ({ name, type: sqlType(type) })),
    rows,
  );
  return evaluate(connection, comparableSql(lowerExpression(typed, names), typed.type), rows.length, codeOf);
}

const longName = (type: string): string => type.replace(/timestamptz/g, "timestampwithtimezone").replace(/\s/g, "");

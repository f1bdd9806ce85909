import type { DuckDBConnection } from "@duckdb/node-api";
import { lowerExpression } from "../../../runtime/sql/duckdb/lowerExpression.ts";
import { quoteName } from "../../../runtime/sql/duckdb/quote.ts";
import { sqlType } from "../../../runtime/sql/duckdb/sqlType.ts";
import { comparableSql } from "../compare.ts";
import { evaluate, fillInput } from "../database.ts";
import { names } from "../runCase.ts";
import type { FuzzTable } from "./prepareFuzz.ts";

/** What each expression of a table gives for each row on DuckDB. */
export async function duckdbOutcomes(
  connection: DuckDBConnection,
  { columns, rows, expressions }: FuzzTable,
  nameError?: (error: unknown) => string,
): Promise<readonly (readonly string[])[]> {
  await fillInput(
    connection,
    columns.map(({ name, type }) => ({ name: quoteName(name), type: sqlType(type) })),
    rows,
  );
  const outcomes: (readonly string[])[] = [];
  for (const { typed } of expressions)
    outcomes.push(await evaluate(connection, comparableSql(lowerExpression(typed, names), typed.type), rows.length, nameError));
  return outcomes;
}

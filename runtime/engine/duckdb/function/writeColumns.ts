import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import type { Column } from "../../../../compiler/plan/types.ts";
import type { ResultColumn } from "../../../function/resultColumn.ts";
import { quoteName, quoteText } from "../../../sql/quote.ts";
import { sqlType } from "../../../sql/sqlType.ts";
import { castField } from "../source/castField.ts";
import { copyItems, itemsOf } from "./vectorItems.ts";

type Api = Pick<typeof import("@duckdb/node-api"), "BIGINT" | "DOUBLE" | "INTEGER" | "VARCHAR" | "DuckDBDataChunk">;

const chunkRows = 2048;

/** Writes the columns that a function made as a Parquet file of their declared types. */
export async function writeColumns(
  api: Api,
  connection: DuckDBConnection,
  columns: readonly Column[],
  values: readonly ResultColumn[],
  count: number,
  path: string,
): Promise<void> {
  const kinds = columns.map(({ type }) => rawType(api, type.kind));
  await connection.run(`create or replace table made (${kinds.map(({ sql }, at) => `c${at} ${sql}`).join(", ")})`);
  const appender = await connection.createAppender("made");
  try {
    for (let from = 0; from < count; from += chunkRows) {
      const rows = Math.min(chunkRows, count - from);
      const chunk = api.DuckDBDataChunk.create(
        kinds.map(({ type }) => type),
        rows,
      );
      for (const [at, column] of values.entries()) fillColumn(chunk, at, column, from, from + rows);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  const select = columns.map((column, at) => `${typed(column, `c${at}`, kinds[at]?.sql)} as ${quoteName(column.name)}`);
  await connection.run(`copy (select ${select.join(", ")} from made) to ${quoteText(path)} (format parquet, compression snappy)`);
  await connection.run("drop table made");
}

// Numbers are copied whole; one by one they would take several times as long.
function fillColumn(chunk: DuckDBDataChunk, at: number, column: ResultColumn, from: number, to: number): void {
  const { items } = column;
  if (Array.isArray(items)) return chunk.setColumnValues(at, items.slice(from, to));
  const vector = chunk.getColumnVector(at);
  copyItems(itemsOf(vector), items.subarray(from, to), 0);
  const nulls = column.nulls();
  if (nulls !== undefined) for (let row = from; row < to; row += 1) if (nulls[row] === 1) vector.setItem(row - from, null);
  vector.flush();
}

function typed(column: Column, name: string, raw: string | undefined): string {
  if (raw !== "varchar") return `${name}::${sqlType(column.type)}`;
  // A number's text may have an exponent, or more digits than the scale.
  return column.type.kind === "decimal" ? `${name}::${sqlType(column.type)}` : castField({ ...column, name });
}

function rawType(api: Api, kind: Column["type"]["kind"]): { readonly type: DuckDBType; readonly sql: string } {
  switch (kind) {
    case "boolean":
    case "int8":
    case "int16":
    case "int32":
      return { type: api.INTEGER, sql: "integer" };
    case "int64":
      return { type: api.BIGINT, sql: "bigint" };
    case "float32":
    case "float64":
      return { type: api.DOUBLE, sql: "double" };
    default:
      return { type: api.VARCHAR, sql: "varchar" };
  }
}

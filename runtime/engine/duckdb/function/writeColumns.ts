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
  const isJoined = values.map(({ items }) => Array.isArray(items) && items.every(isUnmarked));
  await connection.run(`create or replace table made (${kinds.map(({ sql }, at) => `c${at} ${sql}`).join(", ")})`);
  const appender = await connection.createAppender("made");
  try {
    for (let from = 0; from < count; from += chunkRows) {
      const rows = Math.min(chunkRows, count - from);
      const chunk = api.DuckDBDataChunk.create(
        kinds.map(({ type }) => type),
        rows,
      );
      for (const [at, column] of values.entries()) fillColumn(chunk, at, column, from, from + rows, isJoined[at] === true);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  const select = columns.map((column, at) => `${typed(column, `c${at}`, kinds[at]?.sql)} as ${quoteName(column.name)}`);
  const rows = spreadTexts(isJoined);
  await connection.run(`copy (select ${select.join(", ")} from ${rows}) to ${quoteText(path)} (format parquet, compression snappy)`);
  await connection.run("drop table made");
}

const separator = "\u001f";
const nullMark = "\u001e";

function isUnmarked(text: string | null): boolean {
  return text === null || !(text === nullMark || text.includes(separator));
}

// Numbers are copied whole, and the texts of a chunk stand as one in its first row: one by one either would take several times as long.
function fillColumn(chunk: DuckDBDataChunk, at: number, column: ResultColumn, from: number, to: number, isJoined: boolean): void {
  const { items } = column;
  if (Array.isArray(items)) {
    const texts = items.slice(from, to);
    return chunk.setColumnValues(at, isJoined ? texts.map((_, row) => (row === 0 ? joined(texts) : null)) : texts);
  }
  const vector = chunk.getColumnVector(at);
  copyItems(itemsOf(vector), items.subarray(from, to), 0);
  const nulls = column.nulls();
  if (nulls !== undefined) for (let row = from; row < to; row += 1) if (nulls[row] === 1) vector.setItem(row - from, null);
  vector.flush();
}

function joined(texts: readonly (string | null)[]): string {
  return texts.map(text => text ?? nullMark).join(separator);
}

/** The rows of the table with joined texts apart again. The connection has one thread, so that rows keep their order. */
function spreadTexts(isJoined: readonly boolean[]): string {
  const texts = isJoined.flatMap((spread, at) => (spread ? [`c${at}`] : []));
  const [first] = texts;
  if (first === undefined) return "made";
  const others = isJoined.flatMap((spread, at) => (spread ? [] : [`c${at}`]));
  const spread = texts.map(name => `unnest(string_split(${name}, '${separator}')) as ${name}`).join(", ");
  const marked = texts.map(name => `nullif(${name}, '${nullMark}') as ${name}`).join(", ");
  const apart = `(select ${marked} from (select ${spread} from made where ${first} is not null))`;
  return others.length === 0 ? apart : `(select ${others.join(", ")} from made) positional join ${apart}`;
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

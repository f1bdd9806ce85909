import type { DuckDBConnection, DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import type { Column } from "../../../../compiler/plan/types.ts";
import type { ResultColumn } from "../../../function/resultColumn.ts";
import { quoteName, quoteText } from "../../../sql/quote.ts";
import { sqlType } from "../../../sql/sqlType.ts";
import { castField } from "../source/castField.ts";
import { joinTexts, splitTexts } from "./joinTexts.ts";
import { copyItems, itemsOf } from "./vectorItems.ts";

type Api = Pick<typeof import("@duckdb/node-api"), "BIGINT" | "DOUBLE" | "INTEGER" | "VARCHAR" | "DuckDBDataChunk">;

/** Columns that a function made of a block of rows, of which none is larger than a chunk of the engine. Texts stand as one. */
export interface MadeBlock {
  readonly rows: number;
  readonly columns: readonly MadeColumn[];
}
type MadeColumn = NumberColumn | string;
type NumberColumn = Extract<ResultColumn, { readonly kind: "numbers" }>;

/** The columns of a block as they wait to be written: thousands of texts that live on would be moved about again and again. */
export function madeBlock(rows: number, columns: readonly ResultColumn[]): MadeBlock {
  return { rows, columns: columns.map(column => (column.kind === "numbers" ? column : joinTexts(column.items))) };
}

/** Writes the blocks that a function made as a Parquet file of the declared types. */
export async function writeColumns(
  api: Api,
  connection: DuckDBConnection,
  columns: readonly Column[],
  blocks: readonly MadeBlock[],
  path: string,
): Promise<void> {
  const kinds = columns.map(({ type }) => rawType(api, type.kind));
  await connection.run(`create or replace table made (${kinds.map(({ sql }, at) => `c${at} ${sql}`).join(", ")})`);
  const appender = await connection.createAppender("made");
  try {
    for (const block of blocks) {
      const chunk = api.DuckDBDataChunk.create(
        kinds.map(({ type }) => type),
        block.rows,
      );
      for (const [at, column] of block.columns.entries()) fillColumn(chunk, at, column, block.rows);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  const select = columns.map((column, at) => `${typed(column, `c${at}`, kinds[at]?.sql)} as ${quoteName(column.name)}`);
  const rows = spreadTexts(columns, kinds);
  await connection.run(`copy (select ${select.join(", ")} from ${rows}) to ${quoteText(path)} (format parquet, compression snappy)`);
  await connection.run("drop table made");
}

// Numbers are copied whole, and the texts of a block stand as one in its first row: one by one either would take several times as long.
function fillColumn(chunk: DuckDBDataChunk, at: number, column: MadeColumn, rows: number): void {
  if (typeof column === "string") return chunk.setColumnValues(at, [column, ...new Array<null>(rows - 1).fill(null)]);
  const vector = chunk.getColumnVector(at);
  copyItems(itemsOf(vector), column.items, 0);
  const nulls = column.nulls();
  if (nulls !== undefined) for (let row = 0; row < rows; row += 1) if (nulls[row] === 1) vector.setItem(row, null);
  vector.flush();
}

/** The rows of the table with joined texts apart again. The connection has one thread, so that rows keep their order. */
function spreadTexts(columns: readonly Column[], kinds: readonly { readonly sql: string }[]): string {
  const isText = kinds.map(({ sql }) => sql === "varchar");
  const texts = columns.flatMap((column, at) => (isText[at] ? [{ name: `c${at}`, nullable: column.nullable }] : []));
  const [first] = texts;
  if (first === undefined) return "made";
  const others = columns.flatMap((_, at) => (isText[at] ? [] : [`c${at}`]));
  const spread = texts.map(({ name, nullable }) => splitTexts(name, nullable));
  const marked = texts.map(({ name, nullable }) => (nullable ? `nullif(${name}, null_${name}) as ${name}` : name));
  const apart = `(select ${marked.join(", ")} from (select ${spread.join(", ")} from made where ${first.name} is not null))`;
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

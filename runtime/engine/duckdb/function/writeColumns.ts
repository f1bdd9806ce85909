import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import type { Column } from "../../../../compiler/plan/types.ts";
import type { ResultColumn } from "../../../function/resultColumn.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { castField } from "../source/castField.ts";
import { joinTexts, splitTexts } from "./joinTexts.ts";
import { copyItems, itemsOf } from "./vectorItems.ts";

type Api = Pick<typeof import("@duckdb/node-api"), "BIGINT" | "DOUBLE" | "INTEGER" | "VARCHAR" | "DuckDBDataChunk">;

/** Columns that a function made of a block of rows, which is no larger than a chunk of the engine: the numbers, and of the texts each column as one. */
export interface MadeBlock {
  readonly rows: number;
  readonly numbers: readonly NumberColumn[];
  readonly texts: readonly string[];
}
type NumberColumn = Extract<ResultColumn, { readonly kind: "numbers" }>;

/** The columns of a block as they wait to be written: thousands of texts that live on would be moved about again and again. */
export function madeBlock(rows: number, columns: readonly ResultColumn[]): MadeBlock {
  return {
    rows,
    numbers: columns.filter(column => column.kind === "numbers"),
    texts: columns.filter(column => column.kind === "texts").map(({ items }) => joinTexts(items)),
  };
}

/**
 * Writes the blocks that a function made as a Parquet file of the declared types. Numbers are copied whole, and texts go in by blocks: one by one either
 * would take several times as long. The connection has one thread, so that rows keep their order.
 */
export async function writeColumns(
  api: Api,
  connection: DuckDBConnection,
  columns: readonly Column[],
  blocks: readonly MadeBlock[],
  path: string,
): Promise<void> {
  const made = columns.map((column, at) => ({ column, name: `c${at}`, raw: rawType(api, column.type.kind) }));
  const numbers = made.filter(({ raw }) => raw.sql !== "varchar");
  const texts = made.filter(({ raw }) => raw.sql === "varchar");
  const types = numbers.map(({ raw }) => raw.type);
  await fillTable(connection, "made_numbers", numbers, appender => {
    for (const block of blocks) appender.appendDataChunk(numbersChunk(api, types, block));
  });
  await fillTable(connection, "made_texts", texts, appender => {
    for (const block of blocks) {
      for (const text of block.texts) appender.appendVarchar(text);
      appender.endRow();
    }
  });
  const select = made.map(({ column, name, raw }) => `${typed(column, name, raw.sql)} as ${quoteName(column.name)}`);
  const apart = splitTexts(
    "made_texts",
    texts.map(({ name, column }) => ({ name, nullable: column.nullable })),
  );
  const rows = [...(numbers.length > 0 ? ["made_numbers"] : []), ...(texts.length > 0 ? [`(${apart})`] : [])];
  await connection.run(
    `copy (select ${select.join(", ")} from ${rows.join(" positional join ")}) to ${quoteText(path)} (format parquet, compression snappy)`,
  );
  await connection.run("drop table if exists made_numbers; drop table if exists made_texts");
}

async function fillTable(
  connection: DuckDBConnection,
  table: string,
  columns: readonly { readonly name: string; readonly raw: { readonly sql: string } }[],
  fill: (appender: DuckDBAppender) => void,
): Promise<void> {
  if (columns.length === 0) return;
  await connection.run(`create or replace table ${table} (${columns.map(({ name, raw }) => `${name} ${raw.sql}`).join(", ")})`);
  const appender = await connection.createAppender(table);
  try {
    fill(appender);
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function numbersChunk(api: Api, types: readonly DuckDBType[], { rows, numbers }: MadeBlock): DuckDBDataChunk {
  const chunk = api.DuckDBDataChunk.create(types, rows);
  for (const [at, column] of numbers.entries()) {
    const vector = chunk.getColumnVector(at);
    copyItems(itemsOf(vector), column.items, 0);
    const nulls = column.nulls();
    if (nulls !== undefined) for (let row = 0; row < rows; row += 1) if (nulls[row] === 1) vector.setItem(row, null);
    vector.flush();
  }
  return chunk;
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

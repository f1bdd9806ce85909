import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../../../sql/quote.ts";
import type { InputColumn } from "./inputColumns.ts";
import { copyItems, emptyLike, type Items, itemsOf } from "./vectorItems.ts";

/** A column's values by row. `nulls` says with a 1 where a number is null; a text that is null is null itself. */
export interface DecodedColumn {
  readonly items: ArrayLike<unknown>;
  readonly nulls?: ArrayLike<number>;
}

const separator = "\u001f";
const nullMark = "\u001e";
const block = 2048;

/**
 * The columns of a staged file, of at most `most` rows. Numbers come as the engine's own arrays; texts as one long text for each block, split here,
 * which takes a fraction of what fetching them one by one does. The connection has one thread, so that rows keep their order.
 */
export async function decodeColumns(
  connection: DuckDBConnection,
  path: string,
  columns: readonly InputColumn[],
  most: number,
): Promise<{ readonly count: number; readonly values: readonly DecodedColumn[] }> {
  const values: DecodedColumn[] = new Array(columns.length);
  const isText = (column: InputColumn): boolean => column.kind === "text" || column.kind === "binary";
  const numbers = columns.map((column, at) => ({ column, at })).filter(({ column }) => !isText(column));
  const texts = columns.map((column, at) => ({ column, at })).filter(({ column }) => isText(column));
  const count = await decodeNumbers(connection, path, numbers, values, most);
  if (texts.length > 0 && count > 0) await decodeTexts(connection, path, texts, values);
  return { count, values };
}

type Placed = readonly { readonly column: InputColumn; readonly at: number }[];

async function decodeNumbers(
  connection: DuckDBConnection,
  path: string,
  numbers: Placed,
  values: DecodedColumn[],
  most: number,
): Promise<number> {
  const names = numbers.flatMap(({ column, at }) => (column.nullable ? [`v${at}`, `n${at}`] : [`v${at}`]));
  const result = await connection.run(
    `select ${names.length === 0 ? "0::tinyint as none" : names.join(", ")} from read_parquet(${quoteText(path)})`,
  );
  const gathered: Items[] = [];
  let count = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    if (rows === 0) break;
    for (let position = 0; position < names.length; position += 1) {
      const items = itemsOf(chunk.getColumnVector(position));
      const target = roomFor(gathered[position], items, count, most);
      copyItems(target, items, count);
      gathered[position] = target;
    }
    count += rows;
  }
  let position = 0;
  for (const { column, at } of numbers) {
    const items = gathered[position] ?? [];
    const nulls = column.nullable ? gathered[position + 1] : undefined;
    values[at] = nulls === undefined ? { items } : { items, nulls: nulls as ArrayLike<number> };
    position += column.nullable ? 2 : 1;
  }
  return count;
}

// A file has about as many rows as were asked for.
function roomFor(target: Items | undefined, items: Items, count: number, most: number): Items {
  if (target !== undefined && count + items.length <= target.length) return target;
  const larger = emptyLike(items, Math.max(most, 2 * (count + items.length)));
  if (target !== undefined) copyItems(larger, target, 0);
  return larger;
}

async function decodeTexts(connection: DuckDBConnection, path: string, texts: Placed, values: DecodedColumn[]): Promise<void> {
  // The bindings drop a byte order mark that begins a text, so each block begins with a letter.
  const aggregates = texts.flatMap(({ column, at }) =>
    column.nullable
      ? [`'x' || string_agg(coalesce(v${at}, '${nullMark}'), '${separator}') as t${at}`, `count(v${at})::integer as c${at}`]
      : [`'x' || string_agg(v${at}, '${separator}') as t${at}`],
  );
  const result = await connection.runAndReadAll(
    `select ${aggregates.join(", ")}, count(*)::integer as rows from (select *, file_row_number // ${block} as block from read_parquet(${quoteText(path)}, file_row_number = true)) group by block order by block`,
  );
  const blocks = result.getRowObjects();
  for (const { column, at } of texts) {
    const decoded =
      splitBlocks(
        blocks.map(row => ({
          text: String(row[`t${at}`]).slice(1),
          rows: Number(row["rows"]),
          present: Number(row[column.nullable ? `c${at}` : "rows"]),
        })),
      ) ?? (await decodeSingly(connection, path, at));
    const items = column.kind === "binary" ? decoded.map(hexToBytes) : decoded;
    values[at] = { items };
  }
}

interface Block {
  readonly text: string;
  readonly rows: number;
  /** How many of them are not null. */
  readonly present: number;
}

/** The texts of all blocks; undefined where the marks are in the data too, which their numbers tell. */
function splitBlocks(blocks: readonly Block[]): (string | null)[] | undefined {
  const decoded: (string | null)[] = [];
  for (const { text, rows, present } of blocks) {
    const parts = text.split(separator);
    if (parts.length !== rows) return undefined;
    if (present === rows) {
      for (const part of parts) decoded.push(part);
      continue;
    }
    let nulls = 0;
    for (const part of parts) {
      if (part === nullMark) nulls += 1;
      decoded.push(part === nullMark ? null : part);
    }
    if (nulls !== rows - present) return undefined;
  }
  return decoded;
}

/** The texts value by value, in a letter's company too. */
async function decodeSingly(connection: DuckDBConnection, path: string, at: number): Promise<(string | null)[]> {
  const single = await connection.runAndReadAll(`select 'x' || v${at} as v from read_parquet(${quoteText(path)})`);
  return single.getRows().map(([value]) => (value === null ? null : String(value).slice(1)));
}

function hexToBytes(text: string | null): Uint8Array | null {
  return text === null ? null : Uint8Array.from(Buffer.from(text, "hex"));
}

import type { DuckDBConnection } from "@duckdb/node-api";
import { type DecodedColumn, type InputColumn, isText } from "../../../function/inputColumn.ts";
import { quoteText } from "../../../sql/duckdb/quote.ts";
import { copyItems, emptyLike, type Items, itemsOf } from "./vectorItems.ts";

const separator = "\u001f";
const nullMark = "\u001e";
const block = 2048;

/** A staged file's columns, block by block. */
export interface DecodedPiece {
  readonly blocks: readonly { readonly rows: number; values(): Promise<readonly DecodedColumn[]> }[];
}

/**
 * Reads a staged file of about `most` rows. Numbers come as the engine's own arrays; texts as one long text for each block, which takes a fraction of what
 * fetching them one by one does. It is split when its block is called for, so that few texts live at once. The connection has one thread, so that rows
 * keep their order.
 */
export async function decodeColumns(
  connection: DuckDBConnection,
  path: string,
  columns: readonly InputColumn[],
  most: number,
): Promise<DecodedPiece> {
  const placed = columns.map((column, at) => ({ column, at }));
  const numbers = placed.filter(({ column }) => !isText(column));
  const texts = placed.filter(({ column }) => isText(column));
  const whole: DecodedColumn[] = new Array(columns.length);
  const count = await decodeNumbers(connection, path, numbers, whole, most);
  const joined = texts.length > 0 && count > 0 ? await decodeTexts(connection, path, texts) : [];
  const blocks = Array.from({ length: Math.ceil(count / block) }, (_, index) => {
    const from = index * block;
    const rows = Math.min(block, count - from);
    const values = async (): Promise<readonly DecodedColumn[]> => {
      const columnsOfBlock: DecodedColumn[] = new Array(columns.length);
      for (const { at } of numbers) columnsOfBlock[at] = sliceNumbers(whole[at], from, rows);
      for (const { column, at } of texts) {
        const split = splitBlock(joined[index], at) ?? (await decodeSingly(connection, path, at, from, rows));
        columnsOfBlock[at] = { items: column.kind === "binary" ? split.map(hexToBytes) : split };
      }
      return columnsOfBlock;
    };
    return { rows, values };
  });
  return { blocks };
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

async function decodeTexts(connection: DuckDBConnection, path: string, texts: Placed): Promise<readonly Row[]> {
  // The bindings drop a byte order mark that begins a text, so each block begins with a letter.
  const aggregates = texts.flatMap(({ column, at }) =>
    column.nullable
      ? [`'x' || string_agg(coalesce(v${at}, '${nullMark}'), '${separator}') as t${at}`, `count(v${at})::integer as c${at}`]
      : [`'x' || string_agg(v${at}, '${separator}') as t${at}`],
  );
  const result = await connection.runAndReadAll(
    `select ${aggregates.join(", ")}, count(*)::integer as rows from (select *, file_row_number // ${block} as block from read_parquet(${quoteText(path)}, file_row_number = true)) group by block order by block`,
  );
  return result.getRowObjects();
}

type Row = Readonly<Record<string, unknown>>;

/** The texts of a column in a block; undefined where the marks are in the data too, which their numbers tell. */
function splitBlock(row: Row | undefined, at: number): (string | null)[] | undefined {
  if (row === undefined) throw new Error("a staged file has fewer texts than numbers");
  const rows = Number(row["rows"]);
  const missing = rows - Number(row[`c${at}`] ?? rows);
  const parts: (string | null)[] = String(row[`t${at}`]).slice(1).split(separator);
  if (parts.length !== rows) return undefined;
  if (missing === 0) return parts;
  let nulls = 0;
  for (let index = 0; index < rows; index += 1) {
    if (parts[index] !== nullMark) continue;
    parts[index] = null;
    nulls += 1;
  }
  return nulls === missing ? parts : undefined;
}

/** The texts of a block value by value, in a letter's company too. */
async function decodeSingly(
  connection: DuckDBConnection,
  path: string,
  at: number,
  from: number,
  rows: number,
): Promise<(string | null)[]> {
  const single = await connection.runAndReadAll(
    `select 'x' || v${at} as v from read_parquet(${quoteText(path)}, file_row_number = true) where file_row_number between ${from} and ${from + rows - 1} order by file_row_number`,
  );
  return single.getRows().map(([value]) => (value === null ? null : String(value).slice(1)));
}

function sliceNumbers(column: DecodedColumn | undefined, from: number, rows: number): DecodedColumn {
  if (column === undefined) throw new Error("a column of numbers was not decoded");
  const items = (column.items as Items).subarray(from, from + rows);
  return column.nulls === undefined ? { items } : { items, nulls: (column.nulls as Int8Array).subarray(from, from + rows) };
}

function hexToBytes(text: string | null): Uint8Array | null {
  return text === null ? null : Uint8Array.from(Buffer.from(text, "hex"));
}

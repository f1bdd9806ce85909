import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "../../../sql/quote.ts";
import type { InputColumn } from "./inputColumns.ts";

type Values = readonly unknown[] | ArrayLike<unknown>;

const separator = "\u001f";
const nullMark = "\u001e";
const block = 2048;

/**
 * The columns of a staged file, as arrays of JavaScript's values. Numbers come as the engine's own arrays; texts as one long text for each block, split here,
 * which takes a fraction of what fetching them one by one does. The connection has one thread, so that rows keep their order.
 */
export async function decodeColumns(
  connection: DuckDBConnection,
  path: string,
  columns: readonly InputColumn[],
): Promise<{ readonly count: number; readonly values: readonly Values[] }> {
  const values: Values[] = new Array(columns.length);
  const isText = (column: InputColumn): boolean => column.kind === "text" || column.kind === "binary";
  const numbers = columns.map((column, at) => ({ column, at })).filter(({ column }) => !isText(column));
  const texts = columns.map((column, at) => ({ column, at })).filter(({ column }) => isText(column));
  const count = await decodeNumbers(connection, path, numbers, values);
  if (texts.length > 0 && count > 0) await decodeTexts(connection, path, texts, values);
  return { count, values };
}

type Placed = readonly { readonly column: InputColumn; readonly at: number }[];

async function decodeNumbers(connection: DuckDBConnection, path: string, numbers: Placed, values: Values[]): Promise<number> {
  const names = numbers.flatMap(({ column, at }) => (column.nullable ? [`v${at}`, `n${at}`] : [`v${at}`]));
  const result = await connection.run(
    `select ${names.length === 0 ? "0::tinyint as none" : names.join(", ")} from read_parquet(${quoteText(path)})`,
  );
  const decoded: unknown[][] = numbers.map(() => []);
  let count = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    let position = 0;
    for (const [index, { column }] of numbers.entries()) {
      const items = itemsOf(chunk.getColumnVector(position));
      const nulls = column.nullable ? itemsOf(chunk.getColumnVector(position + 1)) : undefined;
      position += column.nullable ? 2 : 1;
      const target = decoded[index] ?? [];
      const isBoolean = column.kind === "boolean";
      for (let at = 0; at < chunk.rowCount; at += 1) {
        const item = items[at];
        target.push(nulls?.[at] === 1 ? null : isBoolean ? item === 1 : item);
      }
    }
    count += chunk.rowCount;
  }
  for (const [index, { at }] of numbers.entries()) values[at] = decoded[index] ?? [];
  return count;
}

function itemsOf(vector: object): ArrayLike<number | bigint> {
  if ("items" in vector && ArrayBuffer.isView(vector.items)) return vector.items as unknown as ArrayLike<number | bigint>;
  throw new Error("a column of numbers is no array");
}

async function decodeTexts(connection: DuckDBConnection, path: string, texts: Placed, values: Values[]): Promise<void> {
  // The bindings drop a byte order mark that begins a text, so each block begins with a letter.
  const aggregates = texts.flatMap(({ at }) => [
    `'x' || string_agg(coalesce(v${at}, '${nullMark}'), '${separator}') as t${at}`,
    `coalesce(bool_or(contains(v${at}, '${separator}') or v${at} = '${nullMark}'), false) as s${at}`,
  ]);
  const result = await connection.runAndReadAll(
    `select ${aggregates.join(", ")} from (select *, file_row_number // ${block} as block from read_parquet(${quoteText(path)}, file_row_number = true)) group by block order by block`,
  );
  const rows = result.getRowObjects();
  for (const { column, at } of texts) {
    const decoded: unknown[] = [];
    const separated = rows.every(row => row[`s${at}`] === false);
    if (separated) {
      for (const row of rows)
        for (const part of String(row[`t${at}`]).slice(1).split(separator)) decoded.push(part === nullMark ? null : part);
    } else {
      // The marks are in the data: value by value, in a letter's company too.
      const single = await connection.runAndReadAll(`select 'x' || v${at} as v from read_parquet(${quoteText(path)})`);
      for (const [value] of single.getRows()) decoded.push(value === null ? null : String(value).slice(1));
    }
    values[at] =
      column.kind === "binary"
        ? decoded.map(value => (value === null ? null : Uint8Array.from(Buffer.from(String(value), "hex"))))
        : decoded;
  }
}

import { inert } from "./inert.ts";
import type { Connection } from "./project.ts";
import type { Keys } from "./rows.ts";
import type { Schema, SchemaRow } from "./schema.ts";
import type { Table } from "./table.ts";
import type { kind } from "./types.ts";

// A path that ends in .csv, .json, .jsonl or .parquet (and .gz) is one file; any other is a folder of files.

/** A CSV file, or a folder of them. */
export interface Csv {
  readonly [kind]: "csv";
}
/** A JSON file, or a folder of them. */
export interface Json {
  readonly [kind]: "json";
}
/** A Parquet file, or a folder of them. */
export interface Parquet {
  readonly [kind]: "parquet";
}
export type Format = Csv | Json | Parquet;

interface CsvOptions {
  /** What stands between two fields; `,` by default. */
  delimiter?: string;
  /** Whether the first line names the columns; true by default. */
  header?: boolean;
  /** What a field with a delimiter, a quote or a line end stands in; `"` by default. */
  quote?: string;
  /** What stands for null in place of the empty field. It never matches a quoted field. */
  nullValue?: string;
  /** How the file is packed; by default its name tells. */
  compression?: "none" | "gzip" | "zstd";
}
interface JsonOptions {
  /** How the file is packed; by default its name tells. */
  compression?: "none" | "gzip" | "zstd";
}
interface ParquetOptions {
  /** How the columns are packed when the file is written; `snappy` by default. */
  compression?: "snappy" | "zstd" | "none";
}

/** CSV at a path of a connection, in UTF-8. An empty field is null, `""` is the empty text. In a read the path may hold `* ? [ ] **`. */
export function csv(connection: Connection, path: string, options?: CsvOptions): Csv;
export function csv(): unknown {
  return inert;
}

/** JSON at a path of a connection: an object per line, or one array of objects. A key that is missing is null. In a read the path may hold `* ? [ ] **`. */
export function json(connection: Connection, path: string, options?: JsonOptions): Json;
export function json(): unknown {
  return inert;
}

/** Parquet at a path of a connection. In a read the path may hold `* ? [ ] **`. */
export function parquet(connection: Connection, path: string, options?: ParquetOptions): Parquet;
export function parquet(): unknown {
  return inert;
}

interface ReadOptions {
  /** Columns of the file that the schema does not name: an error (`"fail"`, the default), or left out (`"ignore"`). */
  extraColumns?: "fail" | "ignore";
}

/**
 * The table in files that no node of the project writes. A run checks all of it before a dependant sees a row: a missing file, a column that is
 * missing or of another type, a null or a value that the schema does not allow fails the node, and the error names file, line, column and value.
 */
export function read<const S extends Schema>(from: Format, schema: S, options?: ReadOptions): Table<SchemaRow<S>>;
export function read(): unknown {
  return inert;
}

/** How a table is stored. */
export interface FileWrite<R> {
  /** Replace what is stored (`"overwrite"`, the default), or add to it. */
  mode?: "overwrite" | "append";
  /** A folder per value of these columns: `o => o.country`. Files in a folder only; an empty text as a value fails the node. */
  partitionBy?: Keys<R>;
}

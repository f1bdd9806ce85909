import { inert } from "./inert.ts";
import type { Connection } from "./project.ts";
import type { Keys } from "./rows.ts";
import type { Schema, SchemaRow } from "./schema.ts";
import type { Table } from "./table.ts";
import type { kind, Timestamp } from "./types.ts";

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
/** A Delta table: a folder of Parquet files and a log of versions. */
export interface Delta {
  readonly [kind]: "delta";
}
export type Format = Csv | Json | Parquet | Delta;

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

interface DeltaOptions {
  /** The version of the table that is read, from 0; the latest by default. */
  version?: number;
  /** The instant as of which the table is read: `timestamp("2024-01-31T10:00:00Z")`. */
  at?: Timestamp;
}

/**
 * A Delta table at a path of a connection, its folder. Every write is one new version, which readers see whole or not at all; nodes that depend on it read the version
 * that their run wrote. https://github.com/delta-io/delta/blob/master/PROTOCOL.md
 */
export function delta(connection: Connection, path: string, options?: DeltaOptions): Delta;
export function delta(): unknown {
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
export type WriteOptions<R, F> = F extends Delta ? DeltaWrite<R> : FileWrite<R>;

/** How a table is stored in plain files. */
export interface FileWrite<R> {
  /** Replace what is stored (`"overwrite"`, the default), or add to it. */
  mode?: "overwrite" | "append";
  /** A folder per value of these columns: `o => o.country`. Files in a folder only; an empty text as a value fails the node. */
  partitionBy?: Keys<R>;
}

/** How a table is stored as a Delta table. */
export type DeltaWrite<R> = Overwrite<R> | Append<R> | OverwritePartitions<R> | Merge<R> | InsertOnly<R>;
interface AddedColumns {
  /**
   * What becomes of columns that are not those of the stored table: the node fails and names each (`"fail"`, the default), or new columns, which may be null, are added to the stored
   * table, null in its old rows (`"addColumns"`).
   */
  schemaChanges?: "fail" | "addColumns";
}
interface Partitioned<R> {
  /** The columns that partition the table: `o => o.country`. They are the stored table's once it is there. */
  partitionBy?: Keys<R>;
}
/** Replaces all rows. */
interface Overwrite<R> extends Partitioned<R> {
  /** What becomes of columns that are not those of the stored table: the node fails and names each (`"fail"`, the default), new ones are added (`"addColumns"`), or the stored table gets the columns of the rows (`"replace"`). */
  schemaChanges?: "fail" | "addColumns" | "replace";
  /** The default. */
  mode?: "overwrite";
}
/** Adds the rows. */
interface Append<R> extends AddedColumns, Partitioned<R> {
  mode: "append";
}
/** Replaces the partitions that the rows are in, and no other. */
interface OverwritePartitions<R> extends AddedColumns {
  mode: "overwritePartitions";
  partitionBy: Keys<R>;
}
/** Updates the stored rows of the same keys, inserts the others. */
interface Merge<R> extends AddedColumns, Partitioned<R> {
  mode: "merge";
  /** What identifies a row: `o => o.order_id`. Two incoming rows of one key, or a key that is null, fail the node. */
  keys: Keys<R>;
  /** Which matched rows to update; all of them by default. Null updates none. */
  updateWhen?: (incoming: R, stored: R) => boolean | null;
  /** Which matched rows to delete, before any is updated; none by default. */
  deleteWhen?: (incoming: R, stored: R) => boolean | null;
}
/** Inserts the rows whose keys are not stored yet, and leaves the others as they are. */
interface InsertOnly<R> extends AddedColumns, Partitioned<R> {
  mode: "insertOnly";
  /** What identifies a row. Two incoming rows of one key, or a key that is null, fail the node. */
  keys: Keys<R>;
}

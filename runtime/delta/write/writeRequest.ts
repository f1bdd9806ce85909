import type { DeltaField } from "../schema.ts";

export type DeltaWriteMode = "append" | "overwrite" | "overwritePartitions" | "merge" | "insertOnly";

/** What to do when the columns are no longer those of the stored table: fail, add the new ones (a column that is missing is null then), or take the new ones alone, which only an overwrite can. */
export type SchemaChanges = "fail" | "addColumns" | "replace";

export interface WriteRequest {
  readonly mode: DeltaWriteMode;
  /** DuckDB's SELECT of the rows, whose columns are those of `fields` in their order; each is cast to its type. */
  readonly select: string;
  /**
   * Instead of `select`, for rows that are checked while they are read; of append and the overwrites. It is given what writes a SELECT's rows and says how many they are; the last call
   * counts, and nothing is committed unless `feed` resolves.
   */
  readonly feed?: (write: (select: string, signal: AbortSignal) => Promise<number>) => Promise<void>;
  readonly fields: readonly DeltaField[];
  /** The partition columns of a new table. Where it is left out, a table keeps its own. */
  readonly partitionBy?: readonly string[];
  /** Of `merge` and `insertOnly`: what identifies a row. Two incoming rows of one key, and a null in a key, fail the write. */
  readonly keys?: readonly string[];
  /** Of `merge`: SQL over `incoming.` and `stored.`. A matched row is deleted where `deleteWhen` is true, else updated where `updateWhen` is true or left out, else kept. */
  readonly updateWhen?: string;
  readonly deleteWhen?: string;
  /** "fail" where it is left out. */
  readonly schemaChanges?: SchemaChanges;
  /** What the write is known by: a version of an application that the table already has, or a later one, is not applied again. */
  readonly transaction?: { readonly appId: string; readonly version: number };
  /** Table properties (`delta.…`) of a new table. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Who writes, in the log: `odibi/0.1.0`. */
  readonly engineInfo: string;
  readonly signal?: AbortSignal;
}

export interface WriteResult {
  /** The version that holds the write: the table's newest where nothing had to be committed. */
  readonly version: number;
  /** False where the transaction was in the table before, or the table would stay as it is. */
  readonly applied: boolean;
  /** The transaction was in the table before. */
  readonly repeated?: boolean;
  /** Of the incoming rows: those that were added or that replaced others. */
  readonly rows: number;
  /** Written data files: their number and size. */
  readonly files: number;
  readonly bytes: number;
  readonly removedFiles: number;
  /** What the log tells of the operation. */
  readonly metrics: Readonly<Record<string, string>>;
  /** What went wrong after the commit, which stands. */
  readonly warning?: string;
}

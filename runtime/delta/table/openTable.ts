/// <reference lib="esnext.disposable" preserve="true" />
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { openDatabase } from "../../engine/duckdb/openDatabase.ts";
import { Failure } from "../../failure.ts";
import { decodePath } from "../log/decodePath.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import { describe, type TableDescription } from "../maintain/describe.ts";
import { type HistoryEntry, history } from "../maintain/history.ts";
import { type OptimizeOptions, type OptimizeResult, optimize } from "../maintain/optimize.ts";
import { type RestoreResult, restore } from "../maintain/restore.ts";
import { type VacuumOptions, type VacuumResult, vacuum } from "../maintain/vacuum.ts";
import { type DeleteResult, deleteRows } from "../merge/deleteRows.ts";
import type { Predicate } from "../scan/predicate.ts";
import { scanSelect } from "../scan/scanSelect.ts";
import type { DeltaField } from "../schema.ts";
import { localStore } from "../store/localStore.ts";
import { createTable as create } from "../write/createTable.ts";
import { writeDelta } from "../write/writeDelta.ts";
import type { DeltaWriteMode, WriteRequest, WriteResult } from "../write/writeRequest.ts";
import { stageRows, type TableRows } from "./stageRows.ts";
import { decodeRow, type TableRow } from "./value.ts";

/** How the engine beneath is opened. */
export interface EngineOptions {
  /** A number and a unit: `1GB`. What does not fit goes to disk. */
  readonly memoryLimit?: string;
  readonly threads?: number;
}
export interface OpenOptions extends EngineOptions {
  /** The version that is read, or the instant as of which: the newest where neither is named. A table of the past is not written to. */
  readonly version?: number;
  readonly at?: Date;
}

/** What a scan reads: these columns, and the rows for which each predicate holds. Files that cannot have such rows are not read. */
export interface ScanOptions {
  readonly columns?: readonly string[];
  readonly where?: readonly Predicate[];
  readonly signal?: AbortSignal;
}

/** How the columns of a write may differ, and the transaction by which it is applied once. */
export interface AppendOptions extends Pick<WriteRequest, "schemaChanges" | "transaction" | "signal"> {}
/** How incoming rows meet the stored ones. */
export interface MergeOptions extends AppendOptions {
  /** What identifies a row. Two incoming rows of one key, or a null in a key, fail the merge. */
  readonly keys: readonly string[];
  /** SQL over `incoming.` and `stored.`: which matched rows are updated (all, where it is left out) and which are deleted (none). */
  readonly updateWhen?: string;
  readonly deleteWhen?: string;
}

/** A data file of a version. */
export interface DataFile {
  /** As the log has it, decoded: below the table's folder, or absolute. */
  readonly path: string;
  readonly bytes: number;
  /** By the partition columns; null where it is null. */
  readonly partition: Readonly<Record<string, string | null>>;
}

/** A Delta table, at its newest version or at one of the past. After each of its own writes it is at the version that the write made. */
export interface DeltaTable extends AsyncDisposable {
  readonly path: string;
  readonly version: number;
  /** When the version was committed. */
  readonly timestamp: Date;
  readonly schema: readonly DeltaField[];
  readonly partitionColumns: readonly string[];
  /** The properties: `delta.…` and one's own. */
  readonly properties: Readonly<Record<string, string>>;
  /** The data files of the version. */
  files(): readonly DataFile[];
  /** Size, rows, features and properties, without looking at the rows. */
  describe(): Promise<TableDescription>;
  /** The versions whose commits the log still has, the newest first. */
  history(options?: { readonly limit?: number }): Promise<readonly HistoryEntry[]>;
  /** The version of the last transaction of an application; undefined where there is none. */
  transactionVersion(application: string): number | undefined;
  /** The rows as they come, in no order, and in the table's order of columns. */
  scan(options?: ScanOptions): AsyncIterable<TableRow>;
  /** The same, all of them. */
  rows(options?: ScanOptions): Promise<readonly TableRow[]>;
  /** The scan as a SELECT of DuckDB's SQL over local files. */
  select(options?: ScanOptions): Promise<string>;
  /** Adds rows. Their columns are the table's (ODB8101 names each that is not); a null where the table has none, and a value of another type, fail, and nothing is written. */
  append(rows: TableRows, options?: AppendOptions): Promise<WriteResult>;
  /** Replaces all rows. The version before stays in the history. */
  overwrite(rows: TableRows, options?: AppendOptions): Promise<WriteResult>;
  /** Replaces the partitions that the rows are in. */
  overwritePartitions(rows: TableRows, options?: AppendOptions): Promise<WriteResult>;
  /** Updates the stored rows of the same keys, inserts the others. */
  merge(rows: TableRows, options: MergeOptions): Promise<WriteResult>;
  /** Inserts the rows whose keys are not stored yet. */
  insertOnly(rows: TableRows, options: Omit<MergeOptions, "updateWhen" | "deleteWhen">): Promise<WriteResult>;
  /** Deletes the rows that meet every condition; all rows where there is none. */
  delete(where: readonly Predicate[]): Promise<DeleteResult>;
  /** Puts small files together; with `orderBy` also orders the rows. */
  optimize(options?: Omit<OptimizeOptions, "engineInfo">): Promise<OptimizeResult>;
  /** Finds the files that no version within the retention needs, and with `dryRun: false` deletes them. */
  vacuum(options?: VacuumOptions): Promise<VacuumResult>;
  /** Makes the table as it was at a version or an instant, by a new version. */
  restore(to: { readonly version: number } | { readonly at: Date }): Promise<RestoreResult>;
  /** Moves to the newest version. */
  refresh(): Promise<void>;
  /** Frees the engine. `await using` does it by itself. */
  close(): Promise<void>;
}

/** Opens a Delta table in a local folder; fails where there is none, where it is damaged, or where it has a feature that is not known, by the feature's name. */
export async function openTable(path: string, options: OpenOptions = {}): Promise<DeltaTable> {
  const engine = await openEngine(options);
  try {
    return await tableAt(resolve(path), engine, options);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

export interface CreateTableOptions extends EngineOptions {
  readonly schema: readonly DeltaField[];
  readonly partitionBy?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly description?: string;
}

/** Makes a table without rows in a local folder; fails where one is. */
export async function createTable(path: string, { schema, ...options }: CreateTableOptions): Promise<DeltaTable> {
  const engine = await openEngine(options);
  try {
    const { partitionBy, properties, name, description } = options;
    await create(localStore(resolve(path)), engine, {
      fields: schema,
      engineInfo,
      ...(partitionBy === undefined ? {} : { partitionBy }),
      ...(properties === undefined ? {} : { properties }),
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
    return await tableAt(resolve(path), engine, {});
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const engineInfo = `odibi/${manifest.version}`;

type Engine = Awaited<ReturnType<typeof openDatabase>> & { readonly spill: string };

async function openEngine({ memoryLimit, threads }: EngineOptions): Promise<Engine> {
  const spill = await mkdtemp(join(tmpdir(), "odibi-delta-"));
  const database = await openDatabase({
    spill,
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(threads === undefined ? {} : { threads }),
  });
  return {
    ...database,
    spill,
    async close() {
      await database.close();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

async function tableAt(path: string, engine: Engine, { version, at }: OpenOptions): Promise<DeltaTable> {
  const store = localStore(path);
  const isPast = version !== undefined || at !== undefined;
  let snapshot = await openSnapshot(store, engine, {
    ...(version === undefined ? {} : { version }),
    ...(at === undefined ? {} : { timestamp: at.getTime() }),
  });
  const refresh = async (): Promise<void> => {
    snapshot = await openSnapshot(store, engine);
  };
  const changing = async <T>(change: () => Promise<T>): Promise<T> => {
    if (isPast)
      throw new Failure(
        "ODB8206",
        `The table "${path}" is open at version ${snapshot.version}, and the past is not written to.`,
        "Open it without a version.",
      );
    const result = await change();
    await refresh();
    return result;
  };
  const write = (mode: DeltaWriteMode, rows: TableRows, options: Partial<MergeOptions> = {}): Promise<WriteResult> =>
    changing(async () => {
      const source = await stageRows(rows, snapshot.schema, engine);
      try {
        return await writeDelta(store, engine, { mode, select: source.select, fields: source.fields, engineInfo, ...options });
      } finally {
        await source.remove();
      }
    });
  const select = async (options: ScanOptions = {}): Promise<string> => (await scanSelect(snapshot, store, options)).sql;
  async function* scan(options: ScanOptions = {}): AsyncIterable<TableRow> {
    const { columns } = options;
    const fields = columns === undefined ? snapshot.schema : columns.flatMap(name => snapshot.schema.filter(field => field.name === name));
    for await (const rows of engine.stream(await select(options), options.signal === undefined ? {} : { signal: options.signal }))
      for (const row of rows) yield decodeRow(row, fields);
  }
  return {
    path,
    get version() {
      return snapshot.version;
    },
    get timestamp() {
      return new Date(snapshot.timestamp);
    },
    get schema() {
      return snapshot.schema;
    },
    get partitionColumns() {
      return snapshot.metadata.partitionColumns;
    },
    get properties() {
      return snapshot.metadata.configuration;
    },
    files: () => snapshot.files.map(file => ({ path: decodePath(file.path), bytes: file.size, partition: file.partitionValues })),
    describe: () => describe(store, engine, { version: snapshot.version }),
    history: options => history(store, engine, options),
    transactionVersion: application => snapshot.transactions.get(application)?.version,
    scan,
    async rows(options) {
      const found: TableRow[] = [];
      for await (const row of scan(options)) found.push(row);
      return found;
    },
    select,
    append: (rows, options) => write("append", rows, options),
    overwrite: (rows, options) => write("overwrite", rows, options),
    overwritePartitions: (rows, options) => write("overwritePartitions", rows, options),
    merge: (rows, options) => write("merge", rows, options),
    insertOnly: (rows, options) => write("insertOnly", rows, options),
    delete: where => changing(() => deleteRows(store, engine, { where, engineInfo })),
    optimize: options => changing(() => optimize(store, engine, { ...options, engineInfo })),
    vacuum: options => changing(() => vacuum(store, engine, options)),
    restore: to => changing(() => restore(store, engine, { ...("version" in to ? to : { timestamp: to.at.getTime() }), engineInfo })),
    refresh,
    close: () => engine.close(),
    [Symbol.asyncDispose]: () => engine.close(),
  };
}

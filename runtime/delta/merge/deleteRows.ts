import { Failure } from "../../failure.ts";
import { quoteName } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";
import { removeOf } from "../commit/removeOf.ts";
import { type Ready, retryCommit } from "../commit/retryCommit.ts";
import type { Query } from "../query.ts";
import { conditionOf } from "../scan/conditionOf.ts";
import { countRows, liveRowsOf } from "../scan/liveRowsOf.ts";
import { type Condition, mayMatch } from "../scan/mayMatch.ts";
import type { Predicate } from "../scan/predicate.ts";
import { scanSelect } from "../scan/scanSelect.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkWritable } from "../write/checkWritable.ts";
import { copyFiles } from "../write/copyFiles.ts";
import { layoutOf } from "../write/layoutOf.ts";
import { type Staging, withStaging } from "../write/staging.ts";

export interface DeleteOptions {
  /** The rows that meet all of them are deleted; all rows where there is none. */
  readonly where: readonly Predicate[];
  readonly engineInfo: string;
  readonly signal?: AbortSignal;
}

export interface DeleteResult {
  readonly version: number;
  readonly applied: boolean;
  /** How many rows were deleted; undefined where files without statistics were dropped whole. */
  readonly rows: number | undefined;
  readonly removedFiles: number;
  readonly files: number;
}

interface Deleted extends Ready {
  readonly rows: number | undefined;
  readonly removed: readonly AddFile[];
}

/** Deletes the rows that meet conditions. Files without such a row stay; of the others, what is left is rewritten. */
export async function deleteRows(store: ObjectStore, query: Query, options: DeleteOptions): Promise<DeleteResult> {
  return withStaging(store, async staging => {
    const done = await retryCommit<Deleted>(store, query, options, async snapshot => {
      if (snapshot === undefined) {
        throw new Failure("ODB8001", `"${store.root}" is no Delta table: it has no log of commits in "_delta_log".`, "Check the path.");
      }
      return prepareDelete(store, query, staging, snapshot, options);
    });
    if (done.kind === "unchanged") return { version: done.version, applied: false, rows: 0, removedFiles: 0, files: 0 };
    const { rows, removed, files } = done.ready;
    return { version: done.version, applied: true, rows, removedFiles: removed.length, files: files.length };
  });
}

async function prepareDelete(
  store: ObjectStore,
  query: Query,
  staging: Staging,
  snapshot: Snapshot,
  { where, signal }: DeleteOptions,
): Promise<Deleted | undefined> {
  const { schema, metadata } = snapshot;
  const options = signal === undefined ? {} : { signal };
  const conditions = where.map(predicate => conditionFor(snapshot, store, predicate));
  const candidates = snapshot.files.filter(file => mayMatch(snapshot, file, conditions));
  const found = await countMatches(store, query, snapshot, where, candidates, options);
  const removed = where.length === 0 ? candidates : found.map(({ file }) => file);
  if (removed.length === 0) return undefined;
  // What is left of the others is rewritten.
  const rest = found.filter(({ file, rows }) => rows !== liveRowsOf(file)).map(({ file }) => file);
  checkWritable(snapshot, { removes: true, rewrites: rest.length > 0 });
  const matched = conditions.map(({ field, predicate }) => conditionOf(quoteName(field.name), field, predicate)).join(" and ");
  const folder = await staging.folder();
  const files =
    rest.length === 0
      ? []
      : await copyFiles(query, folder, {
          select: `select * from (${(await scanSelect(snapshot, store, { files: rest })).sql}) where not coalesce(${matched}, false)`,
          present: new Set(schema.map(({ name }) => name)),
          layout: layoutOf({ ...snapshot, fields: schema }, snapshot),
          ...options,
        });
  const kept = await staging.keep(folder, files, metadata.configuration);
  const rows = where.length === 0 ? countRows(candidates) : found.reduce((sum, match) => sum + match.rows, 0);
  return {
    rows,
    removed,
    files: kept.paths,
    change: {
      actions: [...removed.map(file => ({ remove: removeOf(file) })), ...kept.adds.map(add => ({ add }))],
      operation: "DELETE",
      operationParameters: { predicate: JSON.stringify(matched === "" ? [] : [matched]) },
      operationMetrics: {
        ...(rows === undefined ? {} : { numDeletedRows: String(rows) }),
        numCopiedRows: String(files.reduce((sum, file) => sum + file.rows, 0)),
        numAddedFiles: String(files.length),
        numRemovedFiles: String(removed.length),
      },
      reads: { files: new Set(candidates.map(fileKey)), added: file => mayMatch(snapshot, file, conditions) },
      configuration: metadata.configuration,
    },
  };
}

interface FileMatches {
  readonly file: AddFile;
  readonly rows: number;
}

async function countMatches(
  store: ObjectStore,
  query: Query,
  snapshot: Snapshot,
  where: readonly Predicate[],
  files: readonly AddFile[],
  options: { readonly signal?: AbortSignal },
): Promise<readonly FileMatches[]> {
  if (where.length === 0 || files.length === 0) return [];
  const { sql, scanned } = await scanSelect(snapshot, store, { files, where, columns: [], fileColumn: "odibi_file" });
  const counted = await query.execute(`select odibi_file, count(*) as matched from (${sql}) group by odibi_file`, options);
  return counted.flatMap(row => {
    const file = scanned[Number(row["odibi_file"])];
    return file === undefined ? [] : [{ file, rows: Number(row["matched"]) }];
  });
}

function conditionFor({ schema, version }: Snapshot, store: ObjectStore, predicate: Predicate): Condition {
  const field = schema.find(({ name }) => name === predicate[0]);
  if (field !== undefined) return { field, predicate };
  throw new Failure("ODB8012", `The table "${store.root}" has no column "${predicate[0]}" at version ${version}.`, "Compare its columns.");
}

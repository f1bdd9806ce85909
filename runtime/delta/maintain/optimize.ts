import { Failure } from "../../failure.ts";
import type { AddFile } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";
import { removeOf } from "../commit/removeOf.ts";
import { type Ready, retryCommit } from "../commit/retryCommit.ts";
import type { Query } from "../query.ts";
import { scanSelect } from "../scan/scanSelect.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkWritable } from "../write/checkWritable.ts";
import { copyFiles } from "../write/copyFiles.ts";
import { layoutOf, targetFileBytes } from "../write/layoutOf.ts";
import { type Staging, withStaging } from "../write/staging.ts";
import { planBins } from "./planBins.ts";

export interface OptimizeOptions {
  /** About how large files become: `delta.targetFileSize` where it is left out, or else 128 MB. */
  readonly targetBytes?: number;
  /** Columns whose order the rows of each partition get, so that a search by them reads few files. All files are rewritten then. */
  readonly orderBy?: readonly string[];
  readonly engineInfo: string;
  readonly signal?: AbortSignal;
}

export interface OptimizeResult {
  readonly version: number;
  readonly applied: boolean;
  readonly addedFiles: number;
  readonly removedFiles: number;
  readonly addedBytes: number;
  readonly removedBytes: number;
}

interface Optimized extends Ready {
  readonly adds: readonly AddFile[];
  readonly removed: readonly AddFile[];
}

/** Puts small files together, each partition by itself, or orders the rows; what the table holds stays the same. */
export async function optimize(store: ObjectStore, query: Query, options: OptimizeOptions): Promise<OptimizeResult> {
  return withStaging(store, async staging => {
    const done = await retryCommit<Optimized>(store, query, options, async snapshot => {
      if (snapshot === undefined) throw notThere(store);
      checkWritable(snapshot, { removes: false, rewrites: false });
      checkOrder(snapshot, options.orderBy ?? []);
      return prepareOptimize(store, query, staging, snapshot, options);
    });
    if (done.kind === "unchanged") {
      return { version: done.version, applied: false, addedFiles: 0, removedFiles: 0, addedBytes: 0, removedBytes: 0 };
    }
    const { adds, removed } = done.ready;
    return {
      version: done.version,
      applied: true,
      addedFiles: adds.length,
      removedFiles: removed.length,
      addedBytes: bytesOf(adds),
      removedBytes: bytesOf(removed),
    };
  });
}

async function prepareOptimize(
  store: ObjectStore,
  query: Query,
  staging: Staging,
  snapshot: Snapshot,
  { targetBytes = targetFileBytes(snapshot.metadata.configuration), orderBy = [], signal }: OptimizeOptions,
): Promise<Optimized | undefined> {
  const { schema, metadata } = snapshot;
  const bins = planBins(snapshot, { targetBytes, all: orderBy.length > 0 });
  if (bins.length === 0) return undefined;
  const columns = schema.map(({ name }) => name);
  const layout = { ...layoutOf({ ...snapshot, fields: schema }, snapshot), fileBytes: orderBy.length > 0 ? targetBytes : 4 * targetBytes };
  const adds: AddFile[] = [];
  const paths: string[] = [];
  for (const bin of bins) {
    signal?.throwIfAborted();
    const folder = await staging.folder();
    const files = await copyFiles(query, folder, {
      select: (await scanSelect(snapshot, store, { files: bin })).sql,
      present: new Set(columns),
      layout,
      orderBy,
      ...(signal === undefined ? {} : { signal }),
    });
    const kept = await staging.keep(folder, files, metadata.configuration, { dataChange: false });
    adds.push(...kept.adds);
    paths.push(...kept.paths);
  }
  const removed = bins.flat();
  return {
    adds,
    removed,
    files: paths,
    change: {
      actions: [...removed.map(file => ({ remove: removeOf(file, { dataChange: false }) })), ...adds.map(add => ({ add }))],
      operation: "OPTIMIZE",
      operationParameters: { predicate: "[]", zOrderBy: "[]", orderBy: JSON.stringify(orderBy), targetSize: String(targetBytes) },
      operationMetrics: {
        numAddedFiles: String(adds.length),
        numAddedBytes: String(bytesOf(adds)),
        numRemovedFiles: String(removed.length),
        numRemovedBytes: String(bytesOf(removed)),
      },
      reads: { files: new Set(removed.map(fileKey)), added: () => false },
      configuration: metadata.configuration,
    },
  };
}

function checkOrder({ schema, metadata }: Snapshot, orderBy: readonly string[]): void {
  for (const name of orderBy) {
    const field = schema.find(candidate => candidate.name === name);
    if (field === undefined) throw new Failure("ODB8012", `The Delta table has no column "${name}" to order by.`, "Order by its columns.");
    if (metadata.partitionColumns.includes(name)) {
      throw new Failure(
        "ODB8012",
        `The column "${name}" is a partition column: within a file all rows have one value of it.`,
        "Order by others.",
      );
    }
    if (field.type.kind !== "primitive" && field.type.kind !== "decimal") {
      throw new Failure("ODB8013", `The column "${name}" has parts, and rows are not ordered by it.`, "Order by others.");
    }
  }
}

const notThere = (store: ObjectStore): Failure =>
  new Failure(
    "ODB8001",
    `"${store.root}" is no Delta table: it has no log of commits in "_delta_log".`,
    "Check the path, or write the table first.",
  );

const bytesOf = (files: readonly AddFile[]): number => files.reduce((sum, file) => sum + file.size, 0);

import { Failure } from "../../failure.ts";
import type { Metadata } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";
import { removeOf } from "../commit/removeOf.ts";
import { type Ready, retryCommit } from "../commit/retryCommit.ts";
import { decodePath } from "../log/decodePath.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkWritable } from "../write/checkWritable.ts";

export interface RestoreOptions {
  /** The version, or the time in milliseconds since 1970, whose rows and columns the table gets back. */
  readonly version?: number;
  readonly timestamp?: number;
  readonly engineInfo: string;
  readonly signal?: AbortSignal;
}

export interface RestoreResult {
  /** The new version, which is as the restored one was. */
  readonly version: number;
  readonly restoredVersion: number;
  readonly restoredFiles: number;
  readonly removedFiles: number;
  readonly applied: boolean;
}

/** Makes the table as it was at an older version, by a new one: what came between stays in its history. */
export async function restore(store: ObjectStore, query: Query, options: RestoreOptions): Promise<RestoreResult> {
  const { version, timestamp } = options;
  if ((version === undefined) === (timestamp === undefined)) {
    throw new Failure("ODB8002", "A table is restored to a version or to a time, and it is not said to which.", "Name one of them.");
  }
  let counts = { restoredVersion: 0, restoredFiles: 0, removedFiles: 0 };
  const done = await retryCommit<Ready>(store, query, options, async current => {
    const old = await openSnapshot(store, query, version === undefined ? { timestamp: timestamp ?? 0 } : { version });
    if (current === undefined) throw new Error("A table that has an older version has a current one.");
    checkWritable(current, { removes: true, rewrites: false });
    const before = new Set(current.files.map(fileKey));
    const after = new Set(old.files.map(fileKey));
    const adds = old.files.filter(file => !before.has(fileKey(file))).map(file => ({ ...file, dataChange: true }));
    const removes = current.files.filter(file => !after.has(fileKey(file))).map(file => removeOf(file));
    await checkFiles(
      store,
      old,
      adds.map(({ path }) => decodePath(path)),
    );
    const metadata = restoredMetadata(old, current);
    counts = { restoredVersion: old.version, restoredFiles: adds.length, removedFiles: removes.length };
    if (adds.length === 0 && removes.length === 0 && metadata === undefined) return undefined;
    return {
      files: [],
      change: {
        actions: [
          ...(metadata === undefined ? [] : [{ metaData: metadata }]),
          ...removes.map(remove => ({ remove })),
          ...adds.map(add => ({ add })),
        ],
        operation: "RESTORE",
        operationParameters: version === undefined ? { timestamp: new Date(timestamp ?? 0).toISOString() } : { version: String(version) },
        operationMetrics: { numRestoredFiles: String(adds.length), numRemovedFiles: String(removes.length) },
        reads: { files: "all", added: () => true },
        configuration: current.metadata.configuration,
      },
    };
  });
  return { version: done.version, applied: done.kind === "committed", ...counts };
}

async function checkFiles(store: ObjectStore, { version }: Snapshot, paths: readonly string[]): Promise<void> {
  const there = new Set((await store.listBelow("")).map(({ path }) => path));
  const missing = paths.filter(path => !there.has(path) && !/^(\/|[a-z][a-z0-9+.-]*:)/i.test(path));
  if (missing.length === 0) return;
  throw new Failure(
    "ODB8113",
    `The version ${version} cannot be restored: ${missing.length} of its files are gone, of which "${missing[0]}" is one.`,
    "Restore a newer version.",
  );
}

/** The old schema under what the table has become since: its protocol is not taken back, and neither are properties that features rely on. */
function restoredMetadata(old: Snapshot, { metadata }: Snapshot): Metadata | undefined {
  const lasting = Object.entries(metadata.configuration).filter(([key]) =>
    /^delta\.(?:columnMapping\.|inCommitTimestamp|enableInCommitTimestamps)/.test(key),
  );
  const configuration = { ...old.metadata.configuration, ...Object.fromEntries(lasting) };
  const { schemaString, partitionColumns } = old.metadata;
  const restored = { ...metadata, schemaString, partitionColumns, configuration };
  return JSON.stringify(restored) === JSON.stringify({ ...metadata, configuration: { ...metadata.configuration } }) ? undefined : restored;
}

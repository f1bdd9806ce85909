import { retryCommit } from "../commit/retryCommit.ts";
import { prepareInsertOnly } from "../merge/prepareInsertOnly.ts";
import { prepareMerge } from "../merge/prepareMerge.ts";
import { type Incoming, stageIncoming } from "../merge/stageIncoming.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import type { Attempt, Prepared } from "./attempt.ts";
import { checkFolder } from "./checkFolder.ts";
import { checkKeys } from "./checkKeys.ts";
import { checkWritable, type Effect } from "./checkWritable.ts";
import { newSchema } from "./newSchema.ts";
import { prepareAppend } from "./prepareAppend.ts";
import { prepareOverwrite } from "./prepareOverwrite.ts";
import { prepareOverwritePartitions } from "./prepareOverwritePartitions.ts";
import { reconcileSchema, type TargetSchema } from "./reconcileSchema.ts";
import { withStaging } from "./staging.ts";
import type { DeltaWriteMode, WriteRequest, WriteResult } from "./writeRequest.ts";

const modes: Readonly<
  Record<DeltaWriteMode, { readonly effect: Effect; readonly prepare: (attempt: Attempt) => Promise<Prepared | undefined> }>
> = {
  append: { effect: { removes: false, rewrites: false }, prepare: prepareAppend },
  overwrite: { effect: { removes: true, rewrites: false }, prepare: prepareOverwrite },
  overwritePartitions: { effect: { removes: true, rewrites: false }, prepare: prepareOverwritePartitions },
  merge: { effect: { removes: true, rewrites: true }, prepare: prepareMerge },
  insertOnly: { effect: { removes: false, rewrites: false }, prepare: prepareInsertOnly },
};

/** Writes the rows of a SELECT into the table as one new version, and makes the table where there is none. */
export async function writeDelta(store: ObjectStore, query: Query, request: WriteRequest): Promise<WriteResult> {
  const { effect, prepare } = modes[request.mode];
  checkKeys(request);
  return withStaging(store, async staging => {
    let staged: Promise<Incoming> | undefined;
    const incoming = (): Promise<Incoming> => {
      staged ??= stageIncoming(query, staging, request);
      return staged;
    };
    let before: TargetSchema | undefined;
    let repeated = false;
    const done = await retryCommit<Prepared>(store, query, request, async (snapshot, last) => {
      if (snapshot === undefined) await checkFolder(store);
      repeated = snapshot !== undefined && isApplied(snapshot, request);
      if (repeated) return undefined;
      if (snapshot !== undefined) checkWritable(snapshot, effect);
      const target = snapshot === undefined ? newSchema(request) : reconcileSchema(snapshot, request);
      const canStay = snapshot !== undefined && before !== undefined && isSameTarget(before, target);
      before = target;
      const renewed = canStay ? last?.renew?.(snapshot) : undefined;
      return renewed ?? prepare({ store, query, request, target, snapshot, staging, incoming });
    });
    if (done.kind === "unchanged") return { ...unchanged(done.version), ...(repeated ? { repeated } : {}) };
    return { ...resultOf(done.version, done.ready), ...(done.warning === undefined ? {} : { warning: done.warning }) };
  });
}

const isApplied = (snapshot: Snapshot, { transaction }: WriteRequest): boolean =>
  transaction !== undefined && (snapshot.transactions.get(transaction.appId)?.version ?? -1) >= transaction.version;

const isSameTarget = (a: TargetSchema, b: TargetSchema): boolean =>
  a.metadata.schemaString === b.metadata.schemaString && !a.changesMetadata && !b.changesMetadata;

const resultOf = (version: number, { rows, files, bytes, change }: Prepared): WriteResult => ({
  version,
  applied: true,
  rows,
  files: files.length,
  bytes,
  removedFiles: change.actions.filter(action => "remove" in action).length,
  metrics: change.operationMetrics,
});

const unchanged = (version: number): WriteResult => ({
  version,
  applied: false,
  rows: 0,
  files: 0,
  bytes: 0,
  removedFiles: 0,
  metrics: {},
});

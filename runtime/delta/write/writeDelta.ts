import { setTimeout } from "node:timers/promises";
import { Failure } from "../../failure.ts";
import { afterCommit } from "../commit/afterCommit.ts";
import { commit } from "../commit/commit.ts";
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
import { openForWrite } from "./openForWrite.ts";
import { prepareAppend } from "./prepareAppend.ts";
import { prepareOverwrite } from "./prepareOverwrite.ts";
import { prepareOverwritePartitions } from "./prepareOverwritePartitions.ts";
import { newSchema, reconcileSchema, type TargetSchema } from "./reconcileSchema.ts";
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

/** How often a write is made again because of what others committed meanwhile. */
const attempts = 30;

/** Writes the rows of a SELECT into the table as one new version, and makes the table where there is none. */
export async function writeDelta(store: ObjectStore, query: Query, request: WriteRequest): Promise<WriteResult> {
  const { effect, prepare } = modes[request.mode];
  checkKeys(request);
  return withStaging(store, async staging => {
    let last: { readonly target: TargetSchema; readonly prepared: Prepared } | undefined;
    let staged: Promise<Incoming> | undefined;
    const incoming = (): Promise<Incoming> => {
      staged ??= stageIncoming(query, staging, request);
      return staged;
    };
    for (let attempt = 1; ; attempt++) {
      request.signal?.throwIfAborted();
      const snapshot = await openForWrite(store, query);
      if (snapshot === undefined) await checkFolder(store);
      else if (isApplied(snapshot, request)) return { ...unchanged(snapshot.version), repeated: true };
      if (snapshot !== undefined) checkWritable(snapshot, effect);
      const target = snapshot === undefined ? newSchema(request) : reconcileSchema(snapshot, request);
      const renewed =
        last !== undefined && snapshot !== undefined && isSameTarget(last.target, target) ? last.prepared.renew?.(snapshot) : undefined;
      if (renewed === undefined) await discard(store, last?.prepared);
      const prepared = renewed ?? (await prepare({ store, query, request, target, snapshot, staging, incoming }));
      if (prepared === undefined) return unchanged(snapshot?.version ?? -1);
      // Should this fail, the commit may be there all the same: the files that it may name are left to vacuum.
      const outcome = await commit(store, snapshot, prepared.change, request.engineInfo);
      if (outcome.kind === "committed") {
        const warning = await afterCommit(store, query, outcome.version, target.metadata);
        return { ...resultOf(outcome.version, prepared), ...(warning === undefined ? {} : { warning }) };
      }
      last = { target, prepared };
      if (attempt === attempts) {
        await discard(store, prepared);
        throw new Failure(
          "ODB8107",
          `Other writers changed the Delta table each of the ${attempts} times that the write was tried; the last time, ${outcome.reason}.`,
          "Write again when they are done, or let them write one after the other.",
        );
      }
      await setTimeout(Math.random() * Math.min(25 * 2 ** attempt, 2000));
    }
  });
}

const isApplied = (snapshot: Snapshot, { transaction }: WriteRequest): boolean =>
  transaction !== undefined && (snapshot.transactions.get(transaction.appId)?.version ?? -1) >= transaction.version;

const isSameTarget = (a: TargetSchema, b: TargetSchema): boolean =>
  a.metadata.schemaString === b.metadata.schemaString && !a.changesMetadata && !b.changesMetadata;

async function discard(store: ObjectStore, prepared: Prepared | undefined): Promise<void> {
  for (const path of prepared?.files ?? []) await store.remove(path);
}

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

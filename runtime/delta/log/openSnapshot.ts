import { Failure } from "../../failure.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { findVersionAt } from "./findVersionAt.ts";
import { type Log, listLog } from "./listLog.ts";
import { latestVersion, planReplay } from "./planReplay.ts";
import { readCheckpoint } from "./readCheckpoint.ts";
import { readCommits } from "./readCommits.ts";
import { readLastCheckpoint } from "./readLastCheckpoint.ts";
import { apply, emptyReplay } from "./replay.ts";
import { snapshotOf } from "./snapshotOf.ts";

export interface SnapshotOptions {
  /** The newest where none is named. */
  readonly version?: number;
  /** The newest version that was committed by then, in milliseconds since 1970. */
  readonly timestamp?: number;
  /** Whether what was removed is kept: to write a checkpoint, or to remove files. */
  readonly withTombstones?: boolean;
}

/** A table as it is, or was at a version or a time. */
export async function openSnapshot(store: ObjectStore, query: Query, options: SnapshotOptions = {}): Promise<Snapshot> {
  const { version, timestamp } = options;
  const log = await listNeeded(store, options);
  const latest = latestVersion(log);
  if (latest === undefined) {
    throw new Failure(
      "ODB8001",
      `"${store.root}" is no Delta table: it has no log of commits in "_delta_log".`,
      "Check the path, or write the table first.",
    );
  }
  if (timestamp !== undefined) {
    const newest = await build(store, query, log, latest, options);
    if (newest.timestamp <= timestamp) return newest;
    return build(store, query, log, await findVersionAt(store, log, newest, timestamp), options);
  }
  if (version !== undefined && (version > latest || version < 0)) {
    throw new Failure("ODB8002", `The table "${store.root}" has no version ${version}.`, `Its newest version is ${latest}.`);
  }
  return build(store, query, log, version ?? latest, options);
}

async function build(store: ObjectStore, query: Query, log: Log, version: number, options: SnapshotOptions): Promise<Snapshot> {
  const plan = planReplay(log, version, store.root);
  const replay = emptyReplay(options.withTombstones === true);
  if (plan.checkpoint !== undefined) apply(replay, await readCheckpoint(store, query, plan.checkpoint, replay.tombstones !== undefined));
  await readCommits(store, plan.files, actions => apply(replay, actions));
  return snapshotOf(store, log, version, replay);
}

/** From the newest checkpoint on, as the table's hint has it, where that is enough. */
async function listNeeded(store: ObjectStore, { version, timestamp }: SnapshotOptions): Promise<Log> {
  const hint = timestamp === undefined ? await readLastCheckpoint(store) : undefined;
  if (hint !== undefined && hint <= (version ?? hint)) {
    const log = await listLog(store, hint);
    // The hint may be of another time than the log.
    if (log.checkpoints.some(checkpoint => checkpoint.version <= (version ?? checkpoint.version))) return log;
  }
  return listLog(store);
}

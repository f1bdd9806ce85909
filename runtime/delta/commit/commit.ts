import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Action, CommitInfo } from "../action.ts";
import { listLog } from "../log/listLog.ts";
import { damaged, readActions } from "../log/readActions.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import type { Change } from "./change.ts";
import { findConflict } from "./findConflict.ts";
import { logPath } from "./logPath.ts";

/** The new version; or why another writer's commit has made the change wrong. */
export type Outcome = { readonly kind: "committed"; readonly version: number } | { readonly kind: "conflict"; readonly reason: string };

/** Puts a change into the log as the next version. Where other writers were first, it comes behind them unless what they did touches what it relies on. */
export async function commit(store: ObjectStore, snapshot: Snapshot | undefined, change: Change, engineInfo: string): Promise<Outcome> {
  const txnId = randomUUID();
  const isTimed = snapshot === undefined ? willBeTimed(change) : hasInCommitTimestamps(snapshot);
  let previous = { version: snapshot?.version ?? -1, inCommitTimestamp: isTimed ? (snapshot?.timestamp ?? 0) : 0 };
  if (snapshot !== undefined && (await isCleared(store, snapshot.version))) {
    return { kind: "conflict", reason: "the log was cleared of the version that the write began with" };
  }
  for (let attempt = 0; ; attempt++) {
    const version = previous.version + 1;
    const now = Date.now();
    const information: CommitInfo = {
      ...(isTimed ? { inCommitTimestamp: Math.max(now, previous.inCommitTimestamp + 1) } : {}),
      timestamp: now,
      operation: change.operation,
      operationParameters: change.operationParameters,
      ...(snapshot === undefined ? {} : { readVersion: snapshot.version }),
      isolationLevel: "Serializable",
      isBlindAppend: isBlindAppend(change),
      operationMetrics: change.operationMetrics,
      engineInfo,
      txnId,
    };
    if (await store.putIfAbsent(logPath(version), printCommit([{ commitInfo: information }, ...change.actions])))
      return { kind: "committed", version };
    const winner = await readWinner(store, logPath(version));
    // A storage may have lost its answer and put the commit all the same.
    if (winner.some(action => "commitInfo" in action && action.commitInfo.txnId === txnId)) return { kind: "committed", version };
    if (snapshot === undefined) return { kind: "conflict", reason: "the table was made by another writer" };
    const reason = findConflict(change, winner);
    if (reason !== undefined) return { kind: "conflict", reason };
    const told = winner.flatMap(action => ("commitInfo" in action ? [action.commitInfo.inCommitTimestamp ?? 0] : []));
    previous = { version, inCommitTimestamp: told[0] ?? 0 };
    if (attempt > 3) await setTimeout(Math.random() * Math.min(10 * attempt, 200));
  }
}

const isBlindAppend = ({ actions, reads }: Change): boolean =>
  reads.files !== "all" && reads.files.size === 0 && actions.every(action => "add" in action || "txn" in action);

const printCommit = (actions: readonly Action[]): Uint8Array =>
  new TextEncoder().encode(actions.map(action => `${JSON.stringify(action)}\n`).join(""));

/** Whether the table that the change makes asks each commit for its time. */
function willBeTimed({ actions }: Change): boolean {
  const protocol = actions.flatMap(action => ("protocol" in action ? [action.protocol] : []))[0];
  const metadata = actions.flatMap(action => ("metaData" in action ? [action.metaData] : []))[0];
  return protocol !== undefined && metadata !== undefined && hasInCommitTimestamps({ protocol, metadata });
}

const hasInCommitTimestamps = ({ protocol, metadata }: Pick<Snapshot, "protocol" | "metadata">): boolean =>
  protocol.minWriterVersion === 7 &&
  (protocol.writerFeatures ?? []).includes("inCommitTimestamp") &&
  metadata.configuration["delta.enableInCommitTimestamps"] === "true";

/** Whether others have gone on from a version for so long that the next one's place is free again: a commit there would be lost, and an older one hidden. */
async function isCleared(store: ObjectStore, version: number): Promise<boolean> {
  const { commits, checkpoints } = await listLog(store, version);
  const isThere = (wanted: number): boolean => commits.has(wanted) || checkpoints.some(checkpoint => checkpoint.version === wanted);
  const newest = Math.max(version, ...commits.keys(), ...checkpoints.map(checkpoint => checkpoint.version));
  return !isThere(version) || (newest > version && !commits.has(version + 1));
}

async function readWinner(store: ObjectStore, path: string): Promise<readonly Action[]> {
  const content = await store.read(path);
  if (content === undefined) throw damaged(path, "another writer has just made it, and it is gone again");
  return readActions(content, path);
}

import type { Metadata } from "../action.ts";
import { logRetention } from "../commit/readInterval.ts";
import type { ObjectStore, StoredObject } from "../store/objectStore.ts";

/** Removes commits and checkpoints that are older than the table keeps them, all before a checkpoint that every kept version can be read from; and what killed writers have left in the log's folder. Gives what was removed. */
export async function cleanLog(store: ObjectStore, metadata: Metadata, now = Date.now()): Promise<readonly string[]> {
  if (metadata.configuration["delta.enableExpiredLogCleanup"] === "false") return [];
  const day = 86_400_000;
  const cutOff = Math.floor((now - logRetention(metadata.configuration)) / day) * day;
  const listed = await store.list("_delta_log");
  const commits = listed.flatMap(file => match(file, /^(\d{20})\.json$/));
  // A commit counts as it was written: one that was copied later is kept for longer.
  const cutOffCommit = Math.max(-1, ...commits.filter(({ file }) => file.modified <= cutOff).map(({ version }) => version));
  const checkpoints = listed.flatMap(file => match(file, /^(\d{20})\.checkpoint\.parquet$/)).map(({ version }) => version);
  const hasCommit = new Set(commits.map(({ version }) => version));
  const kept = Math.max(-1, ...checkpoints.filter(version => version <= cutOffCommit && hasCommit.has(version)));
  const removed = listed.flatMap(file => match(file, /^(\d{20})\.(?:json|crc|checkpoint\..+)$/)).filter(({ version }) => version < kept);
  const compacted = listed.flatMap(file => match(file, /^(\d{20})\.\d{20}\.compacted\.json$/)).filter(({ version }) => version <= kept);
  const paths = [...compacted, ...removed].map(({ file }) => file.path);
  const unfinished = listed.filter(({ path, modified }) => /^\.[^/]*\.tmp$/.test(path.slice("_delta_log/".length)) && modified < now - day);
  for (const { path } of unfinished) await store.remove(path);
  // From the oldest on: what is left when this is cut off has no gap.
  for (const path of paths) await store.remove(path);
  return paths;
}

function match(file: StoredObject, pattern: RegExp): readonly { readonly file: StoredObject; readonly version: number }[] {
  const [, version] = pattern.exec(file.path.slice("_delta_log/".length)) ?? [];
  return version === undefined ? [] : [{ file, version: Number(version) }];
}

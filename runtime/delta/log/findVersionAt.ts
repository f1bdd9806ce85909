import { Failure } from "../../failure.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { fileTimes, inCommitTimes } from "./commitTimes.ts";
import type { Log } from "./listLog.ts";
import { readCommitTime } from "./readCommitTime.ts";

/** The newest version that was committed by a time, which is before the newest version's own. */
export async function findVersionAt(store: ObjectStore, log: Log, newest: Snapshot, timestamp: number): Promise<number> {
  const told = inCommitTimes(newest.metadata);
  const versions = [...log.commits.keys()].sort((a, b) => a - b);
  const isTold = told !== undefined && timestamp >= told.timestamp;
  const times = fileTimes(log.commits);
  const timeOf = async (version: number): Promise<number> => (isTold ? readCommitTime(store, version) : (times.get(version) ?? Number.NaN));
  const candidates = told === undefined ? versions : versions.filter(version => version >= told.version === isTold);
  const found = await lastUntil(candidates, timestamp, timeOf);
  if (found !== undefined) return found;
  const [oldest] = candidates;
  throw new Failure(
    "ODB8002",
    `The table "${store.root}" has no version of ${new Date(timestamp).toISOString()} or before.`,
    oldest === undefined ? undefined : `Its log begins with version ${oldest} of ${new Date(await timeOf(oldest)).toISOString()}.`,
  );
}

/** Times rise with the versions. */
async function lastUntil(
  versions: readonly number[],
  timestamp: number,
  timeOf: (version: number) => Promise<number>,
): Promise<number | undefined> {
  let [low, high] = [0, versions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const version = versions[middle];
    if (version !== undefined && (await timeOf(version)) <= timestamp) low = middle + 1;
    else high = middle;
  }
  return versions[low - 1];
}

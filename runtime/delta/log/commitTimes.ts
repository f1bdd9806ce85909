import type { Metadata } from "../action.ts";
import type { StoredObject } from "../store/objectStore.ts";

/** When each commit was made, by the times of the files; clocks of writers differ, and a later version never counts as older. */
export function fileTimes(commits: ReadonlyMap<number, StoredObject>): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  let before = Number.NEGATIVE_INFINITY;
  for (const [version, { modified }] of [...commits].sort(([a], [b]) => a - b)) {
    before = Math.max(modified, before + 1);
    times.set(version, before);
  }
  return times;
}

/** Since which version, and which time, each commit tells its own time; undefined where none does. */
export function inCommitTimes({ configuration }: Metadata): { readonly version: number; readonly timestamp: number } | undefined {
  if (configuration["delta.enableInCommitTimestamps"]?.toLowerCase() !== "true") return undefined;
  return {
    version: Number(configuration["delta.inCommitTimestampEnablementVersion"] ?? 0),
    timestamp: Number(configuration["delta.inCommitTimestampEnablementTimestamp"] ?? Number.NEGATIVE_INFINITY),
  };
}

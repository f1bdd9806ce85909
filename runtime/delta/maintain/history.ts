import { fileTimes } from "../log/commitTimes.ts";
import { listLog } from "../log/listLog.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import { readCommits } from "../log/readCommits.ts";
import type { Query } from "../query.ts";
import type { ObjectStore } from "../store/objectStore.ts";

/** What a version's commit tells of itself. */
export interface HistoryEntry {
  readonly version: number;
  /** In milliseconds since 1970: as the commit tells it, else when its file was written. */
  readonly timestamp: number;
  readonly operation?: string;
  readonly operationParameters?: Readonly<Record<string, unknown>>;
  readonly operationMetrics?: Readonly<Record<string, unknown>>;
  /** The program that wrote it. */
  readonly engineInfo?: string;
  readonly userName?: string;
  readonly readVersion?: number;
  readonly isBlindAppend?: boolean;
}

/** The versions whose commits the log still has, the newest first. */
export async function history(
  store: ObjectStore,
  query: Query,
  options: { readonly limit?: number } = {},
): Promise<readonly HistoryEntry[]> {
  // Where there is no table, or one that cannot be read, it says so.
  const newest = await openSnapshot(store, query);
  const { commits } = await listLog(store);
  const times = fileTimes(commits);
  const versions = [...commits.keys()]
    .filter(version => version <= newest.version)
    .sort((a, b) => b - a)
    .slice(0, options.limit);
  const files = versions.flatMap(version => commits.get(version) ?? []);
  const entries: HistoryEntry[] = [];
  await readCommits(store, files, actions => {
    const version = versions[entries.length] ?? 0;
    const info = actions.flatMap(action => ("commitInfo" in action ? [action.commitInfo] : []))[0] ?? {};
    const { userName } = info;
    entries.push({
      version,
      timestamp: info.inCommitTimestamp ?? times.get(version) ?? 0,
      ...pick(info, ["operation", "operationParameters", "operationMetrics", "engineInfo", "readVersion", "isBlindAppend"]),
      ...(typeof userName === "string" ? { userName } : {}),
    });
  });
  return entries;
}

/** The entries of an object that are there. */
function pick<T extends object, K extends keyof T>(object: T, keys: readonly K[]): { [key in K]?: Exclude<T[key], undefined> } {
  const result: { [key in K]?: Exclude<T[key], undefined> } = {};
  for (const key of keys) {
    const value = object[key];
    if (value !== undefined && value !== null) result[key] = value as Exclude<T[K], undefined>;
  }
  return result;
}

import { logPath } from "../commit/logPath.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { damaged, readActions } from "./readActions.ts";

/** The time that a commit tells of itself. */
export async function readCommitTime(store: ObjectStore, version: number): Promise<number> {
  const path = logPath(version);
  const content = await store.read(path);
  if (content === undefined) throw damaged(path, "it is missing, and with it the time of its version");
  for (const action of readActions(content, path)) {
    if ("commitInfo" in action && typeof action.commitInfo.inCommitTimestamp === "number") return action.commitInfo.inCommitTimestamp;
  }
  throw damaged(path, 'it has no "inCommitTimestamp", which the table asks of each commit');
}

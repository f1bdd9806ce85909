import type { Metadata } from "../action.ts";
import { cleanLog } from "../checkpoint/cleanLog.ts";
import { writeCheckpoint } from "../checkpoint/writeCheckpoint.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import type { Query } from "../query.ts";
import type { ObjectStore } from "../store/objectStore.ts";

/** What is due after a commit: a checkpoint at each tenth version (`delta.checkpointInterval`), and then the clearing of the log. The commit stands whatever becomes of it; what went wrong is told. */
export async function afterCommit(
  store: ObjectStore,
  query: Query,
  version: number,
  { configuration }: Pick<Metadata, "configuration">,
): Promise<string | undefined> {
  const interval = Number(configuration["delta.checkpointInterval"] ?? 10);
  if (version === 0 || !(interval > 0) || version % interval !== 0) return undefined;
  try {
    const snapshot = await openSnapshot(store, query, { version, withTombstones: true });
    if (await writeCheckpoint(store, query, snapshot)) await cleanLog(store, snapshot.metadata);
    return undefined;
  } catch (error) {
    return `The version ${version} is committed, but its checkpoint could not be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

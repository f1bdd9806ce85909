import { logPath } from "../commit/logPath.ts";
import { checkTypeChanges } from "../schema/checkTypeChanges.ts";
import { readSchema } from "../schema/readSchema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkChecksum } from "./checkChecksum.ts";
import { checkReadable } from "./checkReadable.ts";
import { fileTimes, inCommitTimes } from "./commitTimes.ts";
import type { Log } from "./listLog.ts";
import { damaged } from "./readActions.ts";
import { readCommitTime } from "./readCommitTime.ts";
import type { Replay } from "./replay.ts";

/** What was replayed as a table that can be read; one that cannot is refused. */
export async function snapshotOf(store: ObjectStore, log: Log, version: number, replay: Replay): Promise<Snapshot> {
  const { protocol, metadata, files, tombstones, transactions, domains } = replay;
  if (protocol === undefined || metadata === undefined) {
    throw damaged(logPath(version), `up to it, the log has no ${protocol === undefined ? "protocol" : "metadata"}`);
  }
  checkReadable(protocol, metadata, store.root);
  const schema = readSchema(metadata.schemaString);
  checkTypeChanges(schema);
  const snapshot: Snapshot = {
    version,
    timestamp: await timeOf(store, log, version, replay),
    protocol,
    metadata,
    schema,
    files: [...files.values()],
    ...(tombstones === undefined ? {} : { tombstones: [...tombstones.values()] }),
    transactions,
    domains,
  };
  await checkChecksum(store, log.checksums.get(version), snapshot);
  return snapshot;
}

async function timeOf(store: ObjectStore, log: Log, version: number, { metadata, commitInfo }: Replay): Promise<number> {
  const told = metadata === undefined ? undefined : inCommitTimes(metadata);
  if (told !== undefined && version >= told.version) {
    const own = commitInfo?.inCommitTimestamp;
    return typeof own === "number" ? own : readCommitTime(store, version);
  }
  const checkpoint = log.checkpoints.find(found => found.version === version)?.files[0];
  return fileTimes(log.commits).get(version) ?? checkpoint?.modified ?? 0;
}

import { fileKey } from "../commit/fileKey.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { listLog } from "./listLog.ts";
import { openSnapshot } from "./openSnapshot.ts";
import { latestVersion } from "./planReplay.ts";
import { readCommits } from "./readCommits.ts";
import { apply, type Replay } from "./replay.ts";
import { snapshotOf } from "./snapshotOf.ts";

/** The table's newest version, of which only the commits after the snapshot are read; the snapshot itself where there are none. */
export async function updateSnapshot(snapshot: Snapshot, store: ObjectStore, query: Query): Promise<Snapshot> {
  const log = await listLog(store, snapshot.version);
  const latest = latestVersion(log) ?? snapshot.version;
  if (latest <= snapshot.version && log.commits.size > 0) return snapshot;
  const versions = Array.from({ length: latest - snapshot.version }, (_, index) => snapshot.version + 1 + index);
  const commits = versions.flatMap(version => log.commits.get(version) ?? []);
  // The log was cleaned up meanwhile, or has commits in another form.
  if (commits.length < versions.length || versions.length === 0) {
    return openSnapshot(store, query, { withTombstones: snapshot.tombstones !== undefined });
  }
  const replay = replayOf(snapshot);
  await readCommits(store, commits, actions => apply(replay, actions));
  return snapshotOf(store, log, latest, replay);
}

const replayOf = ({ protocol, metadata, files, tombstones, transactions, domains }: Snapshot): Replay => ({
  protocol,
  metadata,
  files: new Map(files.map(file => [fileKey(file), file])),
  tombstones: tombstones === undefined ? undefined : new Map(tombstones.map(file => [fileKey(file), file])),
  transactions: new Map(transactions),
  domains: new Map(domains),
  commitInfo: undefined,
});

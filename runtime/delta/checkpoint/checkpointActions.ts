import type { Action, AddFile, RemoveFile } from "../action.ts";
import { deletedFileRetention } from "../commit/readInterval.ts";
import type { Snapshot } from "../snapshot.ts";

/** All that a checkpoint of the version holds: what the log adds up to, and the removed files that have not expired. */
export function checkpointActions(snapshot: Snapshot, now: number): readonly Action[] {
  const { protocol, metadata, transactions, domains, files, tombstones } = snapshot;
  if (tombstones === undefined) throw new Error("A checkpoint carries the tombstones: the snapshot has to be opened with them.");
  const expired = now - deletedFileRetention(metadata.configuration);
  const withStats = metadata.configuration["delta.checkpoint.writeStatsAsJson"] !== "false";
  return [
    { protocol },
    { metaData: metadata },
    ...[...transactions.values()].map(txn => ({ txn })),
    ...[...domains.values()].map(domainMetadata => ({ domainMetadata })),
    ...tombstones.filter(({ deletionTimestamp }) => (deletionTimestamp ?? 0) > expired).map(remove => ({ remove: bareRemove(remove) })),
    ...files.map(add => ({ add: bareAdd(add, withStats) })),
  ];
}

function bareAdd({ stats, ...add }: AddFile, withStats: boolean): AddFile {
  return { ...add, dataChange: false, ...(withStats && typeof stats === "string" ? { stats } : {}) };
}

/** Tombstones are for vacuum, which asks neither statistics nor tags. */
function bareRemove({ stats: _stats, tags: _tags, ...remove }: RemoveFile): RemoveFile {
  return { ...remove, dataChange: false };
}

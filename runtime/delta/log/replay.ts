import type { Action, AddFile, CommitInfo, DomainMetadata, Metadata, Protocol, RemoveFile, Transaction } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";

/** What the actions read so far add up to. */
export interface Replay {
  protocol: Protocol | undefined;
  metadata: Metadata | undefined;
  readonly files: Map<string, AddFile>;
  /** Only where they were asked for. */
  readonly tombstones: Map<string, RemoveFile> | undefined;
  readonly transactions: Map<string, Transaction>;
  readonly domains: Map<string, DomainMetadata>;
  /** Of the file that was read last. */
  commitInfo: CommitInfo | undefined;
}

export const emptyReplay = (withTombstones: boolean): Replay => ({
  protocol: undefined,
  metadata: undefined,
  files: new Map(),
  tombstones: withTombstones ? new Map() : undefined,
  transactions: new Map(),
  domains: new Map(),
  commitInfo: undefined,
});

/** Applies the actions of one file on top of those of the older ones: of each thing, the newest action counts. */
export function apply(replay: Replay, actions: readonly Action[]): void {
  replay.commitInfo = undefined;
  for (const action of actions) applyOne(replay, action);
}

function applyOne(replay: Replay, action: Action): void {
  if ("add" in action) {
    const key = fileKey(action.add);
    replay.files.set(key, action.add);
    replay.tombstones?.delete(key);
  } else if ("remove" in action) {
    const key = fileKey(action.remove);
    replay.files.delete(key);
    replay.tombstones?.set(key, action.remove);
  } else if ("metaData" in action) replay.metadata = action.metaData;
  else if ("protocol" in action) replay.protocol = action.protocol;
  else if ("txn" in action) replay.transactions.set(action.txn.appId, action.txn);
  else if ("domainMetadata" in action) {
    if (action.domainMetadata.removed) replay.domains.delete(action.domainMetadata.domain);
    else replay.domains.set(action.domainMetadata.domain, action.domainMetadata);
  } else if ("commitInfo" in action) replay.commitInfo = action.commitInfo;
}

import type { Action, AddFile, Metadata, Protocol, Transaction } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";
import { logPath } from "../commit/logPath.ts";
import { readWinner } from "../commit/readWinner.ts";
import type { Query } from "../query.ts";
import { readSchema } from "../schema/readSchema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";

/** The newest version; undefined where there is no table. */
export async function openForWrite(store: ObjectStore, _query: Query): Promise<Snapshot | undefined> {
  let version = -1;
  const actions: Action[] = [];
  while ((await store.read(logPath(version + 1))) !== undefined) {
    version++;
    actions.push(...(await readWinner(store, version)));
  }
  if (version < 0) return undefined;
  let metadata: Metadata | undefined;
  let protocol: Protocol | undefined;
  const files = new Map<string, AddFile>();
  const transactions = new Map<string, Transaction>();
  for (const action of actions) {
    if ("metaData" in action) metadata = action.metaData;
    if ("protocol" in action) protocol = action.protocol;
    if ("txn" in action) transactions.set(action.txn.appId, action.txn);
    if ("add" in action) files.set(fileKey(action.add), action.add);
    if ("remove" in action) files.delete(fileKey(action.remove));
  }
  if (metadata === undefined || protocol === undefined) throw new Error("no metadata");
  return {
    version,
    timestamp: 0,
    protocol,
    metadata,
    schema: readSchema(metadata.schemaString),
    files: [...files.values()],
    transactions,
    domains: new Map(),
  };
}

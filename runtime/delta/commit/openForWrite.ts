import { Failure } from "../../failure.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";

/** The newest version; undefined where there is no table. */
export async function openForWrite(store: ObjectStore, query: Query): Promise<Snapshot | undefined> {
  try {
    return await openSnapshot(store, query);
  } catch (error) {
    if (error instanceof Failure && error.code === "ODB8001") return undefined;
    throw error;
  }
}

import { setTimeout } from "node:timers/promises";
import { Failure } from "../../failure.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { afterCommit } from "./afterCommit.ts";
import type { Change } from "./change.ts";
import { commit } from "./commit.ts";
import { openForWrite } from "./openForWrite.ts";

/** A change that is ready to be committed: its files are in the table's folder. */
export interface Ready {
  readonly change: Change;
  /** Paths of the new data files in the store. */
  readonly files: readonly string[];
}

export type Committed<R> =
  | { readonly kind: "committed"; readonly version: number; readonly ready: R; readonly warning?: string }
  /** There was nothing to commit. */
  | { readonly kind: "unchanged"; readonly version: number };

/** How often a change is made again because of what others committed meanwhile. */
const attempts = 30;

/** Makes a change of the newest version and commits it, again from a newer one where others were first and touched what it relies on. `make` gets what it made before, and gives it back renewed where its files can stay. */
export async function retryCommit<R extends Ready>(
  store: ObjectStore,
  query: Query,
  { engineInfo, signal }: { readonly engineInfo: string; readonly signal?: AbortSignal },
  make: (snapshot: Snapshot | undefined, last: R | undefined) => Promise<R | undefined>,
): Promise<Committed<R>> {
  let last: R | undefined;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const snapshot = await openForWrite(store, query);
    const ready = await make(snapshot, last);
    if (last !== undefined && ready?.files !== last.files) await discard(store, last);
    if (ready === undefined) return { kind: "unchanged", version: snapshot?.version ?? -1 };
    // Should this fail, the commit may be there all the same: the files that it may name are left to vacuum.
    const outcome = await commit(store, snapshot, ready.change, engineInfo);
    if (outcome.kind === "committed") {
      const warning = await afterCommit(store, query, outcome.version, ready.change);
      return { kind: "committed", version: outcome.version, ready, ...(warning === undefined ? {} : { warning }) };
    }
    last = ready;
    if (attempt === attempts) {
      await discard(store, ready);
      throw new Failure(
        "ODB8107",
        `Other writers changed the Delta table each of the ${attempts} times that the write was tried; the last time, ${outcome.reason}.`,
        "Write again when they are done, or let them write one after the other.",
      );
    }
    await setTimeout(Math.random() * Math.min(25 * 2 ** attempt, 2000));
  }
}

async function discard(store: ObjectStore, { files }: Ready): Promise<void> {
  for (const path of files) await store.remove(path);
}

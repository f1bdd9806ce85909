import type { Action } from "../action.ts";
import type { ObjectStore, StoredObject } from "../store/objectStore.ts";
import { damaged, readActions } from "./readActions.ts";

/** How many files are asked for at once: a far storage answers slowly, and all of a long log is not held in memory. */
const batch = 64;

/** Reads files of the log and gives each one's actions, in order. */
export async function readCommits(
  store: ObjectStore,
  files: readonly StoredObject[],
  take: (actions: readonly Action[]) => void,
): Promise<void> {
  for (let start = 0; start < files.length; start += batch) {
    const some = files.slice(start, start + batch);
    const contents = await Promise.all(some.map(({ path }) => store.read(path)));
    for (const [index, { path }] of some.entries()) {
      const content = contents[index];
      if (content === undefined) throw damaged(path, "it is missing");
      take(readActions(content, path));
    }
  }
}

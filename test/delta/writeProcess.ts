import { localStore } from "../../runtime/delta/store/localStore.ts";
import type { ObjectStore } from "../../runtime/delta/store/objectStore.ts";
import { writeDelta } from "../../runtime/delta/write/writeDelta.ts";
import type { WriteRequest } from "../../runtime/delta/write/writeRequest.ts";
import { openDatabase } from "../../runtime/engine/duckdb/openDatabase.ts";

// A process that writes to a table: `node writeProcess.ts '{"path": …, "requests": […], "die": {"effect": 3, "side": "before"}}'`. It kills itself at the effect that
// `die` says, counted over all that changes the storage, and else prints what came of each request.

export interface WriteTask {
  readonly path: string;
  readonly requests: readonly WriteRequest[];
  readonly die?: { readonly effect: number; readonly side: "before" | "after" };
}

/** Counts what changes the storage, and dies beside one such effect. A file that is kept is an effect of its own. */
function dyingStore(store: ObjectStore, die: WriteTask["die"]): { readonly store: ObjectStore; readonly effects: () => number } {
  let effects = 0;
  const beside = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    effects++;
    if (die?.effect === effects && die.side === "before") process.kill(process.pid, "SIGKILL");
    const result = await work();
    if (die?.effect === effects && die.side === "after") process.kill(process.pid, "SIGKILL");
    return result;
  };
  return {
    effects: () => effects,
    store: {
      ...store,
      putIfAbsent: (path, content) => beside(() => store.putIfAbsent(path, content)),
      put: (path, content) => beside(() => store.put(path, content)),
      remove: path => beside(() => store.remove(path)),
      stage: () => beside(() => store.stage()),
      keep: async (staged, files) => {
        for (const file of files) await beside(() => store.keep(staged, [file]));
      },
    },
  };
}

const task = JSON.parse(process.argv[2] ?? "{}") as WriteTask;
const database = await openDatabase({ spill: `${task.path}.spill-${process.pid}`, threads: 1 });
const { store, effects } = dyingStore(localStore(task.path), task.die);
const results = [];
for (const request of task.requests) {
  try {
    results.push(await writeDelta(store, database, request));
  } catch (error) {
    results.push({ error: String(error), code: error instanceof Error && "code" in error ? error.code : undefined });
  }
}
await database.close();
process.stdout.write(JSON.stringify({ results, effects: effects() }));

import { chmodSync, existsSync, readdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import type { ObjectStore } from "../../runtime/delta/store/objectStore.ts";
import { writeDelta } from "../../runtime/delta/write/writeDelta.ts";
import type { WriteRequest } from "../../runtime/delta/write/writeRequest.ts";
import { Failure } from "../../runtime/failure.ts";
import { runWriter } from "./runWriter.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const fields = [field("id", "long"), field("v", "string")];
const base = { fields, engineInfo: "odibi/test" };
const files = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();

const requests: readonly Partial<WriteRequest>[] = [
  { mode: "append", select: "select 9 as id, 'x' as v" },
  { mode: "overwrite", select: "select 9 as id, 'x' as v" },
  { mode: "merge", keys: ["id"], select: "select 1 as id, 'x' as v union all select 9, 'x'" },
];

/** A storage whose n-th effect fails as a full disk does. */
function fullAfter(store: ObjectStore, effects: number): ObjectStore {
  let count = 0;
  const beside = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    count++;
    if (count > effects) throw new Failure("ODB5031", "The disk is full.");
    return work();
  };
  return {
    ...store,
    putIfAbsent: (path, content) => beside(() => store.putIfAbsent(path, content)),
    put: (path, content) => beside(() => store.put(path, content)),
    stage: () => beside(() => store.stage()),
    keep: (staged, kept) => beside(() => store.keep(staged, kept)),
  };
}

test("a disk that is full at any effect is an error and the old table, and the write can be made again", async () => {
  for (const request of requests) {
    for (let effects = 0; ; effects++) {
      const path = newTable();
      for (let id = 0; id < 3; id++) await write(path, { select: `select ${id} as id, 'o' as v`, fields });
      const before = await deltaRs.rows(path);
      const full: WriteRequest = { mode: "append", select: "", ...base, ...request };
      const outcome = await writeDelta(fullAfter(storeOf(path), effects), query, full).catch((error: unknown) => error);
      if (!(outcome instanceof Failure)) {
        expect(outcome).toMatchObject({ applied: true });
        expect(effects).toBeGreaterThanOrEqual(3);
        break;
      }
      expect(outcome.code).toBe("ODB5031");
      expect(await deltaRs.rows(path)).toEqual(before);
      expect((await openSnapshot(storeOf(path), query)).version).toBe(2);
      expect(readdirSync(path).filter(name => name.startsWith("_staged"))).toEqual([]);
      expect(await writeDelta(storeOf(path), query, full)).toMatchObject({ version: 3, applied: true });
    }
  }
});

test("a checkpoint that cannot be written does not undo the commit, and is told", async () => {
  const path = newTable();
  for (let id = 0; id < 2; id++)
    await write(path, { select: `select ${id} as id, 'o' as v`, fields, properties: { "delta.checkpointInterval": "2" } });
  // The staged folder, the file, the commit; then the checkpoint's.
  const result = await writeDelta(fullAfter(storeOf(path), 3), query, { mode: "append", select: "select 9 as id, 'x' as v", ...base });
  expect(result).toMatchObject({ version: 2, applied: true, warning: expect.stringContaining("The version 2 is committed") });
  expect(await deltaRs.rows(path)).toHaveLength(3);
});

test("a folder that is read-only is an error and the old table", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as v", fields });
  const before = files(path);
  const folders = [path, join(path, "_delta_log")];
  for (const folder of folders) chmodSync(folder, 0o555);
  chmodSync(dirname(path), 0o777);
  try {
    const tasks = requests.map((request): WriteRequest => ({ mode: "append", select: "", ...base, ...request }));
    // Root may write anywhere, so it writes as nobody.
    const { results } = await runWriter({ path, requests: tasks }, process.getuid?.() === 0 ? 65534 : undefined);
    expect(results?.map(({ code }) => code)).toEqual(["ODB5033", "ODB5033", "ODB5033"]);
  } finally {
    for (const folder of folders) chmodSync(folder, 0o755);
  }
  expect(files(path)).toEqual(before);
});

test("a write that began with a version that others have cleared from the log meanwhile is made again on top of what is there", async () => {
  for (const request of requests) {
    const path = newTable();
    const properties = { "delta.checkpointInterval": "2", "delta.logRetentionDuration": "interval 0 days" };
    for (let id = 0; id < 3; id++) await write(path, { select: `select ${id} as id, 'o' as v`, fields, properties });
    const old = new Date(Date.now() - 3 * 86_400_000);
    let isFirst = true;
    const store: ObjectStore = {
      ...storeOf(path),
      // Between the reading of the table and the commit, others write on, and clear the log of all but the newest.
      keep: async (staged, kept) => {
        await storeOf(path).keep(staged, kept);
        if (!isFirst) return;
        isFirst = false;
        for (let id = 20; id < 30; id++) {
          for (const name of readdirSync(join(path, "_delta_log"))) utimesSync(join(path, "_delta_log", name), old, old);
          await write(path, { select: `select ${id} as id, 'p' as v`, fields });
        }
      },
    };
    const result = await writeDelta(store, query, { mode: "append", select: "", ...base, ...request });
    expect(existsSync(join(path, "_delta_log", `${"3".padStart(20, "0")}.json`))).toBe(false);
    expect(result).toMatchObject({ version: 13, applied: true });
    expect(await deltaRs.rows(path)).toHaveLength(request.mode === "overwrite" ? 1 : 14);
  }
});

import { cpSync, existsSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import { vacuum } from "../../runtime/delta/maintain/vacuum.ts";
import type { WriteRequest } from "../../runtime/delta/write/writeRequest.ts";
import { runWriter } from "./runWriter.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const fields = [field("id", "long"), field("v", "string")];

const cases: readonly {
  readonly name: string;
  readonly versions: number;
  readonly request: Partial<WriteRequest>;
  readonly expected: readonly string[];
}[] = [
  {
    name: "a first append",
    versions: 0,
    request: { mode: "append", select: "select 1 as id, 'x' as v union all select 2, 'y'", partitionBy: ["v"] },
    expected: ["1x", "2y"],
  },
  // The tenth version: with a checkpoint.
  {
    name: "a merge at a checkpoint",
    versions: 10,
    request: { mode: "merge", keys: ["id"], select: "select 3 as id, 'x' as v union all select 99, 'y'" },
    expected: ["0o", "1o", "2o", "3x", "4o", "5o", "6o", "7o", "8o", "9o", "99y"],
  },
  { name: "an overwrite", versions: 2, request: { mode: "overwrite", select: "select 7 as id, 'x' as v" }, expected: ["7x"] },
];

test.each(cases)(
  "$name that is killed before or after any effect leaves a table that is old or new, and applies once when it is run again",
  async ({ versions, request, expected }) => {
    const original = newTable("original");
    for (let id = 0; id < versions; id++) await write(original, { select: `select ${id} as id, 'o' as v`, fields });
    const before = Array.from({ length: versions }, (_, id) => `${id}o`);
    const full: WriteRequest = {
      mode: "append",
      select: "",
      fields,
      engineInfo: "odibi/test",
      transaction: { appId: "run", version: 1 },
      ...request,
    };
    const copy = (): string => {
      const path = newTable("copy");
      if (existsSync(original)) cpSync(original, path, { recursive: true, preserveTimestamps: true });
      return path;
    };
    const { effects, results } = await runWriter({ path: copy(), requests: [full] });
    expect(results?.[0]?.applied).toBe(true);
    // The staged folder, the data file, the commit.
    expect(effects).toBeGreaterThanOrEqual(3);
    const rowsOf = async (path: string): Promise<readonly string[]> => (await deltaRs.rows(path)).map(([id, v]) => `${id}${v}`).sort();
    for (let effect = 1; effect <= effects; effect++) {
      for (const side of ["before", "after"] as const) {
        const path = copy();
        expect((await runWriter({ path, requests: [full], die: { effect, side } })).results).toBeUndefined();
        const isThere =
          existsSync(join(path, "_delta_log")) && readdirSync(join(path, "_delta_log")).some(name => /^\d+\.json$/.test(name));
        const after = isThere ? await rowsOf(path) : [];
        expect([JSON.stringify([...before].sort()), JSON.stringify([...expected].sort())]).toContain(JSON.stringify(after));
        if (isThere)
          expect((await openSnapshot(storeOf(path), query)).version).toBe(
            versions - 1 + (after.join() === [...expected].sort().join() ? 1 : 0),
          );
        const [again] = (await runWriter({ path, requests: [full] })).results ?? [];
        expect(again?.error).toBeUndefined();
        expect(await rowsOf(path)).toEqual([...expected].sort());
        expect((await openSnapshot(storeOf(path), query)).version).toBe(versions);
        // What the killed write has left is found, and nothing else is.
        const age = new Date(Date.now() - 30 * 86_400_000);
        for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
          if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), age, age);
        }
        await vacuum(storeOf(path), query, { dryRun: false });
        const left = readdirSync(path, { recursive: true, withFileTypes: true }).filter(
          entry => entry.isFile() && !entry.parentPath.includes("_delta_log"),
        );
        const snapshot = await openSnapshot(storeOf(path), query, { withTombstones: true });
        expect(left).toHaveLength(snapshot.files.length + (snapshot.tombstones?.length ?? 0));
        expect(await rowsOf(path)).toEqual([...expected].sort());
      }
    }
  },
);

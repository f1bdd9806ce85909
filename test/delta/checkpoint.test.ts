import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanLog } from "../../runtime/delta/checkpoint/cleanLog.ts";
import { writeCheckpoint } from "../../runtime/delta/checkpoint/writeCheckpoint.ts";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const fields = [field("id", "long"), field("p", "string")];
const logFile = (path: string, name: string): string => join(path, "_delta_log", name);
const pad = (version: number): string => String(version).padStart(20, "0");
const ids = async (path: string, version?: number): Promise<readonly unknown[]> => (await deltaRs.rows(path, version)).map(([id]) => id);

/** A table of versions 0 to `last`, each with a row more. */
async function tableOf(last: number, properties: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = newTable();
  for (let id = 0; id <= last; id++) {
    const select = `select ${id} as id, ${id % 2 === 0 ? "'ev''en'" : "null"} as p`;
    await write(path, { select, fields, partitionBy: ["p"], properties, transaction: { appId: `app ${id}`, version: id } });
  }
  return path;
}

test("each tenth version has a checkpoint, from which delta-rs and we read the table, and go on", async () => {
  const path = await tableOf(11);
  expect(readdirSync(join(path, "_delta_log")).filter(name => name.includes("checkpoint"))).toEqual([
    `${pad(10)}.checkpoint.parquet`,
    "_last_checkpoint",
  ]);
  expect(JSON.parse(readFileSync(logFile(path, "_last_checkpoint"), "utf8"))).toMatchObject({ version: 10, numOfAddFiles: 11, size: 24 });
  for (let version = 0; version < 10; version++) rmSync(logFile(path, `${pad(version)}.json`));
  expect(await ids(path)).toHaveLength(12);
  await deltaRs.run(`write_deltalake(${JSON.stringify(path)}, pa.table({"id": [99], "p": ["x"]}), mode="append")`);
  expect(await write(path, { mode: "merge", keys: ["id"], select: "select 3 as id, 'three' as p", fields })).toMatchObject({ version: 13 });
  expect(await deltaRs.rows(path)).toContainEqual(["3", "three"]);
  expect(await ids(path)).toHaveLength(13);
  expect(await write(path, { select: "select 1 as id, 'x' as p", fields, transaction: { appId: "app 4", version: 4 } })).toMatchObject({
    applied: false,
  });
  expect(await deltaRs.run(`result = DeltaTable(${JSON.stringify(path)}).transaction_version("app 7")`)).toBe(7);
});

test("the checkpoint keeps the statistics, by which delta-rs skips files, and what was removed", async () => {
  const path = await tableOf(2, { "delta.checkpointInterval": "3" });
  await write(path, { mode: "overwrite", select: "select 7 as id, 'x' as p union all select 8, 'y'", fields });
  expect(existsSync(logFile(path, `${pad(3)}.checkpoint.parquet`))).toBe(true);
  for (let version = 0; version < 4; version++) rmSync(logFile(path, `${pad(version)}.json`));
  const actions = await deltaRs.run<readonly Record<string, unknown>[]>(
    `result = [{k: to for k, to in a.items() if k in ("num_records", "min.id", "max.id", "null_count.id", "partition.p")} for a in pa.table(DeltaTable(${JSON.stringify(path)}).get_add_actions(flatten=True)).to_pylist()]`,
  );
  expect(actions.map(row => JSON.stringify(row)).sort()).toEqual(
    [
      { num_records: 1, "null_count.id": 0, "min.id": 7, "max.id": 7, "partition.p": "x" },
      { num_records: 1, "null_count.id": 0, "min.id": 8, "max.id": 8, "partition.p": "y" },
    ].map(row => JSON.stringify(row)),
  );
  const rows = await query.execute(
    `select remove.path as path from read_parquet('${logFile(path, `${pad(3)}.checkpoint.parquet`)}') where remove is not null`,
  );
  expect(rows).toHaveLength(3);
  const vacuumed = await deltaRs.run<readonly string[]>(`result = DeltaTable(${JSON.stringify(path)}).vacuum(retention_hours=168)`);
  expect(vacuumed).toEqual([]);
});

test("a table that says otherwise has checkpoints at its own interval, or none where their statistics would have to be typed", async () => {
  const path = await tableOf(4, { "delta.checkpointInterval": "2" });
  expect(readdirSync(join(path, "_delta_log")).filter(name => name.includes(".checkpoint."))).toEqual([
    `${pad(2)}.checkpoint.parquet`,
    `${pad(4)}.checkpoint.parquet`,
  ]);
  const typed = await tableOf(2, { "delta.checkpointInterval": "1", "delta.checkpoint.writeStatsAsStruct": "true" });
  expect(readdirSync(join(typed, "_delta_log")).filter(name => name.includes("checkpoint"))).toEqual([]);
});

test("an older hint, and one that is damaged, are replaced, a newer one stays", async () => {
  const path = await tableOf(10);
  const store = storeOf(path);
  await writeCheckpoint(store, query, await openSnapshot(store, query, { version: 4, withTombstones: true }));
  const hint = (): unknown => JSON.parse(readFileSync(logFile(path, "_last_checkpoint"), "utf8"));
  expect(hint()).toMatchObject({ version: 10 });
  await store.put("_delta_log/_last_checkpoint", new TextEncoder().encode("{"));
  await writeCheckpoint(store, query, await openSnapshot(store, query, { withTombstones: true }));
  expect(hint()).toMatchObject({ version: 10 });
});

test("the log is cleared of what is older than it is kept, up to a checkpoint whose commit stays", async () => {
  const path = await tableOf(12, { "delta.checkpointInterval": "5" });
  const store = storeOf(path);
  const { metadata } = await openSnapshot(store, query);
  expect(await cleanLog(store, metadata)).toEqual([]);
  const age = (version: number, days: number): void => {
    const then = new Date(Date.now() - days * 86_400_000);
    utimesSync(logFile(path, `${pad(version)}.json`), then, then);
  };
  for (let version = 0; version <= 4; version++) age(version, 40);
  // The newest expired commit has no checkpoint at it or before.
  expect(await cleanLog(store, metadata)).toEqual([]);
  for (let version = 5; version <= 8; version++) age(version, 35);
  await store.put(`_delta_log/${pad(3)}.crc`, new TextEncoder().encode("{}"));
  await store.put(`_delta_log/${pad(2)}.${pad(4)}.compacted.json`, new TextEncoder().encode("{}"));
  await store.put(`_delta_log/${pad(7)}.crc`, new TextEncoder().encode("{}"));
  expect([...(await cleanLog(store, metadata))].sort()).toEqual(
    [`${pad(2)}.${pad(4)}.compacted.json`, ...[0, 1, 2, 3, 4].map(version => `${pad(version)}.json`), `${pad(3)}.crc`]
      .map(name => `_delta_log/${name}`)
      .sort(),
  );
  await store.remove(`_delta_log/${pad(7)}.crc`);
  expect(await ids(path)).toHaveLength(13);
  expect(await ids(path, 6)).toHaveLength(7);
  expect(await ids(path, 5)).toHaveLength(6);
  await expect(openSnapshot(store, query, { version: 4 })).rejects.toMatchObject({ code: "ODB8002" });
});

test("a table that keeps its log keeps it", async () => {
  const path = await tableOf(3, {
    "delta.checkpointInterval": "1",
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 0 days",
  });
  expect(readdirSync(join(path, "_delta_log")).filter(name => name.endsWith(".json"))).toHaveLength(4);
});

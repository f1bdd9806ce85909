import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describe as describeTable } from "../../runtime/delta/maintain/describe.ts";
import { history } from "../../runtime/delta/maintain/history.ts";
import { optimize } from "../../runtime/delta/maintain/optimize.ts";
import { restore } from "../../runtime/delta/maintain/restore.ts";
import { vacuum } from "../../runtime/delta/maintain/vacuum.ts";
import { createTable } from "../../runtime/delta/write/createTable.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const engineInfo = "odibi/test";
const fields = [field("id", "long"), field("p", "string")];
const python = (path: string): string => JSON.stringify(path);

/** Makes all files of a table, but those of the log, as old. */
function age(path: string, days: number): void {
  const then = new Date(Date.now() - days * 86_400_000);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.parentPath.includes("_delta_log")) utimesSync(join(entry.parentPath, entry.name), then, then);
  }
}

async function small(count: number, partitionBy: readonly string[] = []): Promise<string> {
  const path = newTable();
  for (let id = 0; id < count; id++) await write(path, { select: `select ${id} as id, 'p${id % 2}' as p`, fields, partitionBy });
  return path;
}

test("optimize puts small files together, each partition by itself, and no row changes", async () => {
  const path = await small(6, ["p"]);
  const before = await deltaRs.rows(path);
  const result = await optimize(storeOf(path), query, { engineInfo });
  expect(result).toMatchObject({ version: 6, applied: true, addedFiles: 2, removedFiles: 6 });
  expect(await deltaRs.rows(path)).toEqual(before);
  expect(await deltaRs.run(`result = len(DeltaTable(${python(path)}).file_uris())`)).toBe(2);
  expect(await optimize(storeOf(path), query, { engineInfo })).toMatchObject({ applied: false, version: 6 });
  const changes = await deltaRs.run<readonly boolean[]>(
    `result = [json.loads(line)[k]["dataChange"] for line in open(os.path.join(${python(path)}, "_delta_log", "%020d.json" % 6)) for k in ("add", "remove") if k in json.loads(line)]`,
  );
  expect(changes).toEqual(Array(8).fill(false));
});

test("optimize keeps to the size that files should have", async () => {
  const path = newTable();
  for (let part = 0; part < 4; part++) {
    await write(path, { select: `select (random() * 1e15)::bigint as id, uuid()::varchar as p from range(20000)`, fields });
  }
  const one = readdirSync(path)
    .filter(name => name.endsWith(".parquet"))
    .map(name => statSync(join(path, name)).size);
  const targetBytes = Math.max(...one) * 2 + 1000;
  expect(await optimize(storeOf(path), query, { engineInfo, targetBytes })).toMatchObject({ addedFiles: 2, removedFiles: 4 });
  expect(await optimize(storeOf(path), query, { engineInfo, targetBytes })).toMatchObject({ applied: false });
  expect(await deltaRs.run(`result = DeltaTable(${python(path)}).count()`)).toBe(80_000);
});

test("optimize orders the rows, so that the files' bounds lie apart", async () => {
  const path = newTable();
  const properties = { "delta.targetFileSize": "200kb" };
  await write(path, { select: "select ((i * 7919) % 200000)::bigint as id, 'x' as p from range(200000) t(i)", fields, properties });
  await optimize(storeOf(path), query, { engineInfo, orderBy: ["id"] });
  const bounds = await deltaRs.run<readonly (readonly [number, number])[]>(
    `result = sorted([a["min.id"], a["max.id"]] for a in pa.table(DeltaTable(${python(path)}).get_add_actions(flatten=True)).to_pylist())`,
  );
  expect(bounds.length).toBeGreaterThan(1);
  for (const [index, [, high]] of bounds.entries()) expect(high).toBeLessThan(bounds[index + 1]?.[0] ?? Number.POSITIVE_INFINITY);
  expect(await deltaRs.run(`result = DeltaTable(${python(path)}).count()`)).toBe(200_000);
  await expect(optimize(storeOf(path), query, { engineInfo, orderBy: ["none"] })).rejects.toMatchObject({ code: "ODB8012" });
});

test("vacuum finds what no version within the retention needs, and deletes it only when told so", async () => {
  const path = await small(3);
  await write(path, { mode: "overwrite", select: "select 9 as id, 'x' as p", fields });
  writeFileSync(join(path, "part-00000000-0000-4000-8000-000000000000.zstd.parquet"), "orphan");
  mkdirSync(join(path, "_staged_killed"));
  writeFileSync(join(path, "_staged_killed/part.parquet"), "half");
  mkdirSync(join(path, "_other"));
  writeFileSync(join(path, "_other/file"), "not ours");
  const store = storeOf(path);
  expect((await vacuum(store, query)).files).toEqual([]);
  age(path, 10);
  // Removed just now: versions before it may still be read. The orphans are old.
  const dry = await vacuum(store, query);
  expect(dry).toMatchObject({ deleted: false, retentionHours: 168 });
  expect(dry.files.map(file => file.path).sort()).toEqual([
    "_staged_killed/part.parquet",
    "part-00000000-0000-4000-8000-000000000000.zstd.parquet",
  ]);
  expect(existsSync(join(path, "_staged_killed/part.parquet"))).toBe(true);
  await vacuum(store, query, { dryRun: false });
  expect(existsSync(join(path, "_staged_killed/part.parquet"))).toBe(false);
  expect(await deltaRs.rows(path, 2)).toHaveLength(3);
  await expect(vacuum(store, query, { retentionHours: 1, dryRun: false })).rejects.toMatchObject({ code: "ODB8112" });
  const forced = await vacuum(store, query, { retentionHours: 0, dryRun: false, force: true });
  expect(forced.files).toHaveLength(3);
  expect(await deltaRs.rows(path)).toEqual([["9", "x"]]);
  expect(existsSync(join(path, "_other/file"))).toBe(true);
});

test("restore gives an older version back, as a new one, with its columns", async () => {
  const path = await small(3);
  await write(path, { mode: "overwrite", select: "select 1.5::double as x", fields: [field("x", "double")], schemaChanges: "replace" });
  const store = storeOf(path);
  expect(await restore(store, query, { version: 1, engineInfo })).toMatchObject({
    version: 4,
    restoredVersion: 1,
    restoredFiles: 2,
    removedFiles: 1,
  });
  expect(await deltaRs.rows(path)).toEqual(await deltaRs.rows(path, 1));
  expect(await restore(store, query, { version: 4, engineInfo })).toMatchObject({ applied: false, version: 4 });
  await write(path, { select: "select 7 as id, 'q' as p", fields });
  expect(await deltaRs.rows(path)).toHaveLength(3);
  const [entry] = await history(store, query, { limit: 1 });
  const { timestamp: committed } = (await history(store, query)).find(({ version }) => version === 2) ?? { timestamp: 0 };
  expect(entry?.version).toBe(5);
  expect(await restore(store, query, { timestamp: committed, engineInfo })).toMatchObject({ restoredVersion: 2 });
  expect(await deltaRs.rows(path)).toHaveLength(3);
  const gone = readdirSync(path).filter(name => name.startsWith("part-"));
  await write(path, { mode: "overwrite", select: "select 7 as id, 'q' as p", fields });
  for (const name of gone) rmSync(join(path, name));
  await expect(restore(store, query, { version: 2, engineInfo })).rejects.toMatchObject({ code: "ODB8113" });
  await expect(restore(store, query, { version: 99, engineInfo })).rejects.toMatchObject({ code: "ODB8002" });
});

test("history and description tell what delta-rs tells", async () => {
  const path = await small(2, ["p"]);
  await deltaRs.run(`DeltaTable(${python(path)}).delete("id = 0")`);
  await write(path, { mode: "merge", keys: ["id"], select: "select 5 as id, 'p5' as p", fields });
  const entries = await history(storeOf(path), query);
  const theirs = await deltaRs.run<readonly Record<string, unknown>[]>(
    `result = [{k: h.get(k) for k in ("version", "operation", "timestamp", "engineInfo")} for h in DeltaTable(${python(path)}).history()]`,
  );
  expect(entries.map(({ version, operation }) => ({ version, operation }))).toEqual(
    theirs.map(({ version, operation }) => ({ version, operation })),
  );
  expect(entries.filter(({ engineInfo: by }) => by === "odibi/test").map(({ version }) => version)).toEqual([3, 1, 0]);
  for (const [index, { timestamp }] of entries.entries())
    expect(Math.abs(timestamp - Number(theirs[index]?.["timestamp"]))).toBeLessThan(2000);
  const described = await describeTable(storeOf(path), query);
  expect(described).toMatchObject({
    version: 3,
    files: 2,
    rows: 2,
    partitionColumns: ["p"],
    minReaderVersion: 1,
    minWriterVersion: 2,
    writerFeatures: ["appendOnly", "invariants"],
  });
  const metadata = await deltaRs.run(`m = DeltaTable(${python(path)}).metadata(); result = [m.id, m.partition_columns, m.created_time]`);
  expect(metadata).toEqual([described.id, described.partitionColumns, described.createdTime]);
});

test("a table is made without rows, with properties and the features that they ask for", async () => {
  const path = newTable();
  const store = storeOf(path);
  const properties = { "delta.appendOnly": "true", "delta.enableInCommitTimestamps": "true", "own.note": "x" };
  await createTable(store, query, {
    fields: [...fields, field("n", "timestamp_ntz")],
    partitionBy: ["p"],
    properties,
    name: "orders",
    engineInfo,
  });
  const theirs = await deltaRs.run(
    `t = DeltaTable(${python(path)}); p = t.protocol(); result = [t.metadata().name, t.metadata().configuration, p.min_reader_version, p.min_writer_version, sorted(p.reader_features), sorted(p.writer_features), rows_of(read_table(${python(path)}))]`,
  );
  expect(theirs).toEqual([
    "orders",
    properties,
    3,
    7,
    ["timestampNtz"],
    ["appendOnly", "inCommitTimestamp", "invariants", "timestampNtz"],
    [],
  ]);
  await expect(createTable(store, query, { fields, engineInfo })).rejects.toMatchObject({ code: "ODB8115" });
  const other = storeOf(newTable());
  for (const wrong of [{ "delta.enableRowTracking": "true" }, { "delta.columnMapping.mode": "x" }, { "delta.checkpointInterval": "0" }]) {
    await expect(createTable(other, query, { fields, properties: wrong as Record<string, string>, engineInfo })).rejects.toMatchObject({
      code: "ODB8114",
    });
  }
  const select = "select 1 as id, 'a' as p, timestamp '2024-01-31 10:00:00' as n";
  await write(path, { select, fields: [...fields, field("n", "timestamp_ntz")] });
  await expect(write(path, { mode: "overwrite", select, fields: [...fields, field("n", "timestamp_ntz")] })).rejects.toMatchObject({
    code: "ODB8110",
  });
  const times = (await history(store, query)).map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(await deltaRs.rows(path)).toEqual([["1", "a", "1706695200000000"]]);
});

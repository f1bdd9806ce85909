import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSnapshot } from "../../../runtime/delta/log/openSnapshot.ts";
import { optimize } from "../../../runtime/delta/maintain/optimize.ts";
import { vacuum } from "../../../runtime/delta/maintain/vacuum.ts";
import { deleteRows } from "../../../runtime/delta/merge/deleteRows.ts";
import { scanSelect } from "../../../runtime/delta/scan/scanSelect.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { writeDelta } from "../../../runtime/delta/write/writeDelta.ts";
import { openDatabase } from "../../../runtime/engine/duckdb/openDatabase.ts";
import { Failure } from "../../../runtime/failure.ts";

// Tables that Spark and delta-rs wrote, with deletion vectors, mapped columns and the rest: what rewrites their files keeps the rows that their writers read.

const tables = join(import.meta.dirname, "tables");
const folder = mkdtempSync(join(tmpdir(), "odibi-rewritten-"));
const database = await openDatabase({ spill: join(folder, "spill"), threads: 1 });
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
const engineInfo = "odibi/test";

interface Expected {
  readonly version?: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly refused?: string;
}

/** As its writer reads the newest version. */
const newestOf = (name: string): Expected | undefined =>
  (JSON.parse(readFileSync(join(tables, name, "expected.json"), "utf8")) as Expected[]).find(
    ({ version, refused }) => version === undefined && refused === undefined,
  );

const names = readdirSync(tables).filter(name => newestOf(name) !== undefined);
/** What Spark made of them that is not written. */
const refused: Readonly<Record<string, string>> = { "spark-features": "checkConstraints" };
let copies = 0;

function copyOf(name: string): string {
  const path = join(folder, `${name}-${copies++}`);
  cpSync(join(tables, name), path, { recursive: true });
  rmSync(join(path, "expected.json"));
  return path;
}

async function rowsOf(path: string, { columns }: Expected): Promise<readonly string[]> {
  const store = localStore(path);
  const rows = await database.execute((await scanSelect(await openSnapshot(store, database), store)).sql);
  return rows.map(row => JSON.stringify(columns.map(column => row[column]))).sort();
}

test("there are tables to rewrite", () => {
  expect(names.length).toBeGreaterThan(8);
});

test.each(names)("%s: compacted, merged with its own rows and vacuumed, it has the rows that its writer reads", async name => {
  const expected = newestOf(name);
  if (expected === undefined) throw new Error(`${name} has no rows`);
  const path = copyOf(name);
  const store = localStore(path);
  const rows = expected.rows.map(row => JSON.stringify(row)).sort();
  const feature = refused[name];
  if (feature !== undefined) {
    await expect(optimize(store, database, { engineInfo })).rejects.toMatchObject({
      code: "ODB8103",
      message: expect.stringContaining(feature),
    });
    return;
  }
  await optimize(store, database, { engineInfo });
  expect(await rowsOf(path, expected)).toEqual(rows);
  const snapshot = await openSnapshot(store, database);
  expect(snapshot.files.filter(({ deletionVector }) => deletionVector !== undefined && deletionVector !== null)).toEqual([]);
  const key = snapshot.schema.find(field => field.name === "id");
  const { sql } = await scanSelect(snapshot, store);
  const [keys] =
    key === undefined ? [] : await database.execute(`select count(*) = count(distinct id) as is_key, count(*) as n from (${sql})`);
  if (keys?.["is_key"] === true && Number(keys["n"]) > 0) {
    // In files of its own, so that what is read is not what is replaced.
    const source = join(folder, `rows-${copies++}.parquet`);
    await database.execute(`copy (${sql}) to '${source}' (format parquet)`);
    const merge = {
      mode: "merge",
      keys: ["id"],
      select: `select * from read_parquet('${source}')`,
      fields: snapshot.schema,
      engineInfo,
    } as const;
    const done = await writeDelta(store, database, merge).catch((error: unknown) => error);
    if (done instanceof Failure) expect(done).toMatchObject({ code: "ODB8103", message: expect.stringContaining('"changeDataFeed"') });
    else expect(done).toMatchObject({ applied: true, rows: expected.rows.length });
    expect(await rowsOf(path, expected)).toEqual(rows);
  }
  const old = new Date(Date.now() - 100 * 86_400_000);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.parentPath.includes("_delta_log")) utimesSync(join(entry.parentPath, entry.name), old, old);
  }
  const vacuumed = await vacuum(store, database, { retentionHours: 0, force: true, dryRun: false });
  expect(vacuumed.deleted).toBe(true);
  expect(await rowsOf(path, expected)).toEqual(rows);
});

test("a vacuum spares the deletion vectors of files that are live, and a delete leaves what they have deleted deleted", async () => {
  const name = "spark-deletion-vectors";
  const expected = newestOf(name);
  if (expected === undefined) throw new Error(`${name} has no rows`);
  const path = copyOf(name);
  const store = localStore(path);
  const old = new Date(Date.now() - 100 * 86_400_000);
  for (const file of readdirSync(path, { recursive: true, withFileTypes: true }))
    if (file.isFile()) utimesSync(join(file.parentPath, file.name), old, old);
  const vectors = (): number => readdirSync(path).filter(file => file.startsWith("deletion_vector_")).length;
  const before = vectors();
  await vacuum(store, database, { retentionHours: 0, force: true, dryRun: false });
  const rows = expected.rows.map(row => JSON.stringify(row)).sort();
  expect(await rowsOf(path, expected)).toEqual(rows);
  expect(vectors()).toBeGreaterThan(0);
  expect(vectors()).toBeLessThanOrEqual(before);
  const [first] = expected.rows;
  const at = expected.columns.indexOf("id");
  const id = Number(first?.[at]);
  const result = await deleteRows(store, database, { where: [["id", "=", id]], engineInfo });
  expect(result).toMatchObject({ applied: true, rows: expected.rows.filter(row => Number(row[at]) === id).length });
  expect(await rowsOf(path, expected)).toEqual(
    expected.rows
      .filter(row => Number(row[at]) !== id)
      .map(row => JSON.stringify(row))
      .sort(),
  );
});

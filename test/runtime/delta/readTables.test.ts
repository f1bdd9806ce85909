import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSnapshot } from "../../../runtime/delta/log/openSnapshot.ts";
import type { Predicate } from "../../../runtime/delta/scan/predicate.ts";
import { scanSelect } from "../../../runtime/delta/scan/scanSelect.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { type Database, openDatabase } from "../../../runtime/engine/duckdb/openDatabase.ts";

// Tables that Spark and delta-rs wrote, with the rows that they read themselves: test/delta/makeTables.py.

interface Expected {
  readonly version?: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly refused?: string;
}

const folder = join(import.meta.dirname, "tables");
const cases = readdirSync(folder).flatMap(name =>
  (JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as Expected[]).map(expected => ({
    name: expected.version === undefined ? name : `${name}, version ${expected.version}`,
    path: join(folder, name),
    expected,
  })),
);

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ spill: join(import.meta.dirname, "../../../node_modules/.vitest/read-tables"), threads: 1 });
});
afterAll(() => database.close());

test.each(cases)("$name: the rows are those that its writer reads", async ({ path, expected }) => {
  const store = localStore(path);
  const opened = openSnapshot(store, database, expected.version === undefined ? {} : { version: expected.version });
  if (expected.refused !== undefined) {
    await expect(opened).rejects.toMatchObject({ code: "ODB8005", message: expect.stringContaining(expected.refused) });
    return;
  }
  const { sql } = await scanSelect(await opened, store);
  const rows = await database.execute(sql);
  const texts = (list: readonly (readonly unknown[])[]): readonly string[] => list.map(row => JSON.stringify(row)).sort();
  expect(texts(rows.map(row => expected.columns.map(column => row[column])))).toEqual(texts(expected.rows));
});

test("statistics that a checkpoint has only as columns skip files as well", async () => {
  const store = localStore(join(folder, "spark-struct-statistics"));
  const snapshot = await openSnapshot(store, database);
  const found = async (...where: readonly Predicate[]) => {
    const { files, sql } = await scanSelect(snapshot, store, { columns: ["id"], where });
    return [files, (await database.execute(sql)).map(row => row["id"])];
  };
  expect(snapshot.files).toHaveLength(2);
  expect(await found(["id", "=", "9007199254740993"])).toEqual([1, ["9007199254740993"]]);
  expect(await found(["at", "<", "2024-02-01"])).toEqual([1, ["1"]]);
  expect(await found(["m", ">", 2])).toEqual([1, ["9007199254740993"]]);
  expect(await found(["t", "=", "b"])).toEqual([0, []]);
});

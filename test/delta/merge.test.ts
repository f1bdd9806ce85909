import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query } = await openBench();
const fields = [field("id", "long"), field("v", "string"), field("n", "integer")];
const rows = (values: string): string => `select * from (values ${values}) t(id, v, n)`;
const files = (path: string): number => readdirSync(path).filter(name => name.startsWith("part-")).length;

/** A table of three files, of which the second is delta-rs's. */
async function threeFiles(): Promise<string> {
  const path = newTable();
  await write(path, { select: rows("(1, 'a', 1), (2, 'b', 2)"), fields });
  await deltaRs.run(
    `write_deltalake(${JSON.stringify(path)}, pa.table({"id": [3, None], "v": ["c", "none"], "n": pa.array([3, 0], pa.int32())}), mode="append")`,
  );
  await write(path, { select: rows("(5, 'e', 5), (6, 'f', 6)"), fields });
  return path;
}

test("a merge updates what it meets, inserts the rest, and rewrites only files with a row that is met", async () => {
  const path = await threeFiles();
  const result = await write(path, { mode: "merge", keys: ["id"], select: rows("(3, 'C', 33), (4, 'D', 44)"), fields });
  expect(result).toMatchObject({ version: 3, applied: true, rows: 2, files: 1, removedFiles: 1 });
  expect(result.metrics).toMatchObject({
    numTargetRowsInserted: "1",
    numTargetRowsUpdated: "1",
    numTargetRowsCopied: "1",
    numOutputRows: "3",
  });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "a", "1"],
    ["2", "b", "2"],
    ["3", "C", "33"],
    ["4", "D", "44"],
    ["5", "e", "5"],
    ["6", "f", "6"],
    [null, "none", "0"],
  ]);
});

test("conditions over incoming and stored rows say what is updated, deleted and kept", async () => {
  const path = await threeFiles();
  const result = await write(path, {
    mode: "merge",
    keys: ["id"],
    select: rows("(1, 'A', 0), (2, 'B', 9), (5, null, 5), (6, 'F', null), (7, null, 7)"),
    fields,
    updateWhen: "incoming.n > stored.n",
    deleteWhen: "incoming.v is null",
  });
  // Row 1 is older, row 2 newer, row 5 deleted, row 6 not known to be newer; row 7 meets none, and is inserted.
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "a", "1"],
    ["2", "B", "9"],
    ["3", "c", "3"],
    ["6", "f", "6"],
    ["7", null, "7"],
    [null, "none", "0"],
  ]);
  expect(result.metrics).toMatchObject({
    numTargetRowsInserted: "1",
    numTargetRowsUpdated: "1",
    numTargetRowsDeleted: "1",
    numTargetRowsCopied: "2",
  });
});

test("a merge whose conditions change no row rewrites nothing, and inserts nothing that is stored", async () => {
  const path = await threeFiles();
  const before = files(path);
  const merge = { mode: "merge", keys: ["id"], select: rows("(1, 'A', 0)"), fields, updateWhen: "incoming.n > stored.n" } as const;
  expect(await write(path, merge)).toMatchObject({ applied: false, version: 2 });
  expect(await write(path, { ...merge, select: rows("(1, 'A', 0), (8, 'H', 8)") })).toMatchObject({ rows: 1, removedFiles: 0, files: 1 });
  expect(files(path)).toBe(before + 1);
  expect((await deltaRs.rows(path)).map(([id, v]) => `${id}${v}`)).toEqual(["1a", "2b", "3c", "5e", "6f", "8H", "nullnone"]);
});

test("stored rows of one key are each updated", async () => {
  const path = newTable();
  await write(path, { select: rows("(1, 'a', 1), (1, 'b', 2), (2, 'c', 3)"), fields });
  await write(path, { mode: "merge", keys: ["id"], select: rows("(1, 'x', 0)"), fields });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "x", "0"],
    ["1", "x", "0"],
    ["2", "c", "3"],
  ]);
});

test("two incoming rows of one key, and a null key, fail, and the table stays", async () => {
  const path = await threeFiles();
  const before = files(path);
  for (const mode of ["merge", "insertOnly"] as const) {
    await expect(write(path, { mode, keys: ["id"], select: rows("(9, 'x', 1), (9, 'x', 1)"), fields })).rejects.toMatchObject({
      code: "ODB8105",
      message: '2 incoming rows have one key: id = "9".',
    });
    await expect(write(path, { mode, keys: ["id", "v"], select: rows("(9, null, 1)"), fields })).rejects.toMatchObject({ code: "ODB8106" });
    await expect(write(path, { mode, select: rows("(9, null, 1)"), fields })).rejects.toMatchObject({ code: "ODB8111" });
    await expect(write(path, { mode, keys: ["x"], select: rows("(9, null, 1)"), fields })).rejects.toMatchObject({ code: "ODB8111" });
  }
  expect(files(path)).toBe(before);
  expect(readdirSync(path).filter(name => name.startsWith("_"))).toEqual(["_delta_log"]);
});

test("insertOnly adds the rows whose keys are not stored, and rewrites nothing", async () => {
  const path = await threeFiles();
  const result = await write(path, { mode: "insertOnly", keys: ["id"], select: rows("(3, 'X', 0), (4, 'D', 4)"), fields });
  expect(result).toMatchObject({ rows: 1, files: 1, removedFiles: 0 });
  expect((await deltaRs.rows(path)).map(([id, v]) => `${id}${v}`)).toEqual(["1a", "2b", "3c", "4D", "5e", "6f", "nullnone"]);
  expect(await write(path, { mode: "insertOnly", keys: ["id"], select: rows("(3, 'X', 0)"), fields })).toMatchObject({ applied: false });
});

test("a merge and an insertOnly into no table make it", async () => {
  for (const mode of ["merge", "insertOnly"] as const) {
    const path = newTable();
    expect(await write(path, { mode, keys: ["id"], select: rows("(1, 'a', 1)"), fields })).toMatchObject({ version: 0, rows: 1 });
    expect(await deltaRs.rows(path)).toEqual([["1", "a", "1"]]);
  }
});

test("a merge moves rows between partitions", async () => {
  const path = newTable();
  await write(path, { select: rows("(1, 'a', 1), (2, 'a', 2), (3, 'b', 3)"), fields, partitionBy: ["v"] });
  await write(path, { mode: "merge", keys: ["id"], select: rows("(1, 'b', 10), (4, 'c', 4)"), fields });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "b", "10"],
    ["2", "a", "2"],
    ["3", "b", "3"],
    ["4", "c", "4"],
  ]);
});

test("keys of several columns and odd types are met by value", async () => {
  const path = newTable();
  const odd = [
    field("k", "double"),
    field("t", "timestamp"),
    field("d", { kind: "decimal", precision: 38, scale: 4 }),
    field("b", "binary"),
    field("v", "integer"),
  ];
  const row = (k: string, v: number): string =>
    `select ${k}::double as k, timestamptz '1850-01-01 00:00:00.5+00' as t, '12345678901234567890123456789012.3456'::decimal(38, 4) as d, '\\x00\\xFF'::blob as b, ${v} as v`;
  await write(path, { select: [row("'nan'", 1), row("0.0", 2), row("1e300", 3)].join(" union all "), fields: odd });
  const result = await write(path, {
    mode: "merge",
    keys: ["k", "t", "d", "b"],
    select: [row("'nan'", 11), row("-0.0", 12), row("2", 14)].join(" union all "),
    fields: odd,
  });
  expect(result.metrics).toMatchObject({ numTargetRowsInserted: "1", numTargetRowsUpdated: "2" });
  expect((await deltaRs.rows(path)).map(row => row.at(-1))).toEqual(["12", "3", "14", "11"]);
});

test("a merge agrees with DuckDB's own MERGE on random rows", async () => {
  const path = newTable();
  await query.execute(
    "create or replace table s as select (random() * 500)::bigint as id, 'v' || (random() * 9)::int as v, (random() * 100)::int as n from range(2000)",
  );
  await query.execute(
    "create or replace table i as select * from (select distinct on (id) (random() * 700)::bigint as id, 'w' || (random() * 9)::int as v, (random() * 100)::int as n from range(400))",
  );
  await write(path, { select: "select * from s where id < 200", fields });
  await write(path, { select: "select * from s where id >= 200", fields });
  await write(path, {
    mode: "merge",
    keys: ["id"],
    select: "select * from i",
    fields,
    updateWhen: "incoming.n > stored.n",
    deleteWhen: "stored.v = 'v3'",
  });
  await query.execute(
    `merge into s as stored using i as incoming on stored.id = incoming.id
     when matched and stored.v = 'v3' then delete when matched and incoming.n > stored.n then update set v = incoming.v, n = incoming.n
     when not matched then insert values (incoming.id, incoming.v, incoming.n)`,
  );
  const expected = (await query.execute("select id, v, n from s")).map(row => [String(row["id"]), row["v"], String(row["n"])]);
  const sorted = (all: readonly (readonly unknown[])[]): readonly string[] => all.map(row => JSON.stringify(row)).sort();
  expect(sorted(await deltaRs.rows(path))).toEqual(sorted(expected));
});

test("a table whose path has what the engine takes for patterns is written, checkpointed and merged into", async () => {
  const path = newTable("a [b]* 'c'? é");
  const nested = [...fields, field("l", { kind: "array", item: { kind: "primitive", name: "long" }, itemNullable: false })];
  const select = "select 1 as id, 'a' as v, 1 as n, [1] as l";
  await write(path, { select, fields: nested, properties: { "delta.checkpointInterval": "1" } });
  const merged = await write(path, {
    mode: "merge",
    keys: ["id"],
    select: "select 1 as id, 'b' as v, 2 as n, [2] as l union all select 2, 'c', 3, null",
    fields: nested,
  });
  expect(merged).toMatchObject({ version: 1, removedFiles: 1 });
  expect(merged).not.toHaveProperty("warning");
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "b", "2", ["2"]],
    ["2", "c", "3", null],
  ]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DeltaField } from "../../runtime/delta/schema.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs } = await openBench();
const fields = [field("id", "long"), field("country", "string"), field("amount", { kind: "decimal", precision: 10, scale: 2 })];
const select = "select * from (values (1, 'DE', 1.50), (2, 'FR', null), (3, null, -3.25)) as t(id, country, amount)";

const logOf = (path: string, version: number): readonly Record<string, Record<string, unknown>>[] =>
  readFileSync(join(path, "_delta_log", `${String(version).padStart(20, "0")}.json`), "utf8")
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));

test("a first write makes the table, and delta-rs reads its rows, appends, and reads both", async () => {
  const path = newTable();
  const result = await write(path, { select, fields });
  expect(result).toMatchObject({ version: 0, applied: true, rows: 3, files: 1, removedFiles: 0 });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "DE", "1.50"],
    ["2", "FR", null],
    ["3", null, "-3.25"],
  ]);
  await deltaRs.run(
    `write_deltalake(${JSON.stringify(path)}, pa.table({"id": [4], "country": ["IT"], "amount": pa.array([decimal.Decimal("9.99")], pa.decimal128(10, 2))}), mode="append")`,
  );
  expect((await write(path, { select: "select 5 as id, 'ES' as country, 7 as amount", fields })).version).toBe(2);
  expect((await deltaRs.rows(path)).map(([id, , amount]) => [id, amount])).toEqual([
    ["1", "1.50"],
    ["2", null],
    ["3", "-3.25"],
    ["4", "9.99"],
    ["5", "7.00"],
  ]);
  expect(readdirSync(path).filter(name => name.startsWith("_"))).toEqual(["_delta_log"]);
});

test("partitions, their folders and values are those that delta-rs reads", async () => {
  const path = newTable();
  const odd: readonly DeltaField[] = [
    field("id", "integer"),
    field("p", "string"),
    field("day", "date"),
    field("at", "timestamp"),
    field("d", { kind: "decimal", precision: 5, scale: 2 }),
    field("f", "double"),
    field("b", "boolean"),
  ];
  const written = await write(path, {
    select: `select * from (values
      (1, 'a b/c=d%e:é', date '2024-01-31', timestamptz '2024-01-31 10:00:00.123456+00', 1.50, 1e20, true),
      (2, null, null, null, null, null, null),
      (3, repeat('long ', 60), date '0001-01-01', timestamptz '1850-01-01 00:00:00+00', -1, -0.5, false),
      (4, '..', date '9999-12-31', timestamptz '2024-01-31 10:00:00+00', 0, 0, false)) t(id, p, day, "at", d, f, b)`,
    fields: odd,
    partitionBy: ["p", "day", "at", "d", "f", "b"],
  });
  expect(written.files).toBe(4);
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "a b/c=d%e:é", "19753", "1706695200123456", "1.50", "1e+20", true],
    ["2", null, null, null, null, null, null],
    ["3", "long ".repeat(60), "-719162", "-3786825600000000", "-1.00", "-0.5", false],
    ["4", "..", "2932896", "1706695200000000", "0.00", "0.0", false],
  ]);
});

test("an overwrite replaces all rows, and the version before is still there", async () => {
  const path = newTable();
  await write(path, { select, fields });
  const result = await write(path, { mode: "overwrite", select: "select 9 as id, 'X' as country, 1 as amount", fields });
  expect(result).toMatchObject({ version: 1, rows: 1, removedFiles: 1 });
  expect(await deltaRs.rows(path)).toEqual([["9", "X", "1.00"]]);
  expect(await deltaRs.rows(path, 0)).toHaveLength(3);
});

test("an overwrite of partitions replaces those that rows come for, also such that delta-rs wrote", async () => {
  const path = newTable();
  await write(path, { select, fields, partitionBy: ["country"] });
  await deltaRs.run(
    `write_deltalake(${JSON.stringify(path)}, pa.table({"id": [4, 5], "country": ["DE", None], "amount": pa.array([None, None], pa.decimal128(10, 2))}), mode="append")`,
  );
  const result = await write(path, {
    mode: "overwritePartitions",
    select: "select * from (values (6, 'DE', 1), (7, null, 2), (8, 'IT', 3)) t(id, country, amount)",
    fields,
    partitionBy: ["country"],
  });
  expect(result.removedFiles).toBe(4);
  expect(await deltaRs.rows(path)).toEqual([
    ["2", "FR", null],
    ["6", "DE", "1.00"],
    ["7", null, "2.00"],
    ["8", "IT", "3.00"],
  ]);
});

test("a transaction is applied once", async () => {
  const path = newTable();
  const transaction = { appId: "run", version: 7 };
  await write(path, { select, fields, transaction });
  expect(await write(path, { select, fields, transaction })).toMatchObject({ applied: false, version: 0 });
  expect(await write(path, { select, fields, transaction: { appId: "run", version: 6 } })).toMatchObject({ applied: false });
  expect(await write(path, { select, fields, transaction: { appId: "other", version: 7 } })).toMatchObject({ applied: true, version: 1 });
  expect(await deltaRs.run(`result = DeltaTable(${JSON.stringify(path)}).transaction_version("run")`)).toBe(7);
});

test("the log tells who wrote what", async () => {
  const path = newTable();
  await write(path, { select, fields, partitionBy: ["country"] });
  const [first] = logOf(path, 0);
  expect(first?.["commitInfo"]).toMatchObject({
    operation: "WRITE",
    operationParameters: { mode: "Append", partitionBy: '["country"]' },
    operationMetrics: { numFiles: "3", numOutputRows: "3" },
    engineInfo: "odibi/test",
    isBlindAppend: false,
  });
  const history = await deltaRs.run<{ readonly operation: string }[]>(
    `result = [{"operation": h["operation"]} for h in DeltaTable(${JSON.stringify(path)}).history()]`,
  );
  expect(history).toEqual([{ operation: "WRITE" }]);
});

test("statistics hold the bounds of each value, for delta-rs too", async () => {
  const path = newTable();
  await write(path, {
    select: `select * from (values
      (1, 'a' || repeat('é', 60), 0.5, timestamptz '2020-01-01 00:00:00.123456+00', {'x': 7, 'y': 'q'}, [1]),
      (2, 'b', 'nan'::double, null, null, null)) t(i, s, d, t, st, l)`,
    fields: [
      field("i", "long"),
      field("s", "string"),
      field("d", "double"),
      field("t", "timestamp"),
      field("st", { kind: "struct", fields: [field("x", "integer"), field("y", "string")] }),
      field("l", { kind: "array", item: { kind: "primitive", name: "long" }, itemNullable: true }),
    ],
  });
  const add = logOf(path, 0).find(action => "add" in action)?.["add"];
  expect(JSON.parse(String(add?.["stats"]))).toEqual({
    numRecords: 2,
    minValues: { i: 1, s: `a${"é".repeat(31)}`, t: "2020-01-01T00:00:00.123Z", st: { x: 7, y: "q" } },
    maxValues: { i: 2, s: "b", t: "2020-01-01T00:00:00.124Z", st: { x: 7, y: "q" } },
    nullCount: { i: 0, s: 0, d: 0, t: 1, st: { x: 1, y: 1 } },
  });
});

test("a null where the column has none fails, also inside of nested columns, and nothing is written", async () => {
  const path = newTable();
  const strict = [
    field("id", "long", false),
    field("st", { kind: "struct", fields: [field("x", "integer", false)] }),
    field("l", { kind: "array", item: { kind: "primitive", name: "long" }, itemNullable: false }),
  ];
  await write(path, { select: "select 1 as id, {'x': 1} as st, [1] as l union all select 2, null, null", fields: strict });
  for (const row of ["null, {'x': 1}, [1]", "3, {'x': null}, [1]", "3, {'x': 1}, [1, null]"]) {
    const select = `select * from (select ${row}) t(id, st, l)`;
    await expect(write(path, { select, fields: strict })).rejects.toMatchObject({ code: "ODB8104" });
  }
  expect(readdirSync(path).filter(name => name.startsWith("part-"))).toHaveLength(1);
  expect(await deltaRs.rows(path)).toHaveLength(2);
});

test("a partition value that Delta cannot hold fails", async () => {
  const path = newTable();
  await expect(
    write(path, { select: "select 1 as id, '' as country, 1 as amount", fields, partitionBy: ["country"] }),
  ).rejects.toMatchObject({
    code: "ODB8109",
  });
  await expect(write(path, { select, fields, partitionBy: ["town"] })).rejects.toMatchObject({ code: "ODB8102" });
  await expect(write(path, { select, fields, partitionBy: ["id", "country", "amount"] })).rejects.toMatchObject({ code: "ODB8102" });
  expect(readdirSync(path)).toEqual([]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DeltaField } from "../../runtime/delta/schema.ts";
import { createTable } from "../../runtime/delta/write/createTable.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const id = field("id", "long");
const name = field("name", "string");
const amount = field("amount", { kind: "decimal", precision: 10, scale: 2 });

const columnsOf = (path: string): Promise<unknown> =>
  deltaRs.run(
    `result = [[f.name, f.type.type if hasattr(f.type, "type") else str(f.type), f.nullable] for f in DeltaTable(${JSON.stringify(path)}).schema().fields]`,
  );

test("columns that are not the table's fail, and each is listed: missing, extra, retyped", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as name, 1.5 as amount", fields: [id, name, amount] });
  const fields = [field("id", "integer"), field("Name", "string"), field("town", "string")];
  for (const mode of ["append", "overwrite", "merge", "insertOnly"] as const) {
    await expect(write(path, { mode, keys: ["id"], select: "select 1 as id, 'a' as Name, 'b' as town", fields })).rejects.toMatchObject({
      code: "ODB8101",
      message:
        "The rows do not fit the Delta table: id is long in the table and integer in the rows; name is missing (string); amount is missing (decimal(10,2)); " +
        "Name is extra, and differs from name in case only; town is extra (string).",
    });
  }
  await expect(
    write(path, { select: "select 1 as id, 'a' as name, 1.5 as amount", fields: [id, name, amount], partitionBy: ["name"] }),
  ).rejects.toMatchObject({ code: "ODB8102", message: "The Delta table is partitioned by no column, and the write by name." });
  await expect(write(newTable(), { select: "select 1 as id, 2 as ID", fields: [id, field("ID", "long")] })).rejects.toMatchObject({
    code: "ODB8101",
  });
});

test("the order of the columns is the table's", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as name", fields: [id, name] });
  await write(path, { select: "select 'b' as name, 2 as id", fields: [name, id] });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "a"],
    ["2", "b"],
  ]);
});

test("addColumns adds them behind the others, null in the rows before, and a column that is missing is null", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as name", fields: [field("id", "long", false), name] });
  const changes = { schemaChanges: "addColumns" } as const;
  // The rows that are there have no amount, so it cannot be promised that none is null.
  await expect(
    write(path, { ...changes, select: "select 2 as id, 7 as amount", fields: [id, { ...amount, nullable: false }] }),
  ).rejects.toMatchObject({ code: "ODB8101", message: expect.stringContaining("amount is new and never null") });
  await write(path, { ...changes, select: "select 2 as id, 7 as amount", fields: [id, amount] });
  await write(path, {
    ...changes,
    mode: "merge",
    keys: ["id"],
    select: "select 1 as id, true as open union all select 3, false",
    fields: [id, field("open", "boolean")],
  });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", "a", null, true],
    ["2", null, "7.00", null],
    ["3", null, null, false],
  ]);
  expect(await columnsOf(path)).toEqual([
    ["id", "long", false],
    ["name", "string", true],
    ["amount", "decimal(10,2)", true],
    ["open", "boolean", true],
  ]);
  // Without a value for a column that has no nulls there is no row.
  await expect(write(path, { ...changes, select: "select 'x' as name", fields: [name] })).rejects.toMatchObject({ code: "ODB8101" });
  await expect(write(path, { ...changes, select: "select 1::integer as id", fields: [field("id", "integer")] })).rejects.toMatchObject({
    code: "ODB8101",
  });
});

test("addColumns adds fields inside of nested columns", async () => {
  const path = newTable();
  const nested = (...fields: readonly DeltaField[]): readonly DeltaField[] => [
    id,
    field("s", { kind: "struct", fields }),
    field("l", { kind: "array", item: { kind: "struct", fields }, itemNullable: true }),
  ];
  const x = field("x", "long");
  const y = field("y", "string");
  await write(path, { select: "select 1 as id, {'x': 1} as s, [{'x': 10}] as l", fields: nested(x) });
  await expect(write(path, { select: "select 2 as id, {'y': 'q'} as s, [{'y': 'q'}] as l", fields: nested(y) })).rejects.toMatchObject({
    message:
      "The rows do not fit the Delta table: s.x is missing (long); s.y is extra (string); l.element.x is missing (long); l.element.y is extra (string).",
  });
  await write(path, { schemaChanges: "addColumns", select: "select 2 as id, {'y': 'q'} as s, [{'y': 'q'}, null] as l", fields: nested(y) });
  await write(path, { mode: "merge", keys: ["id"], select: "select 1 as id, {'y': 'm', 'x': 5} as s, null as l", fields: nested(y, x) });
  expect(await deltaRs.rows(path)).toEqual([
    ["1", { x: "5", y: "m" }, null],
    ["2", { x: null, y: "q" }, [{ x: null, y: "q" }, null]],
  ]);
});

test("replace takes the new columns and partitions alone, in an overwrite", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as name", fields: [id, name], partitionBy: ["name"] });
  const other = {
    select: "select 'x' as id, 2 as day, timestamp '2024-01-31 10:00:00' as at",
    fields: [field("id", "string"), field("day", "integer"), field("at", "timestamp_ntz")],
  };
  await write(path, { ...other, mode: "overwrite", schemaChanges: "replace", partitionBy: ["day"] });
  expect(await deltaRs.rows(path)).toEqual([["x", "2", "1706695200000000"]]);
  expect(
    await deltaRs.run(
      `t = DeltaTable(${JSON.stringify(path)}); result = [t.metadata().partition_columns, t.protocol().min_reader_version, sorted(t.protocol().writer_features)]`,
    ),
  ).toEqual([["day"], 3, ["appendOnly", "invariants", "timestampNtz"]]);
  expect(await deltaRs.rows(path, 0)).toEqual([["1", "a"]]);
  await expect(write(path, { ...other, select: "select 1 as id", fields: [id], schemaChanges: "replace" })).rejects.toMatchObject({
    code: "ODB8101",
  });
});

test("under column mapping, files, statistics and partitions have physical names and ids, and a new column gets its own", async () => {
  for (const mode of ["name", "id"]) {
    const path = newTable();
    const struct = field("s p", { kind: "struct", fields: [field("in ner", "long")] });
    await createTable(storeOf(path), query, {
      fields: [id, struct, name],
      partitionBy: ["name"],
      properties: { "delta.columnMapping.mode": mode },
      engineInfo: "odibi/test",
    });
    await write(path, { select: `select 1 as id, {'in ner': 5} as "s p", 'a' as name`, fields: [id, struct, name] });
    await write(path, { schemaChanges: "addColumns", select: `select 2 as id, 7 as amount`, fields: [id, amount] });
    await write(path, {
      mode: "merge",
      keys: ["id"],
      schemaChanges: "addColumns",
      select: `select 1 as id, 9 as amount`,
      fields: [id, amount],
    });
    const log = readFileSync(join(path, "_delta_log", `${"3".padStart(20, "0")}.json`), "utf8");
    const add = log
      .split("\n")
      .filter(line => line !== "")
      .map(line => JSON.parse(line))
      .find(action => "add" in action).add;
    const metadata = readFileSync(join(path, "_delta_log", `${"2".padStart(20, "0")}.json`), "utf8")
      .split("\n")
      .map(line => (line === "" ? {} : JSON.parse(line)))
      .find(action => "metaData" in action).metaData;
    expect(metadata.configuration["delta.columnMapping.maxColumnId"]).toBe("5");
    const schema = JSON.parse(metadata.schemaString).fields as { name: string; metadata: Record<string, unknown> }[];
    const physical = new Map(
      schema.map(({ name: logical, metadata: told }) => [logical, String(told["delta.columnMapping.physicalName"])]),
    );
    expect(schema.map(({ metadata: told }) => told["delta.columnMapping.id"])).toEqual([1, 2, 4, 5]);
    expect([...physical.values()].every(text => text.startsWith("col-"))).toBe(true);
    expect(Object.keys(add.partitionValues)).toEqual([physical.get("name")]);
    expect(JSON.parse(add.stats).minValues[String(physical.get("amount"))]).toBe(9);
    const columns = await query.execute(
      `select name, field_id from parquet_schema('${join(path, decodeURIComponent(add.path))}') where field_id is not null order by 2`,
    );
    expect(columns.map(row => [row["name"], Number(row["field_id"])])).toEqual([
      [physical.get("id"), 1],
      [physical.get("s p"), 2],
      [expect.stringMatching(/^col-/), 3],
      [physical.get("amount"), 5],
    ]);
    expect(await deltaRs.rows(path)).toEqual([
      ["1", { "in ner": "5" }, "a", "9.00"],
      ["2", null, null, "7.00"],
    ]);
  }
});

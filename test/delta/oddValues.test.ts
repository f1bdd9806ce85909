import { expect, test } from "vitest";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import { optimize } from "../../runtime/delta/maintain/optimize.ts";
import { scanSelect } from "../../runtime/delta/scan/scanSelect.ts";
import type { DeltaField } from "../../runtime/delta/schema.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();

const odd: readonly DeltaField[] = [
  field("i", "long"),
  field("b", "byte"),
  field("s", "short"),
  field("n", "integer"),
  field("f", "float"),
  field("d", "double"),
  field("dec", { kind: "decimal", precision: 38, scale: 10 }),
  field("day", "date"),
  field("at", "timestamp"),
  field("local", "timestamp_ntz"),
  field("text", "string"),
  field("bytes", "binary"),
  field("flag", "boolean"),
  field("list", {
    kind: "array",
    item: { kind: "array", item: { kind: "primitive", name: "string" }, itemNullable: true },
    itemNullable: true,
  }),
  field("struct", { kind: "struct", fields: [field("a b", "long"), field("in", { kind: "struct", fields: [field("x", "date")] })] }),
  field("map", {
    kind: "map",
    key: { kind: "primitive", name: "string" },
    value: { kind: "primitive", name: "double" },
    valueNullable: true,
  }),
];
const lists = ["[['a', null], null, []]", "[]", "null", "[null]", "[[null]]"];
const select = `select * from (values
  (9223372036854775807, 127, 32767, 2147483647, 'inf'::float, 'inf'::double, '9999999999999999999999999999.9999999999'::decimal(38, 10), date '9999-12-31', timestamptz '9999-12-31 23:59:59.999999+00', timestamp '9999-12-31 23:59:59.999999', '😀é' || chr(0) || 'z', '\\x00\\xFF'::blob, true, ${lists[0]}, {'a b': 1, 'in': {'x': date '0001-01-01'}}, map {'k': null, '': 1.5::double}),
  (-9223372036854775808, -128, -32768, -2147483648, '-inf'::float, '-inf'::double, '-9999999999999999999999999999.9999999999'::decimal(38, 10), date '0001-01-01', timestamptz '0001-01-01 00:00:00+00', timestamp '0001-01-01 00:00:00', '', ''::blob, false, ${lists[1]}, {'a b': null, 'in': null}, map {}),
  (0, 0, 0, 0, 'nan'::float, 'nan'::double, 0.0000000001, date '1582-10-04', timestamptz '1582-10-04 23:59:59.999999+00', timestamp '1899-12-31 23:59:59.999999', repeat('ü', 40), null, null, ${lists[2]}, null, null),
  (1, 1, 1, 1, -0.0::float, -0.0::double, -1, date '1582-10-15', timestamptz '1899-12-31 23:59:59.999999+00', timestamp '1582-10-15 00:00:00', chr(1114111) || repeat(chr(1114111), 40), '\\x0A'::blob, true, ${lists[3]}, {'a b': 3, 'in': {'x': null}}, map {'q': 'nan'::double}),
  (null, null, null, null, null, null, null, null, null, null, null, null, null, ${lists[4]}, null, null)
) t(i, b, s, n, f, d, "dec", "day", "at", "local", "text", "bytes", flag, list, struct, "map")`;

const columns = odd.map(({ name }) => `"${name}"`).join(", ");

/** The rows as texts of the engine, which tell -0 from 0 and one NaN from none. */
async function texts(sql: string): Promise<readonly string[]> {
  const rows = await query.execute(
    `select cast(struct_pack(${odd.map(({ name }) => `"${name}"`).join(", ")}) as varchar) as t from (select ${columns} from (${sql}))`,
  );
  return rows.map(row => String(row["t"])).sort();
}

test("odd values come back as they were, in both readers, also after a merge, a compaction and a delta-rs append", async () => {
  const path = newTable();
  await write(path, { select, fields: odd });
  const read = async (): Promise<string> => (await scanSelect(await openSnapshot(storeOf(path), query), storeOf(path))).sql;
  expect(await texts(await read())).toEqual(await texts(select));
  const first = await deltaRs.rows(path);
  expect(first).toHaveLength(5);
  const byId = new Map(first.map(row => [row[0], row]));
  expect(byId.get("9223372036854775807")?.slice(1)).toEqual([
    "127",
    "32767",
    "2147483647",
    "Infinity",
    "Infinity",
    "9999999999999999999999999999.9999999999",
    "2932896",
    "253402300799999999",
    "253402300799999999",
    "😀é\0z",
    "0x00ff",
    true,
    [["a", null], null, []],
    { "a b": "1", in: { x: "0001-01-01" } },
    [
      ["k", null],
      ["", "1.5"],
    ],
  ]);
  expect(byId.get("0")?.slice(4, 11)).toEqual([
    "NaN",
    "NaN",
    "0.0000000001",
    String(Date.UTC(1582, 9, 4) / 86_400_000),
    String(BigInt(Date.UTC(1582, 9, 5)) * 1000n - 1n),
    "-2208988800000001",
    "ü".repeat(40),
  ]);
  expect(byId.get("1")?.slice(4, 6)).toEqual(["-0.0", "-0.0"]);
  expect(byId.get(null)?.slice(1)).toEqual([...Array(12).fill(null), [[null]], null, null]);
  await write(path, { mode: "merge", keys: ["i"], select: `${select} where i is not null`, fields: odd });
  await write(path, { mode: "merge", keys: ["text"], select: `${select} where text is not null`, fields: odd });
  await optimize(storeOf(path), query, { engineInfo: "odibi/test" });
  expect(await texts(await read())).toEqual(await texts(select));
  expect(await deltaRs.rows(path)).toEqual(first);
  await deltaRs.run(`t = DeltaTable(${JSON.stringify(path)}); write_deltalake(t, read_table(${JSON.stringify(path)}), mode="append")`);
  expect(await texts(await read())).toEqual([...(await texts(select)), ...(await texts(select))].sort());
});

test("delta-rs finds each odd value by its statistics", async () => {
  const path = newTable();
  for (const id of ["9223372036854775807", "-9223372036854775808", "0", "1"])
    await write(path, { select: `${select} where i = ${id}`, fields: odd });
  const found = await deltaRs.run<readonly number[]>(
    `
t = DeltaTable(${JSON.stringify(path)})
utc = lambda text: "arrow_cast('" + text + "Z', 'Timestamp(Microsecond, Some(\\"UTC\\"))')"
local = lambda text: "arrow_cast('" + text + "', 'Timestamp(Microsecond, None)')"
q = lambda where: pa.table(deltalake.QueryBuilder().register("t", t).execute("select count(*) as n from t where " + where)).to_pylist()[0]["n"]
result = [q(w) for w in ["i = 9223372036854775807", "f = arrow_cast('inf', 'Float32')", "d > 1e308", "d = 0", "n < -1", "day = date '0001-01-01'", "at >= " + utc('9999-12-31T23:59:59.999999'), "at <= " + utc('1899-12-31T23:59:59.999999'), "local = " + local('1899-12-31T23:59:59.999999'), "text = '${"ü".repeat(40)}'", "text >= '${"ü".repeat(32)}'", "text = ''"]]`,
  );
  expect(found).toEqual([1, 1, 2, 1, 1, 1, 1, 3, 1, 1, 3, 1]);
});

test("a text of 10 MB is held, and its statistics are short", async () => {
  const path = newTable();
  await write(path, {
    select: "select repeat('ä', 5000000) as big, 1 as id union all select null, 2",
    fields: [field("big", "string"), field("id", "long")],
  });
  const [row] = await query.execute(
    `select max(length(big)) as n, max(md5(big)) as h from (${(await scanSelect(await openSnapshot(storeOf(path), query), storeOf(path))).sql})`,
  );
  const [expected] = await query.execute("select 5000000 as n, md5(repeat('ä', 5000000)) as h");
  expect([Number(row?.["n"]), row?.["h"]]).toEqual([5_000_000, expected?.["h"]]);
  expect(
    await deltaRs.run(`result = max(len((big or "").encode()) for big in read_table(${JSON.stringify(path)})["big"].to_pylist())`),
  ).toBe(10_000_000);
  const { files } = await openSnapshot(storeOf(path), query);
  expect(files[0]?.stats?.length).toBeLessThan(400);
});

test("a write of no rows makes a table of its columns, and adds no file to one", async () => {
  const path = newTable();
  const fields = [field("id", "long"), field("p", "string")];
  const none = { select: "select 1 as id, 'x' as p where false", fields };
  expect(await write(path, { ...none, partitionBy: ["p"] })).toMatchObject({ version: 0, rows: 0, files: 0 });
  expect(await deltaRs.rows(path)).toEqual([]);
  for (const mode of ["append", "merge", "insertOnly", "overwritePartitions", "overwrite"] as const)
    await write(path, { ...none, mode, keys: ["id"] });
  expect(await deltaRs.rows(path)).toEqual([]);
  await write(path, { select: "select 1 as id, 'x' as p", fields });
  expect(await write(path, { ...none, mode: "merge", keys: ["id"] })).toMatchObject({ applied: false });
  await write(path, { ...none, mode: "overwrite" });
  expect(await deltaRs.rows(path)).toEqual([]);
  const unpartitioned = newTable();
  await write(unpartitioned, none);
  expect(await deltaRs.rows(unpartitioned)).toEqual([]);
});

test("2,000 columns are written, of which the first 32 have statistics, and merged", async () => {
  const path = newTable();
  const names = Array.from({ length: 2000 }, (_, index) => `column ${index}`);
  const fields = names.map(name => field(name, "long"));
  const values = (add: number): string => names.map((name, index) => `i * 10000 + ${index + add} as "${name}"`).join(", ");
  await write(path, { select: `select ${values(0)} from range(20) t(i)`, fields });
  await write(path, {
    mode: "merge",
    keys: ["column 0"],
    select: `select ${values(0).replace("+ 1 as", "+ 77 as")} from range(3) t(i)`,
    fields,
  });
  const { files } = await openSnapshot(storeOf(path), query);
  expect(Object.keys(JSON.parse(files[0]?.stats ?? "{}").minValues)).toHaveLength(32);
  const rows = await deltaRs.rows(path);
  expect(rows).toHaveLength(20);
  expect(rows.find(([first]) => first === "20000")?.slice(0, 3)).toEqual(["20000", "20077", "20002"]);
  expect(rows.find(([first]) => first === "30000")?.at(-1)).toBe("31999");
});

test("10,000 files are written, checkpointed, merged into and compacted", async () => {
  const path = newTable();
  const fields = [field("id", "long"), field("p", "integer")];
  const many = await write(path, {
    select: "select i as id, (i % 10000)::integer as p from range(20000) t(i)",
    fields,
    partitionBy: ["p"],
    properties: { "delta.checkpointInterval": "1" },
  });
  expect(many.files).toBe(10_000);
  const merged = await write(path, {
    mode: "merge",
    keys: ["id", "p"],
    select: "select 5 as id, 5::integer as p union all select 99999, 7",
    fields,
  });
  expect(merged).toMatchObject({ removedFiles: 1, files: 2 });
  expect(merged).not.toHaveProperty("warning");
  expect(await deltaRs.run(`result = DeltaTable(${JSON.stringify(path)}).count()`)).toBe(20_001);
  const result = await optimize(storeOf(path), query, { engineInfo: "odibi/test" });
  expect(result).toMatchObject({ addedFiles: 1, removedFiles: 2 });
  expect(await deltaRs.run(`result = len(DeltaTable(${JSON.stringify(path)}).file_uris())`)).toBe(10_000);
});

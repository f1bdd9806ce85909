import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSnapshot } from "../../../runtime/delta/log/openSnapshot.ts";
import type { Predicate } from "../../../runtime/delta/scan/predicate.ts";
import { type ScanOptions, scanSelect } from "../../../runtime/delta/scan/scanSelect.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { type Database, openDatabase } from "../../../runtime/engine/duckdb/openDatabase.ts";
import { makeFolder } from "../inFolder.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ spill: join(import.meta.dirname, "../../../node_modules/.vitest/read-scan"), threads: 1 });
});
afterAll(() => database.close());

const tables = join(import.meta.dirname, "tables");
const scanOf = async (root: string, options: ScanOptions = {}) => {
  const store = localStore(root);
  return scanSelect(await openSnapshot(store, database), store, options);
};
const rowsOf = async (root: string, options: ScanOptions = {}) => database.execute((await scanOf(root, options)).sql);

interface Column {
  readonly name: string;
  readonly type: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A table whose files are SELECTs, each with its part of the log's entry. */
async function makeTable(
  columns: readonly Column[],
  files: readonly { readonly sql: string; readonly add?: object; readonly name?: string; readonly options?: string }[],
  more: { readonly partitionColumns?: readonly string[]; readonly configuration?: object; readonly protocol?: object } = {},
): Promise<string> {
  const root = makeFolder();
  mkdirSync(join(root, "_delta_log"));
  const schemaString = JSON.stringify({ type: "struct", fields: columns.map(column => ({ nullable: true, metadata: {}, ...column })) });
  const { partitionColumns = [], configuration = {}, protocol = { minReaderVersion: 1, minWriterVersion: 2 } } = more;
  const actions: object[] = [
    { protocol },
    { metaData: { id: "t", format: { provider: "parquet" }, schemaString, partitionColumns, configuration } },
  ];
  for (const [index, { sql, add, name = `${index}.parquet`, options = "" }] of files.entries()) {
    await database.execute(`copy (${sql}) to '${join(root, name).replaceAll("'", "''")}' (format parquet${options})`);
    actions.push({ add: { path: encodeURI(name), partitionValues: {}, size: 1, modificationTime: 0, dataChange: true, ...add } });
  }
  writeFileSync(join(root, "_delta_log", `${"0".repeat(20)}.json`), actions.map(action => JSON.stringify(action)).join("\n"));
  return root;
}

const id = { name: "id", type: "long" };

test("columns in the order that is asked for, also when none is stored in the files", async () => {
  const root = join(tables, "spark-partitions");
  const [row] = await rowsOf(root, { columns: ["day", "v"], where: [["v", "=", 1]] });
  expect(Object.entries(row ?? {})).toEqual([
    ["day", "2024-01-31"],
    ["v", 1],
  ]);
  expect((await rowsOf(root, { columns: ["i"] })).map(({ i }) => i).sort()).toEqual([-1, 1, null]);
  expect(await rowsOf(root, { columns: ["l"], where: [["l", "=", "9223372036854775807"]] })).toEqual([{ l: "9223372036854775807" }]);
  await expect(rowsOf(root, { columns: ["V"] })).rejects.toMatchObject({ code: "ODB8012", message: expect.stringContaining('"V"') });
  await expect(rowsOf(root, { where: [["w", "is null"]] })).rejects.toMatchObject({ code: "ODB8012" });
});

test("the types are the schema's, with rows and without", async () => {
  const describe = async (options: ScanOptions): Promise<readonly unknown[]> =>
    (await database.execute(`describe ${(await scanOf(join(tables, "spark-types"), options)).sql}`)).map(row => [
      row["column_name"],
      row["column_type"],
    ]);
  const types = await describe({});
  expect(types).toEqual([
    ["id", "INTEGER"],
    ["l", "BIGINT"],
    ["i", "INTEGER"],
    ["s", "SMALLINT"],
    ["b", "TINYINT"],
    ["f", "FLOAT"],
    ["d", "DOUBLE"],
    ["o", "BOOLEAN"],
    ["t", "VARCHAR"],
    ["x", "BLOB"],
    ["day", "DATE"],
    ["at", "TIMESTAMP WITH TIME ZONE"],
    ["local", "TIMESTAMP"],
    ["m", "DECIMAL(38,10)"],
    ["p", "STRUCT(ab INTEGER, c STRUCT(d VARCHAR)[])"],
    ["list", "INTEGER[]"],
    ["dict", "MAP(VARCHAR, BIGINT)"],
  ]);
  expect(await describe({ files: [] })).toEqual(types);
});

test.each<[Predicate, readonly number[]]>([
  [["id", "=", 2], [2]],
  [
    ["id", "in", [1, 3, 9]],
    [1, 3],
  ],
  [["id", "in", []], []],
  [["id", "=", 2.5], []],
  [
    ["id", "<", 2.5],
    [1, 2],
  ],
  [["l", "=", "9223372036854775807"], [1]],
  [["l", ">", 9223372036854775806n], [1]],
  [["l", "is null"], [3]],
  [
    ["l", "is not null"],
    [1, 2],
  ],
  [["f", ">", 1e30], [2]],
  [["d", "=", 0.1], [1]],
  [["d", "<", 0], [2]],
  [["o", "!=", true], [2]],
  [["t", "=", "é🎈"], [1]],
  [["t", "<", "a"], [2]],
  [["day", "<=", "1500-01-01"], [2]],
  [["at", "=", "2024-01-31T23:59:59.123456Z"], [1]],
  [["at", "<", "1900-01-01"], [2]],
  [["local", "=", "2024-01-31 23:59:59.123456"], [1]],
  [["m", "=", "-0.0000000001"], [2]],
  [["m", ">", "1234567890123456789012345678.0123456788"], [1]],
])("rows are filtered exactly: %o", async (predicate, ids) => {
  const rows = await rowsOf(join(tables, "spark-types"), { columns: ["id"], where: [predicate] });
  expect(rows.map(row => row["id"]).sort()).toEqual(ids);
});

test.each<{ readonly predicate: Predicate }>([
  { predicate: ["id", "=", "x"] },
  { predicate: ["id", "=", true] },
  { predicate: ["o", "=", 1] },
  { predicate: ["t", "=", 1] },
  { predicate: ["day", "=", "yesterday"] },
  { predicate: ["at", "=", "10:00"] },
  { predicate: ["local", "=", "2024-01-31T10:00:00Z"] },
  { predicate: ["p", "=", "x"] },
  { predicate: ["x", "=", "x"] },
  { predicate: ["d", "=", ""] },
])("a value that does not compare is refused, also where no file is left: %o", async ({ predicate }) => {
  for (const files of [undefined, []]) {
    const options = { where: [predicate], ...(files === undefined ? {} : { files }) };
    await expect(scanOf(join(tables, "spark-types"), options)).rejects.toMatchObject({ code: "ODB8013" });
  }
});

test("only the files that may match are read, and each row tells its file where that is asked for", async () => {
  const stats = (low: number, high: number) => ({
    stats: `{"numRecords":10,"minValues":{"id":${low}},"maxValues":{"id":${high}},"nullCount":{"id":0}}`,
  });
  const root = await makeTable(
    [id],
    [0, 10, 20].map(from => ({ sql: `select range as id from range(${from}, ${from + 10})`, add: stats(from, from + 9) })),
  );
  const scan = await scanOf(root, {
    where: [
      ["id", ">=", 18],
      ["id", "<", 22],
    ],
    fileColumn: "file",
  });
  expect([scan.files, scan.of, scan.bytes]).toEqual([2, 3, 2]);
  const rows = await database.execute(scan.sql);
  expect(rows.map(row => [row["id"], scan.scanned[Number(row["file"])]?.path]).sort()).toEqual([
    ["18", "1.parquet"],
    ["19", "1.parquet"],
    ["20", "2.parquet"],
    ["21", "2.parquet"],
  ]);
});

test("a file that is missing is named, before the engine is asked", async () => {
  const root = makeFolder();
  cpSync(join(tables, "spark-clustered"), root, { recursive: true });
  const [file] = readdirSync(root).filter(name => name.endsWith(".parquet"));
  rmSync(join(root, file ?? ""));
  await expect(scanOf(root)).rejects.toMatchObject({ code: "ODB8007", message: expect.stringContaining(file ?? "") });
});

test("names of files with characters that mean something elsewhere, and absolute ones", async () => {
  const other = makeFolder();
  await database.execute(`copy (select 4 as id) to '${other}/a b.parquet' (format parquet)`);
  const names = ["a*.parquet", "a[b]?.parquet", "it's é%25 #1.parquet"];
  const root = await makeTable(
    [id],
    [
      ...names.map((name, index) => ({ sql: `select ${index} as id`, name, add: { path: encodeURIComponent(name) } })),
      { sql: "select 9 as id", name: "ab.parquet", add: { path: `file://${other}/a%20b.parquet` } },
    ],
  );
  expect((await rowsOf(root)).map(row => row["id"]).sort()).toEqual(["0", "1", "2", "4"]);
});

test("columns with the names that the engine itself gives", async () => {
  const names = ["file_index", "file_row_number", "filename", "select", 'q"uote', "c0"];
  const columns = names.map(name => ({ name, type: "integer" }));
  const sql = `select ${names.map((name, index) => `${index}::integer as "${name.replaceAll('"', '""')}"`).join(", ")}`;
  const inline = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";
  const deletionVector = { storageType: "i", pathOrInlineDv: inline, sizeInBytes: 44, cardinality: 6 };
  const root = await makeTable(columns, [{ sql: `${sql} from range(30)`, add: { deletionVector } }]);
  const rows = await rowsOf(root, { where: [["file_row_number", "=", 1]] });
  expect(rows).toHaveLength(24);
  expect(rows[0]).toEqual(Object.fromEntries(names.map((name, index) => [name, index])));
});

test("files that lack columns, have others, or have narrower types", async () => {
  const columns = [
    id,
    { name: "n", type: "string" },
    {
      name: "s",
      type: {
        type: "struct",
        fields: [
          { name: "x", type: "long", nullable: true, metadata: {} },
          { name: "y", type: "string", nullable: true, metadata: {} },
        ],
      },
    },
  ];
  const root = await makeTable(
    [...columns, { name: "none", type: "void" }],
    [
      { sql: "select 1::integer as id, {x: 1::smallint, z: 3} as s, 'extra' as other" },
      { sql: "select 'a' as n, 2::bigint as id" },
      { sql: "select null::struct(x bigint) as s" },
    ],
  );
  expect((await rowsOf(root)).map(row => JSON.stringify(row)).sort()).toEqual([
    '{"id":"1","n":null,"s":{"x":"1","y":null},"none":null}',
    '{"id":"2","n":"a","s":null,"none":null}',
    '{"id":null,"n":null,"s":null,"none":null}',
  ]);
});

test("a partition value that is none of its type is named", async () => {
  const root = await makeTable(
    [id, { name: "day", type: "date" }],
    [{ sql: "select 1 as id", add: { partitionValues: { day: "soon" } } }],
    {
      partitionColumns: ["day"],
    },
  );
  await expect(scanOf(root)).rejects.toMatchObject({ code: "ODB8011", message: expect.stringMatching(/0\.parquet.*"soon".*"day".*date/) });
});

test("by id: a column is found by its id, whatever its name in the file", async () => {
  const mapped = { ...id, metadata: { "delta.columnMapping.id": 7, "delta.columnMapping.physicalName": "col-7" } };
  const root = await makeTable(
    [mapped],
    [
      { sql: 'select 1::bigint as "col-7"', options: ', field_ids {"col-7": 7}' },
      { sql: 'select 2::bigint as other, 3::bigint as "col-7"', options: ', field_ids {other: 7, "col-7": 8}' },
    ],
    { protocol: { minReaderVersion: 2, minWriterVersion: 5 }, configuration: { "delta.columnMapping.mode": "id" } },
  );
  expect((await rowsOf(root)).map(row => row["id"]).sort()).toEqual(["1", "2"]);
});

test("ten thousand files in two thousand partitions", async () => {
  const root = await makeTable([id, { name: "p", type: "integer" }], [], { partitionColumns: ["p"] });
  await database.execute(`copy (select 1 as id) to '${root}/0.parquet' (format parquet)`);
  const store = localStore(root);
  const snapshot = await openSnapshot(store, database);
  const files = Array.from({ length: 10_000 }, (_, index) => ({
    path: "0.parquet",
    partitionValues: { p: String(index % 2000) },
    size: 1,
    modificationTime: 0,
    dataChange: true,
  }));
  const { sql } = await scanSelect({ ...snapshot, files }, store, {});
  const [found] = await database.execute(`select count(*) as count, sum(p) as sum, count(distinct p) as different from (${sql})`);
  expect(found).toEqual({ count: "10000", sum: String(5 * ((2000 * 1999) / 2)), different: "2000" });
}, 60_000);

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Write } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import {
  boolean,
  column,
  date,
  decimal,
  enumOf,
  float64,
  int64,
  makePlan,
  parsed,
  read,
  source,
  string,
  timestamp,
  writeTo,
} from "./makePlan.ts";

const columns = [
  column("id", int64),
  column("note", string, true),
  column("f", float64, true),
  column("d", decimal(12, 2)),
  column("long", decimal(30, 2)),
  column("at", timestamp),
  column("day", date),
  column("ok", boolean, true),
  column("e", enumOf("a", "b")),
];
const rows = `select * from (values
  (1::bigint, 'x,"y"', 1e21, 12.5::decimal(12,2), 12345678901234567890.12::decimal(30,2), timestamptz '2024-01-31 10:00:00Z', date '2024-02-29', true, 'a'),
  (2, '', 0.1, -0.05, 0, timestamptz '1969-12-31 23:59:59.999999Z', date '0001-01-01', false, 'b'),
  (3, null, null, 0, 1, timestamptz '9999-12-31 23:59:59Z', date '9999-12-31', null, 'a'),
  (4, E'two\\nlines', -0.0000001, 100, 2, timestamptz '2024-01-31 10:00:00.5Z', date '1500-03-01', null, 'b')) t(id, note, f, d, long, "at", day, ok, e)`;

async function writeRows(write: Partial<Write<Typed>>, path: string): Promise<string> {
  const folder = makeFolder();
  await query(`copy (${rows}) to '${folder}/lake/in.parquet'`);
  const order = { kind: "orderBy", keys: [{ expression: parsed("id"), direction: "asc" }] } as const;
  const plan = makePlan([
    { id: "a.rows", steps: [source("in.parquet", columns), order], write: writeTo(path, write) },
    { id: "b.again", steps: [read("a.rows")], write: writeTo("again") },
  ]);
  const { status, events } = await runPlan(folder, plan);
  expect(events.filter(event => event.event === "node.finished" && event.status === "failed")).toEqual([]);
  expect(status).toBe("succeeded");
  // What is read back is what was written, to the last bit.
  const difference = `(${rows} except all select * from '${folder}/lake/again/*.parquet')`;
  expect(await query(`select count(*)::int as lost from ${difference}`)).toEqual([{ lost: 0 }]);
  expect(await query(`select count(*)::int as n from '${folder}/lake/again/*.parquet'`)).toEqual([{ n: 4 }]);
  return join(folder, "lake", path);
}

test("csv: texts quoted, nulls bare, numbers and times as JavaScript writes them", async () => {
  const path = await writeRows({ file: { format: "csv" } }, "out.csv");
  expect(readFileSync(path, "utf8")).toBe(`id,"note",f,d,long,at,day,ok,"e"
1,"x,""y""",1e+21,12.50,12345678901234567890.12,2024-01-31T10:00:00.000000Z,2024-02-29,true,"a"
2,"",0.1,-0.05,0.00,1969-12-31T23:59:59.999999Z,0001-01-01,false,"b"
3,,,0.00,1.00,9999-12-31T23:59:59.000000Z,9999-12-31,,"a"
4,"two
lines",-1e-7,100.00,2.00,2024-01-31T10:00:00.500000Z,1500-03-01,,"b"
`);
});

test("csv with options", async () => {
  const path = await writeRows({ file: { format: "csv", delimiter: ";", quote: "'", nullValue: "NA", header: false } }, "out.csv.gz");
  expect(gunzipSync(readFileSync(path)).toString().split("\n")[2]).toBe(
    "'3';NA;NA;'0.00';'1.00';'9999-12-31T23:59:59.000000Z';'9999-12-31';NA;'a'",
  );
});

test("an ending in capitals is the same ending", async () => {
  const path = await writeRows({ file: { format: "csv" } }, "out.CSV.GZ");
  expect(gunzipSync(readFileSync(path)).toString().startsWith('id,"note"')).toBe(true);
});

test("json: one object to a line, a long decimal as a text", async () => {
  const path = await writeRows({ file: { format: "json" } }, "out.jsonl");
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(lines[0]).toBe(
    '{"id":1,"note":"x,\\"y\\"","f":1e+21,"d":12.50,"long":"12345678901234567890.12","at":"2024-01-31T10:00:00.000000Z","day":"2024-02-29","ok":true,"e":"a"}',
  );
  expect(lines.map(line => JSON.parse(line).note)).toEqual(['x,"y"', "", null, "two\nlines"]);
});

test.each([{ compression: "zstd" }, { compression: "none" }, { compression: "snappy" }] as const)("parquet, %o", async options => {
  const path = await writeRows({ file: { format: "parquet", ...options } }, "out.parquet");
  const expected = { zstd: "ZSTD", none: "UNCOMPRESSED", snappy: "SNAPPY" }[options.compression];
  expect(await query(`select distinct compression from parquet_metadata('${path}')`)).toEqual([{ compression: expected }]);
  expect(
    await query(`select decode(value) as version from parquet_kv_metadata('${path}') where decode(key) = 'org.apache.spark.version'`),
  ).toEqual([{ version: "3.5.0" }]);
});

test.each(["csv", "json", "parquet"] as const)("a %s folder", async format => {
  const path = await writeRows({ file: { format } }, "out");
  expect(readdirSync(path)).toEqual([expect.stringMatching(new RegExp(`^part-[0-9a-z-]+-0\\.${format === "json" ? "jsonl" : format}$`))]);
});

test.each(["csv", "json", "parquet"] as const)("a %s folder in partitions, values escaped, null by Hive's word", async format => {
  const folder = makeFolder();
  await query(
    `copy (select * from (values (1::bigint, 'a/b =%é', date '2024-01-31'), (2, null, date '2024-01-31'), (3, 'x', date '2024-02-01')) t(id, p, day)) to '${folder}/lake/in.parquet'`,
  );
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.parquet", [column("id", int64), column("p", string, true), column("day", date)])],
      write: writeTo("out", { file: { format }, partitionBy: ["day", "p"] }),
    },
    { id: "b.again", steps: [read("a.rows")], write: writeTo("again") },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(readdirSync(join(folder, "lake/out"))).toEqual(["day=2024-01-31", "day=2024-02-01"]);
  expect(readdirSync(join(folder, "lake/out/day=2024-01-31")).sort()).toEqual(["p=__HIVE_DEFAULT_PARTITION__", "p=a%2Fb%20%3D%25%C3%A9"]);
  expect(await query(`select id, p, day from '${folder}/lake/again/*.parquet' order by id`)).toEqual([
    { id: "1", p: "a/b =%é", day: "2024-01-31" },
    { id: "2", p: null, day: "2024-01-31" },
    { id: "3", p: "x", day: "2024-02-01" },
  ]);
  // Overwritten by fewer partitions, the others are gone; a second run reads what the first one stored.
  await query(`copy (select 4::bigint as id, 'x' as p, date '2024-02-01' as day) to '${folder}/lake/in.parquet'`);
  expect((await runPlan(folder, plan, { select: ["a.rows"] })).status).toBe("succeeded");
  expect((await runPlan(folder, plan, { select: ["b.again"] })).status).toBe("succeeded");
  expect(await query(`select id from '${folder}/lake/again/*.parquet'`)).toEqual([{ id: "4" }]);
});

test("an append adds files, and a partitioned one too", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id,p\n1,a\n2,b\n");
  const csv = source("in.csv", [column("id", int64), column("p", string)]);
  const plan = makePlan([
    { id: "a.rows", steps: [csv], write: writeTo("plain", { mode: "append" }) },
    { id: "b.rows", steps: [csv], write: writeTo("parts", { mode: "append", partitionBy: ["p"] }) },
  ]);
  for (let run = 0; run < 3; run += 1) expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(readdirSync(join(folder, "lake/plain"))).toHaveLength(3);
  expect(
    await query(
      `select p, count(*)::int as n from read_parquet('${folder}/lake/parts/*/*.parquet', hive_partitioning = true) group by p order by p`,
    ),
  ).toEqual([
    { p: "a", n: 3 },
    { p: "b", n: 3 },
  ]);
});

test("NaN and Infinity are in csv, and no JSON", async () => {
  const folder = makeFolder();
  await query(`copy (select unnest(['NaN'::double, 'Infinity'::double, '-Infinity'::double]) as f) to '${folder}/lake/in.parquet'`);
  const steps = [source("in.parquet", [column("f", float64, true)])];
  expect((await runPlan(folder, makePlan([{ id: "a.rows", steps, write: writeTo("out.csv", { file: { format: "csv" } }) }]))).status).toBe(
    "succeeded",
  );
  expect(readFileSync(join(folder, "lake/out.csv"), "utf8")).toBe("f\nNaN\nInfinity\n-Infinity\n");
  const { events } = await runPlan(folder, makePlan([{ id: "a.rows", steps, write: writeTo("out.json", { file: { format: "json" } }) }]));
  expect(events.find(event => event.event === "node.finished")).toMatchObject({
    error: { code: "ODB6031", message: 'The column "f" holds NaN, which JSON does not have.' },
  });
});

test("an orderBy that ends a node is the order of its file", async () => {
  const folder = makeFolder();
  await query(
    `copy (select (hash(i) % 1000000)::bigint as id from range(400000) t(i)) to '${folder}/lake/in.parquet' (row_group_size 20000)`,
  );
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.parquet", [column("id", int64)]), { kind: "orderBy", keys: [{ expression: parsed("id"), direction: "desc" }] }],
      write: writeTo("out.parquet"),
    },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(
    await query(
      `select count(*)::int as wrong from (select id, lag(id) over (order by file_row_number) as before from read_parquet('${folder}/lake/out.parquet', file_row_number = true)) where before < id`,
    ),
  ).toEqual([{ wrong: 0 }]);
});

test("a file where a folder is written, a folder where a file is, and a file above it", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id\n1\n");
  put(folder, "table", "a file");
  put(folder, "other.parquet/inside", "a folder");
  const csv = source("in.csv", [column("id", int64)]);
  for (const path of ["table", "other.parquet", "table/below"]) {
    const { events } = await runPlan(folder, makePlan([{ id: "a.rows", steps: [csv], write: writeTo(path) }]));
    expect(
      events.find(event => event.event === "node.finished"),
      path,
    ).toMatchObject({ error: { code: "ODB5020" } });
  }
  expect(readFileSync(join(folder, "lake/table"), "utf8")).toBe("a file");
});

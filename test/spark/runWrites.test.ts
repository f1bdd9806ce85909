import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import {
  boolean,
  column,
  date,
  decimal,
  enumOf,
  float64,
  int32,
  int64,
  makePlan,
  read,
  select,
  source,
  string,
  timestamp,
  timestampNtz,
  writeTo,
} from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

const columns = [
  column("id", int64),
  column("small", int32, true),
  column("ratio", float64, true),
  column("amount", decimal(12, 2), true),
  column("exact", decimal(30, 10), true),
  column("name", string, true),
  column("open", boolean, true),
  column("day", date, true),
  column("at", timestamp, true),
  column("wall", timestampNtz, true),
  column("status", enumOf("open", "paid", "it's"), true),
  column("raw", { kind: "binary" }, true),
];

const rows = `(values
  (1::bigint, 7::integer, 0.1::double, 1.50::decimal(12,2), 12345678901234567890.1234567891::decimal(30,10), 'a,b "c" \\ ''d''', true, date '2024-02-29', timestamptz '2024-01-31 10:00:00.5Z', timestamp '2024-01-31 10:00:00', 'open', '\\x00\\xFF'::blob),
  (2, null, null, null, null, null, null, null, null, null, null, null),
  (3, -2147483648, 1e21, -0.01, 0, '', false, date '0001-01-01', timestamptz '1500-03-01 00:00:00Z', timestamp '0001-01-01 00:00:00', 'paid', ''::blob),
  (9007199254740993, 0, -1e-7, 9999999999.99, 1, ' é😀 ' || chr(10) || 'NULL', true, date '9999-12-31', timestamptz '1969-12-31 23:59:59.999999Z', timestamp '9999-12-31 23:59:59.999999', 'it''s', '\\x41'::blob),
  (-9223372036854775808, 5, 123456789.125, 0.10, 0.0000000001, 'NULL', false, date '1582-10-10', timestamptz '2024-06-30 12:00:00Z', timestamp '1582-10-10 12:00:00', 'open', null),
  (5, 5, 2e23, 0, 0, '#x', false, date '1970-01-01', timestamptz '1970-01-01 00:00:00Z', timestamp '1970-01-01 00:00:00', 'open', null),
  (6, 5, 5e-324, 0, 0, '	tab', false, date '1970-01-01', timestamptz '1970-01-01 00:00:00Z', timestamp '1970-01-01 00:00:00', 'open', null)
  ) t(id, small, ratio, amount, exact, name, open, day, "at", wall, status, raw)`;

const csv = { format: "csv" } as const;
const json = { format: "json" } as const;
const tables = {
  folder: writeTo("folder"),
  file: writeTo("file.parquet"),
  zstd: writeTo("zstd", { file: { format: "parquet", compression: "zstd" } }),
  csvFolder: writeTo("csv_folder", { file: csv }),
  csvFile: writeTo("all.csv", { file: csv }),
  csvNull: writeTo("null.csv", { file: { ...csv, nullValue: "NULL", delimiter: ";" } }),
  csvNullPacked: writeTo("packed_null", { file: { ...csv, nullValue: "NULL", compression: "gzip" } }),
  csvBare: writeTo("bare.csv", { file: { ...csv, header: false, quote: "'" } }),
  csvPacked: writeTo("all.csv.gz", { file: csv }),
  jsonFolder: writeTo("json_folder", { file: json }),
  jsonPacked: writeTo("all.jsonl.gz", { file: json }),
  byStatus: writeTo("by_status", { partitionBy: ["status"] }),
  byDay: writeTo("by_day", { partitionBy: ["day", "small"] }),
  byInstant: writeTo("by_instant", { partitionBy: ["at"] }),
  csvByStatus: writeTo("csv_by_status", { file: csv, partitionBy: ["status"] }),
  csvNullByAmount: writeTo("csv_null_by_amount", { file: { ...csv, nullValue: "NULL" }, partitionBy: ["amount"] }),
  jsonByOpen: writeTo("json_by_open", { file: json, partitionBy: ["open"] }),
  appended: writeTo("appended", { mode: "append" }),
  appendedParts: writeTo("appended_parts", { mode: "append", partitionBy: ["status"] }),
} as const;
const names = Object.keys(tables) as (keyof typeof tables)[];

const plan = makePlan([
  ...names.map(name => ({ id: `w.${name}`, steps: [source("in.parquet", columns)], write: tables[name] })),
  ...names.map(name => ({ id: `r.${name}`, steps: [read(`w.${name}`)], write: writeTo(`read/${name}`) })),
]);

const engines: { readonly [name: string]: Plan<Typed> } = { duckdb: plan, spark: onSpark(plan) };

test.each([
  ["spark", "duckdb"],
  ["duckdb", "spark"],
])("what %s writes, %s reads, and adds to", async (writer, reader) => {
  const folder = makeFolder();
  await query(`copy (select * from ${rows}) to '${folder}/lake/in.parquet'`);
  const run = async (engine: string, select: string[]) => {
    const { status, events } = await runPlan(folder, engines[engine] ?? plan, { select });
    expect(events.flatMap(event => ("error" in event ? [event.error] : []))).toEqual([]);
    expect(status).toBe("succeeded");
  };
  await run(writer, ["w/*", ...names.map(name => `w.${name}`)].slice(1));
  await run(reader, [...names.map(name => `r.${name}`), "w.appended", "w.appendedParts"]);
  const expected = await query(`select * from ${rows} order by id`);
  for (const name of names) {
    const found = await query(`select * from read_parquet('${folder}/lake/read/${name}/*.parquet') order by id`);
    const twice = name === "appended" || name === "appendedParts";
    expect({ name, rows: found }).toEqual({ name, rows: twice ? expected.flatMap(row => [row, row]) : expected });
  }
  const files = readdirSync(join(folder, "lake"), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + "/lake/".length));
  const plain = /^(?:in\.parquet|(?:file|all|null|bare)\.\w+(?:\.gz)?|.*\/part-[0-9a-z-]+\.(?:parquet|csv|csv\.gz|jsonl))$/;
  const strange = files.filter(path => !plain.test(path));
  expect(strange).toEqual([]);
});

test("an empty table has its columns in every format", async () => {
  const folder = makeFolder();
  await query(`copy (select * from ${rows} limit 0) to '${folder}/lake/in.parquet'`);
  const { status } = await runPlan(folder, onSpark(plan), { select: names.map(name => `w.${name}`) });
  expect(status).toBe("succeeded");
  const read = await runPlan(folder, plan, { select: names.map(name => `r.${name}`) });
  expect(read.events.flatMap(event => (event.event === "node.finished" && event.status === "succeeded" ? [event.rows] : []))).toEqual(
    names.map(() => 0),
  );
});

test("faults of a write, and of Parquet files that are read: the same words on both engines, and no table", async () => {
  const folder = makeFolder();
  const parquet = (name: string, sql: string) => query(`copy (${sql}) to '${folder}/lake/${name}.parquet'`);
  await parquet("in", "select * from (values (1::bigint, 'a', 1.5::double), (2, '', 'NaN'::double)) t(id, name, ratio)");
  await parquet("hive", "select 1::bigint as id, '__HIVE_DEFAULT_PARTITION__' as name");
  await parquet("null", "select * from (values (1::bigint, 'a'), (2, null)) t(id, name)");
  await parquet(
    "wide",
    "select 1::bigint as id, 1.5::decimal(20, 4) as amount, 1::utinyint as u, '2024-01-01'::timestamp_s as at, {a: 1} as nested",
  );
  await parquet(
    "narrow",
    "select 1::smallint as id, 1.5::decimal(5, 1) as amount, 1::float as ratio, timestamp_ms '2024-01-01 10:00:00' as wall",
  );
  put(folder, "cut.parquet", "PAR1 nothing PAR1");
  const id = column("id", int64);
  const name = column("name", string, true);
  const faults = {
    partition: { steps: [source("in.parquet", [id, name, column("ratio", float64)])], write: writeTo("t1", { partitionBy: ["name"] }) },
    hive: { steps: [source("hive.parquet", [id, name])], write: writeTo("t2", { partitionBy: ["name"] }) },
    nan: { steps: [source("in.parquet", [id, name, column("ratio", float64)])], write: writeTo("t3.json", { file: json }) },
    null: { steps: [source("null.parquet", [id, column("name", string)])], write: writeTo("t4") },
    enum: { steps: [source("null.parquet", [id, column("name", enumOf("b"), true)])], write: writeTo("t5") },
    missing: { steps: [source("in.parquet", [id, column("nam", string)])], write: writeTo("t6") },
    wide: {
      steps: [
        source("wide.parquet", [
          column("id", int32),
          column("amount", decimal(12, 2)),
          column("u", string),
          column("at", timestamp),
          column("nested", string),
        ]),
      ],
      write: writeTo("t7"),
    },
    ignored: { steps: [source("wide.parquet", [id], { extraColumns: "ignore" })], write: writeTo("t8") },
    narrow: {
      steps: [source("narrow.parquet", [id, column("amount", decimal(12, 2)), column("ratio", float64), column("wall", timestampNtz)])],
      write: writeTo("t9"),
    },
    cut: { steps: [source("cut.parquet", [id])], write: writeTo("t10") },
    divides: {
      steps: [source("in.parquet", [id, name, column("ratio", float64)]), select({ id: "id % (id - 1)" })],
      write: writeTo("t11"),
    },
    overflows: {
      steps: [source("in.parquet", [id, name, column("ratio", float64)]), select({ id: "id * 9223372036854775807" })],
      write: writeTo("t12"),
    },
    casts: {
      steps: [source("in.parquet", [id, name, column("ratio", float64)]), select({ id: "cast(name, t.int32())" })],
      write: writeTo("t13"),
    },
    unwritten: { steps: [read("w.gone")], write: writeTo("t14") },
  };
  const made = makePlan([
    { id: "w.gone", steps: [source("in.parquet", [id, name, column("ratio", float64)])], write: writeTo("gone") },
    ...Object.entries(faults).map(([key, sketch]) => ({ id: `f.${key}`, ...sketch })),
  ]);
  const outcomes = async (faulty: Plan<Typed>) => {
    const { events } = await runPlan(folder, faulty, { select: Object.keys(faults).map(key => `f.${key}`) });
    const finished = events.flatMap(event => (event.event === "node.finished" ? [event] : []));
    return Object.fromEntries(finished.map(event => [event.node, event.status === "failed" ? told(event.error) : event.rows]));
  };
  expect(await outcomes(onSpark(made))).toEqual(await outcomes(made));
});

/** Of an expression's fault DuckDB tells the expression and the row too; what each says of an overflow and a damaged file is its own. */
function told({ code, message }: { readonly code: string; readonly message: string }) {
  const isOwn = code === "ODB6103" || code === "ODB6011";
  return isOwn ? { code } : { code, message: message.replace(/ In [^{]*, for the row \{.*\}\.$/s, "") };
}

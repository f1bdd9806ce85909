import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SourceStep } from "../../compiler/plan/step.ts";
import type { Column, DataType } from "../../compiler/plan/types.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { makeFolder, query, runPlan } from "./inFolder.ts";
import {
  column,
  date,
  decimal,
  enumOf,
  filter,
  float64,
  int32,
  int64,
  makePlan,
  select,
  source,
  string,
  timestamp,
  writeTo,
} from "./makePlan.ts";

/** Reads a Parquet file that DuckDB writes of a query, and gives the rows or the error. */
async function readParquet(
  sql: string,
  columns: readonly Column[],
  more: Partial<Pick<SourceStep, "extraColumns">> = {},
  damage?: (bytes: Buffer) => Buffer,
): Promise<unknown> {
  const folder = makeFolder();
  const path = join(folder, "lake/in.parquet");
  await query(`copy (${sql}) to '${path}' (format parquet)`);
  if (damage !== undefined) writeFileSync(path, damage(readFileSync(path)));
  const plan = makePlan([{ id: "a.rows", steps: [source("in.parquet", columns, more)], write: writeTo("out") }]);
  const { events } = await runPlan(folder, plan);
  const finished = events.find(event => event.event === "node.finished");
  if (finished?.event === "node.finished" && finished.status === "failed")
    return { code: finished.error.code, message: finished.error.message.replaceAll(`${folder}/lake/`, "") };
  return query(`select * from '${folder}/lake/out/*.parquet' order by 1`);
}

test.each<readonly [sql: string, type: DataType, found: unknown]>([
  ["1::tinyint", int64, "1"],
  ["1::usmallint", int32, 1],
  ["1.5::float", float64, 1.5],
  ["1.50::decimal(10,2)", decimal(12, 2), "1.50"],
  ["1.5::decimal(10,1)", decimal(12, 2), "1.50"],
  ["timestamptz '2024-01-31 10:00:00+01'", timestamp, "2024-01-31 09:00:00+00"],
  ["date '2024-01-31'", date, "2024-01-31"],
])("%s fits %o", async (sql, type, found) => {
  expect(await readParquet(`select ${sql} as a`, [column("a", type)])).toEqual([{ a: found }]);
});

test.each<readonly [sql: string, type: DataType, words: string]>([
  ["1::bigint", int32, '"a" is bigint where int32 is declared'],
  ["1::ubigint", int64, '"a" is ubigint where int64 is declared'],
  ["1.5::double", { kind: "float32" }, '"a" is double where float32 is declared'],
  ["1.50::decimal(14,2)", decimal(12, 2), '"a" is decimal(14, 2) where decimal(12,2) is declared'],
  ["1.500::decimal(12,3)", decimal(12, 2), '"a" is decimal(12, 3) where decimal(12,2) is declared'],
  ["timestamp '2024-01-31 10:00:00'", timestamp, '"a" is timestamp where timestamp is declared'],
  ["1", string, '"a" is integer where string is declared'],
  ["[1]", int64, '"a" is a nested type where int64 is declared'],
])("%s does not fit %o", async (sql, type, words) => {
  expect(await readParquet(`select ${sql} as a`, [column("a", type)])).toEqual({
    code: "ODB6010",
    message: `The Parquet file "in.parquet" does not match its declaration: ${words}.`,
  });
});

test("each column that is missing, retyped or extra is told", async () => {
  const declared = [column("id", int64), column("amount", decimal(12, 2)), column("name", string)];
  expect(await readParquet("select 1::bigint as id, 1.5::double as amount, 'x' as nam, 2 as more", declared)).toEqual({
    code: "ODB6010",
    message:
      'The Parquet file "in.parquet" does not match its declaration: "name" is missing (there is "nam"); "amount" is double where decimal(12,2) is declared; "nam" is not declared; "more" is not declared.',
  });
  expect(await readParquet("select 'x' as more, 1::bigint as id", [column("id", int64)], { extraColumns: "ignore" })).toEqual([
    { id: "1" },
  ]);
});

test("a null where none is declared, with and without statistics of the file", async () => {
  const rows = "select case when i = 2 then null else i end::bigint as id from range(5) t(i)";
  expect(await readParquet(rows, [column("id", int64)])).toEqual({
    code: "ODB6002",
    message: 'The Parquet file "in.parquet", row 3, column "id": null, where int64 is declared.',
  });
  expect(await readParquet(rows, [column("id", int64, true)])).toHaveLength(5);
});

test("a file is checked once a run, but again under another declaration and when it has changed", async () => {
  const folder = makeFolder();
  const write = (value: string): Promise<unknown> =>
    query(`copy (select ${value}::bigint as id from range(3)) to '${folder}/lake/in.parquet' (format parquet)`);
  const node = (id: string, nullable: boolean, after: readonly string[]) => ({
    id: `a.${id}`,
    steps: [source("in.parquet", [column("id", int64, nullable)])],
    write: writeTo(id),
    after,
  });
  await write("null");
  const lax = await runPlan(folder, makePlan([node("lax", true, []), node("strict", false, ["a.lax"]), node("lax_too", true, ["a.lax"])]));
  expect(outcomes(lax.events)).toEqual({ "a.lax": "succeeded", "a.strict": "ODB6002", "a.lax_too": "succeeded" });

  await write("1");
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    if (event.event === "node.finished" && event.node === "a.two")
      copyFileSync(`${folder}/lake/nulls.parquet`, `${folder}/lake/in.parquet`);
  };
  await query(`copy (select null::bigint as id from range(3)) to '${folder}/lake/nulls.parquet' (format parquet)`);
  const nodes = [node("one", false, []), node("two", false, ["a.one"]), node("three", false, ["a.two"])];
  await runPlan(folder, makePlan(nodes), { onEvent });
  expect(outcomes(events)).toEqual({ "a.one": "succeeded", "a.two": "succeeded", "a.three": "ODB6002" });
});

const outcomes = (events: readonly RunEvent[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    events.flatMap(event =>
      event.event === "node.finished" ? [[event.node, event.status === "failed" ? event.error.code : event.status]] : [],
    ),
  );

test("a value outside of its enum, though no reader looks at it", async () => {
  const folder = makeFolder();
  await query(
    `copy (select i as id, case when i = 4 then 'void' else 'open' end as status from range(5) t(i)) to '${folder}/lake/in.parquet'`,
  );
  const steps = [
    source("in.parquet", [column("id", int64), column("status", enumOf("open", "paid"))]),
    filter("id < 3"),
    select({ id: "id" }),
  ];
  const { events } = await runPlan(folder, makePlan([{ id: "a.rows", steps, write: writeTo("out") }]));
  expect(events.find(event => event.event === "node.finished")).toMatchObject({
    error: { code: "ODB6003", message: expect.stringContaining('row 5, column "status": "void" is none of') },
  });
});

test.each([
  ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ["cut in its footer", (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
  ["of no bytes", () => Buffer.alloc(0)],
  ["of something else", () => Buffer.from("id,name\n1,x\n2,y\n3,z\n")],
  ["with a page turned to zeros", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 40), Buffer.alloc(2000), bytes.subarray(2040)])],
])("a file %s", async (_, damage) => {
  expect(
    await readParquet(
      "select i::bigint as id, 'name ' || hash(i) as name from range(5000) t(i)",
      [column("id", int64), column("name", string)],
      {},
      damage,
    ),
  ).toMatchObject({ code: "ODB6011" });
});

test("files whose columns stand in another order, or are narrower in one than in another", async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, "lake/in"));
  await query(`copy (select 1::integer as id, 'a' as name) to '${folder}/lake/in/a.parquet'`);
  await query(`copy (select 'b' as name, 5000000000::bigint as id) to '${folder}/lake/in/b.parquet'`);
  await query(`copy (select 1 as nonsense) to '${folder}/lake/in/_hidden.parquet'`);
  for (const path of ["in", "in/*.parquet", "**/[ab].parquet"]) {
    const plan = makePlan([
      {
        id: "a.rows",
        steps: [source(path, [column("id", int64), column("name", string)], { file: { format: "parquet" } })],
        write: writeTo("out"),
      },
    ]);
    expect((await runPlan(folder, plan)).status).toBe("succeeded");
    expect(await query(`select * from '${folder}/lake/out/*.parquet' order by id`)).toEqual([
      { id: "1", name: "a" },
      { id: "5000000000", name: "b" },
    ]);
  }
});

test("a source that is missing, and a glob that matches nothing", async () => {
  const folder = makeFolder();
  for (const [path, code] of [
    ["in.parquet", "ODB5021"],
    ["in", "ODB5021"],
    ["in/*.parquet", "ODB5022"],
  ] as const) {
    const plan = makePlan([
      { id: "a.rows", steps: [source(path, [column("id", int64)], { file: { format: "parquet" } })], write: writeTo("out") },
    ]);
    const { events } = await runPlan(folder, plan);
    expect(
      events.find(event => event.event === "node.finished"),
      path,
    ).toMatchObject({ status: "failed", error: { code, file: "pipelines/a.pipeline.ts", line: 3, column: 14 } });
  }
});

test("a folder without files is a table of no rows", async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, "lake/in"));
  const plan = makePlan([
    { id: "a.rows", steps: [source("in", [column("id", int64)], { file: { format: "parquet" } })], write: writeTo("out.parquet") },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(await query(`select count(*)::int as n from '${folder}/lake/out.parquet'`)).toEqual([{ n: 0 }]);
});

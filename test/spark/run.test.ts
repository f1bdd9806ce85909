import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Step, Untyped } from "../../compiler/plan/step.ts";
import type { Column } from "../../compiler/plan/types.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { preview } from "../../runtime/preview.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import { column, date, filter, float64, int64, makePlan, parsed, read, select, source, string, writeTo } from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

const ids = [column("id", int64)];
const many = [column("id", int64), column("name", string)];

/** Writes a bundle and gives the step that runs it. */
function mapRows(folder: string, text: string, columns: readonly Column[]): Step<Untyped> {
  const hash = createHash("sha256").update(text).digest("hex");
  mkdirSync(join(folder, "functions"), { recursive: true });
  writeFileSync(join(folder, "functions", `${hash}.mjs`), text);
  return { kind: "mapRows", bundle: `functions/${hash}.mjs`, columns };
}

const outcomes = (events: readonly RunEvent[]) =>
  Object.fromEntries(
    events.flatMap(event => {
      if (event.event === "node.skipped") return [[event.node, `skipped by ${event.because}`]];
      if (event.event !== "node.finished") return [];
      return [[event.node, event.status === "failed" ? event.error.code : `${event.rows} rows`]];
    }),
  );

test("a run end to end: the same tables, outcomes and record as on DuckDB", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", `id,name\n${Array.from({ length: 1000 }, (_, id) => `${id},n${id % 7}`).join("\n")}\n`);
  put(folder, "bad.csv", "id\n1\nx\n");
  put(folder, "bad2.csv", "id\n1\ny\n");
  await query(`copy (select i as id from range(200000) t(i)) to '${folder}/lake/many.parquet'`);
  const endless: readonly Step<Untyped>[] = [
    source("many.parquet", ids),
    {
      kind: "join",
      type: "inner",
      right: { steps: [source("many.parquet", ids)] },
      on: parsed("left.id * right.id % 7 === 8"),
      columns: [{ name: "id", expression: parsed("left.id") }],
    },
  ];
  const orderBy = (text: string): Step<Untyped> => ({ kind: "orderBy", keys: [{ expression: parsed(text), direction: "asc" }] });
  const limit = (rows: number): Step<Untyped> => ({ kind: "limit", rows: { kind: "number", text: String(rows) } });
  const steps = [
    { line: 7, column: 3 },
    { line: 8, column: 5 },
  ];
  const place = { file: "pipelines/f.pipeline.ts", line: 6, column: 1, steps };
  const nodes = [
    { id: "a.rows", steps: [source("in.csv", many)], write: writeTo("rows") },
    { id: "a.view", steps: [source("in.csv", many), filter("id > 10")] },
    { id: "b.one", steps: [read("a.view"), select({ id: "id * 2" })], write: writeTo("one") },
    {
      id: "b.two",
      steps: [read("a.view"), filter("id % 2 === 0"), orderBy("-id")],
      write: writeTo("two.csv", { file: { format: "csv" } }),
    },
    { id: "b.since", steps: [read("a.rows"), select({ id: "id", day: "$day" })], write: writeTo("since") },
    { id: "c.ties", steps: [read("a.rows"), orderBy("id % 10"), limit(3)] },
    { id: "c.left", steps: [read("c.ties")], write: writeTo("left") },
    { id: "c.right", steps: [read("c.ties")], write: writeTo("right") },
    {
      id: "d.scored",
      steps: [
        read("a.view"),
        mapRows(folder, "export default row => ({ id: row.id, score: Number(row.id) / 4, name: row.name + '!' });", [
          column("id", int64),
          column("score", float64),
          column("name", string),
        ]),
        filter("score > 100.0"),
      ],
      write: writeTo("scored"),
    },
    { id: "f.bad", steps: [source("bad.csv", ids)], write: writeTo("bad"), retries: 2, place },
    {
      id: "f.throws",
      steps: [
        source("many.parquet", ids),
        mapRows(folder, "export default row => { if (row.id === 12345n) throw new Error('no'); return { id: row.id }; };", ids),
      ],
      write: writeTo("throws"),
      place,
    },
    { id: "f.child", steps: [read("f.bad")], write: writeTo("child") },
    { id: "f.grandchild", steps: [read("f.child")], write: writeTo("grandchild") },
    { id: "f.badView", steps: [source("bad2.csv", ids)] },
    { id: "f.ofView", steps: [read("f.badView")], write: writeTo("of_view") },
    { id: "f.late", steps: endless, write: writeTo("late"), timeout: 2 },
    { id: "f.gone", steps: [source("gone.csv", ids)], write: writeTo("gone"), retries: 1 },
  ];
  const plan = makePlan(nodes, { parameters: [{ name: "day", type: date }] });
  const params = { day: "2024-02-29" };
  const tables = async () =>
    Object.fromEntries(
      await Promise.all(
        ["rows/*.parquet", "one/*.parquet", "since/*.parquet", "scored/*.parquet"].map(async path => [
          path,
          await query(`select * from '${folder}/lake/${path}' order by id`),
        ]),
      ),
    );
  const read_ = async () => [await tables(), await query(`select * from read_csv('${folder}/lake/two.csv', all_varchar = true)`)];

  const duckdb = await runPlan(folder, plan, { params });
  const expected = await read_();
  const spark = await runPlan(folder, onSpark(plan), { params });
  expect(outcomes(spark.events)).toEqual(outcomes(duckdb.events));
  expect(outcomes(spark.events)).toMatchObject({
    "a.rows": "1000 rows",
    "f.grandchild": "skipped by f.bad",
    "f.late": "ODB5050",
    "d.scored": expect.stringMatching(/rows$/),
  });
  expect(await read_()).toEqual(expected);
  const [left, right] = [
    await query(`select id from '${folder}/lake/left/*.parquet' order by id`),
    await query(`select id from '${folder}/lake/right/*.parquet' order by id`),
  ];
  expect(left).toEqual(right);

  const failures = spark.events.flatMap(event => (event.event === "node.finished" && event.status === "failed" ? [event] : []));
  expect(Object.fromEntries(failures.map(({ node, error }) => [node, [error.file, error.line, error.message]]))).toMatchObject({
    "f.bad": ["pipelines/f.pipeline.ts", 7, `"${folder}/lake/bad.csv", line 3, column "id": "x" is no int64.`],
    "f.throws": ["pipelines/f.pipeline.ts", 8, "The function threw at the row { id: 12345n }: Error: no."],
  });
  const told = (events: readonly RunEvent[], node: string) =>
    events.flatMap(event => ("node" in event && event.node === node && event.event !== "node.progress" ? [event.event] : []));
  for (const node of ["f.bad", "f.gone", "b.one", "f.grandchild"])
    expect([node, told(spark.events, node)]).toEqual([node, told(duckdb.events, node)]);
  // What takes long tells how far it is, by the tasks of its jobs.
  const fractions = spark.events.flatMap(event => (event.event === "node.progress" ? [event.fraction] : []));
  expect(fractions).not.toEqual([]);
  expect(fractions.filter(fraction => fraction <= 0 || fraction >= 1)).toEqual([]);
  expect(spark.events.at(-1)).toMatchObject({ event: "run.finished", status: "failed" });
  expect(spark.events[0]).toMatchObject({ event: "run.started", engine: "spark" });
  // Independent nodes run side by side.
  const order = spark.events.map(event => `${event.event} ${"node" in event ? event.node : ""}`);
  expect(order.indexOf("node.started f.bad")).toBeLessThan(order.indexOf("node.finished a.rows"));

  const database = new DatabaseSync(join(folder, ".odibi/state.db"));
  const record = (run: string) =>
    database.prepare("select node, status, attempts, rows from outcomes where run = ? order by node").all(run);
  expect(record(spark.run)).toEqual(record(duckdb.run));
  database.close();
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
  expect(readdirSync(join(folder, "lake")).filter(name => name.startsWith("."))).toEqual([]);
  expect(existsSync(join(folder, "lake/late"))).toBe(false);
});

test("a preview gives the texts that DuckDB gives", async () => {
  const folder = makeFolder();
  await query(
    `copy (select * from (values (1::bigint, 0.1::double, timestamptz '2024-01-31 10:00:00.5Z', '\\x0f'::blob), (null, 1e21, null, null)) t(id, ratio, "at", raw)) to '${folder}/lake/in.parquet'`,
  );
  const columns = [
    column("id", int64, true),
    column("ratio", float64),
    column("at", { kind: "timestamp" }, true),
    column("raw", { kind: "binary" }, true),
  ];
  const plan = makePlan([
    { id: "a.rows", steps: [source("in.parquet", columns)], write: writeTo("rows") },
    { id: "a.more", steps: [read("a.rows"), filter("ratio > 0.0")] },
  ]);
  const options = { root: folder, planDirectory: folder, limit: 10, upstream: true };
  const expected = await preview(plan, "a.more", options);
  expect(expected.rows?.length).toBe(2);
  expect(await preview(onSpark(plan), "a.more", options)).toEqual(expected);
});

test("an aborted signal ends a run within a second or two, also while Spark starts", async () => {
  const folder = makeFolder();
  await query(`copy (select i as id from range(200000) t(i)) to '${folder}/lake/many.parquet'`);
  const plan = onSpark(
    makePlan([
      {
        id: "a.slow",
        steps: [
          source("many.parquet", ids),
          {
            kind: "join",
            type: "inner",
            right: { steps: [source("many.parquet", ids)] },
            on: parsed("left.id * right.id % 7 === 8"),
            columns: [{ name: "id", expression: parsed("left.id") }],
          },
        ],
        write: writeTo("slow"),
      },
    ]),
  );
  const early = new AbortController();
  setTimeout(() => early.abort(), 1000);
  const before = performance.now();
  expect((await runPlan(folder, plan, { signal: early.signal })).status).toBe("cancelled");
  expect(performance.now() - before).toBeLessThan(2500);

  const late = new AbortController();
  let aborted = 0;
  const stop = (event: RunEvent): void => {
    if (event.event !== "node.started") return;
    setTimeout(() => {
      aborted = performance.now();
      late.abort();
    }, 3000);
  };
  const cancelled = await runPlan(folder, plan, { signal: late.signal, onEvent: stop });
  expect(cancelled.status).toBe("cancelled");
  expect(performance.now() - aborted).toBeLessThan(2500);
  expect(readdirSync(join(folder, "lake"))).toEqual(["many.parquet"]);
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
});

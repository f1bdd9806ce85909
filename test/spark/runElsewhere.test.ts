import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { Column } from "../../compiler/plan/types.ts";
import { findSpark } from "../../runtime/engine/spark/findSpark.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import { column, date, filter, float64, int64, makePlan, parsed, read, select, source, string, writeTo } from "../runtime/makePlan.ts";
import { startCluster } from "./cluster.ts";
import { onSpark, python, sparkConf } from "./sparkRun.ts";

// The same plan where Spark is started otherwise: on a cluster, and as the emitted project by itself.

const columns = [column("id", int64), column("name", string)];

function mapRows(folder: string, functionText: string, made: readonly Column[]) {
  const hash = createHash("sha256").update(functionText).digest("hex");
  mkdirSync(join(folder, "functions"), { recursive: true });
  writeFileSync(join(folder, "functions", `${hash}.mjs`), functionText);
  return { kind: "mapRows", bundle: `functions/${hash}.mjs`, columns: made } as const;
}

function makeProject() {
  const folder = makeFolder();
  for (const part of [0, 1, 2])
    put(folder, `in/${part}.csv`, `id,name\n${Array.from({ length: 500 }, (_, at) => `${at * 3 + part},"n ${at % 7}"`).join("\n")}\n`);
  put(folder, "bad.csv", "id\n1\nx\n");
  put(folder, "objects.jsonl", '{"id": 1, "name": "a"}\n{"id": 2, "name": "é"}\n');
  const score = mapRows(folder, "export default row => ({ id: row.id, score: Number(row.id) / 4 });", [
    column("id", int64),
    column("score", float64),
  ]);
  const plan = makePlan(
    [
      { id: "bronze/a.rows", steps: [source("in/*.csv", columns)], write: writeTo("rows") },
      {
        id: "bronze/a.objects",
        steps: [source("objects.jsonl", columns)],
        write: writeTo("objects.csv", { file: { format: "csv" } }),
        tags: ["small"],
      },
      {
        id: "silver/b.byName",
        steps: [
          read("bronze/a.rows"),
          {
            kind: "aggregate",
            keys: [{ name: "name", expression: parsed("name") }],
            aggregates: [
              { name: "rows", expression: parsed("count()") },
              { name: "most", expression: parsed("max(id)") },
            ],
          },
        ],
        write: writeTo("by_name", { partitionBy: ["name"] }),
      },
      { id: "silver/b.scored", steps: [read("bronze/a.rows"), filter("id > 100"), score], write: writeTo("scored.parquet") },
      {
        id: "silver/b.days",
        steps: [read("bronze/a.rows"), select({ id: "id", day: "$day" })],
        write: writeTo("days", { mode: "append" }),
      },
      {
        id: "silver/c.bad",
        steps: [source("bad.csv", [column("id", int64)])],
        write: writeTo("bad"),
        retries: 1,
        place: { file: "c.pipeline.ts", line: 4, column: 1, steps: [] },
      },
      { id: "silver/c.child", steps: [read("silver/c.bad")], write: writeTo("child") },
    ],
    { parameters: [{ name: "day", type: date, default: "2024-02-29" }] },
  );
  return { folder, plan };
}

async function readTables(folder: string): Promise<unknown> {
  const tables = ["rows/*.parquet", "by_name/*/*.parquet", "scored.parquet", "days/*.parquet"].map(
    path => `read_parquet('${folder}/lake/${path}', hive_partitioning = true)`,
  );
  return Promise.all(
    [...tables, `read_csv('${folder}/lake/objects.csv', all_varchar = true)`].map(table => query(`select * from ${table} order by all`)),
  );
}

const outcomes = (events: readonly RunEvent[]) =>
  Object.fromEntries(
    events.flatMap(event => {
      if (event.event === "node.skipped") return [[event.node, event.because]];
      if (event.event !== "node.finished") return [];
      return [
        [
          event.node,
          event.status === "failed" ? `${event.error.code} ${event.error.message.replace(/"[^"]*\/lake/, '"lake')}` : event.rows,
        ],
      ];
    }),
  );

/** What DuckDB makes of it. */
async function expectation() {
  const { folder, plan } = makeProject();
  const { events } = await runPlan(folder, plan);
  return { tables: await readTables(folder), outcomes: outcomes(events) };
}

test("a standalone cluster of a master and two workers", async () => {
  const { folder, plan } = makeProject();
  const expected = await expectation();
  const master = await startCluster(folder);
  const { events } = await runPlan(folder, onSpark(plan, "local"), { master });
  expect(outcomes(events)).toEqual(expected.outcomes);
  expect(await readTables(folder)).toEqual(expected.tables);
  const [application = ""] = readdirSync(join(folder, "work"));
  expect(readdirSync(join(folder, "work", application)).sort()).toEqual(["0", "1"]);
});

/** spark-submit on the emitted project. */
async function submit(project: string, words: readonly string[]) {
  const { submit: program, home } = findSpark(python, ".");
  const conf = Object.entries(sparkConf).flatMap(([key, value]) => ["--conf", `${key}=${value}`]);
  const child = spawn(program, ["--master", "local[2]", ...conf, join(project, "main.py"), ...words], {
    env: { ...process.env, SPARK_HOME: home, PYSPARK_PYTHON: python, ODIBI_NODE: process.execPath },
    stdio: ["ignore", "pipe", "ignore"],
  });
  // spark-submit gives what Python writes on its standard output, errors too.
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { code: child.exitCode, output };
}

test("the emitted project by itself", async () => {
  const { folder, plan } = makeProject();
  const expected = await expectation();
  const project = join(folder, "project");
  writeProject(plan, folder, project);
  const run = await submit(project, ["--root", folder, "--events"]);
  const events = run.output
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as RunEvent);
  expect(outcomes(events)).toEqual(expected.outcomes);
  expect(run.code).toBe(1);
  expect(await readTables(folder)).toEqual(expected.tables);
  expect(readdirSync(join(folder, "lake")).sort()).toEqual([
    "bad.csv",
    "by_name",
    "days",
    "in",
    "objects.csv",
    "objects.jsonl",
    "rows",
    "scored.parquet",
  ]);
  const failed = events.find(event => event.event === "node.finished" && event.status === "failed");
  expect(failed).toMatchObject({ error: { severity: "error", file: "c.pipeline.ts", line: 4 } });

  // What a killed run left is finished or removed, and a selection with other params appends.
  writeFileSync(join(folder, "lake/.days.journal"), `${JSON.stringify({ action: "append", run: "x-1", files: ["part-x-1-0.parquet"] })}\n`);
  writeFileSync(join(folder, "lake/days/part-x-1-0.parquet"), "half");
  mkdirSync(join(folder, "lake/.rows.x-1.new"));
  const more = await submit(project, ["--root", folder, "--select", "days", "--select", "tag:small", "--param", "day=2024-03-01"]);
  expect(more.output).toMatch(/✓ silver\/b\.days: 1500 rows/);
  expect(more.code).toBe(0);
  expect(
    await query(`select day::varchar as day, count(*)::int as n from '${folder}/lake/days/*.parquet' group by day order by day`),
  ).toEqual([
    { day: "2024-02-29", n: 1500 },
    { day: "2024-03-01", n: 1500 },
  ]);
  expect(readdirSync(join(folder, "lake")).filter(name => name.startsWith("."))).toEqual([]);
});

test.each([
  [["--select", "bronze/a.row"], 'error ODB5001 The selector "bronze/a.row" names no node of the plan.\n  → Did you mean "bronze/a.rows"?'],
  [["--env", "defualt"], 'error ODB5002 The plan has no environment "defualt".\n  → Did you mean "default"?'],
  [["--param", "dya=1"], 'error ODB5003 The plan has no param "dya".\n  → Did you mean "day"?'],
  [
    ["--param", "day=2024-02-30"],
    'error ODB5004 The param "day" is a date, and --param day gives "2024-02-30".\n  → A date is written 2024-01-31.',
  ],
])("%j is refused before a session is there", async (words, said) => {
  const { folder, plan } = makeProject();
  writeProject(plan, folder, join(folder, "project"));
  const { code, output } = await submit(join(folder, "project"), words);
  expect(output).toContain(said);
  // spark-submit hands the program's exit code on.
  expect(code).toBe(2);
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["bad.csv", "in", "objects.jsonl"]);
});

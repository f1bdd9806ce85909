import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { column, filter, int64, makePlan, parsed, read, select, source, writeTo } from "../runtime/makePlan.ts";
import { logInto, readLog } from "./sparkLog.ts";
import { onSpark, python, sparkConf } from "./sparkRun.ts";

// A view that costs Spark much and is read twice is computed once, by a run and by the emitted project; both have to find what they kept.

const nodes = (table: string, cache: boolean | undefined) => [
  {
    id: "a.sums",
    steps: [
      source("in.parquet", [column("id", int64), column("amount", int64)]),
      filter("amount > 0"),
      {
        kind: "aggregate" as const,
        keys: [{ name: "id", expression: parsed("id % 10") }],
        aggregates: [{ name: "amount", expression: parsed("sum(amount)") }],
      },
      select({ id: "id", amount: "amount * 2" }),
    ],
    ...(cache === undefined ? {} : { cache }),
  },
  { id: "b.small", steps: [read("a.sums"), filter("amount < 100000")], write: writeTo(`${table}/small`) },
  { id: "b.large", steps: [read("a.sums"), filter("amount >= 100000")], write: writeTo(`${table}/large`) },
];

/** How many of the plans that write a table begin with the file, and how many with what was kept. */
function readsOf(folder: string): { readonly file: number; readonly kept: number } {
  const writing = readLog(folder).plans.filter(plan => plan.includes("InsertIntoHadoopFsRelationCommand"));
  return {
    file: writing.filter(plan => plan.includes("Scan parquet") && !plan.includes("InMemoryTableScan")).length,
    kept: writing.filter(plan => plan.includes("InMemoryTableScan")).length,
  };
}

test("a shared view of an aggregate is kept and found, unless the plan says otherwise", async () => {
  const folder = makeFolder();
  await query(`copy (select i as id, i % 100 as amount from range(10000) t(i)) to '${folder}/lake/in.parquet'`);
  const plan = (table: string, cache?: boolean) => {
    const made = onSpark(makePlan(nodes(table, cache)));
    const spark = { python, master: "local[2]", conf: { ...sparkConf, ...logInto(join(folder, `log-${table}`)) } };
    return { ...made, environments: made.environments.map(environment => ({ ...environment, spark })) };
  };
  expect((await runPlan(folder, makePlan(nodes("duckdb", undefined)))).status).toBe("succeeded");

  const run = await runPlan(folder, plan("run"));
  expect(run.events.flatMap(event => (event.event === "node.finished" && event.status === "succeeded" ? [event.node] : []))[0]).toBe(
    "a.sums",
  );
  expect(readsOf(join(folder, "log-run"))).toEqual({ file: 0, kept: 2 });

  expect((await runPlan(folder, plan("anew", false))).status).toBe("succeeded");
  expect(readsOf(join(folder, "log-anew"))).toEqual({ file: 2, kept: 0 });

  writeProject(plan("emitted"), folder, join(folder, "job"));
  const conf = { ...sparkConf, ...logInto(join(folder, "log-emitted")), "spark.scheduler.mode": "FIFO" };
  const submit = join(python, "../spark-submit");
  const words = ["--master", "local[2]", ...Object.entries(conf).flatMap(([key, value]) => ["--conf", `${key}=${value}`])];
  const { stdout } = await promisify(execFile)(submit, [...words, join(folder, "job/main.py"), "--root", folder, "--events"], {
    env: { ...process.env, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1" },
  });
  const events = stdout.split("\n").flatMap(line => (line.startsWith("{") ? [JSON.parse(line)] : []));
  expect(events.filter(({ event }) => event === "node.finished").map(({ node, rows }) => [node, rows])[0]).toEqual(["a.sums", 10]);
  expect(readsOf(join(folder, "log-emitted"))).toEqual({ file: 0, kept: 2 });

  const rows = (table: string, part: string) => query(`select * from '${folder}/lake/${table}/${part}/*.parquet' order by all`);
  for (const part of ["small", "large"]) {
    expect((await rows("duckdb", part)).length).toBeGreaterThan(0);
    for (const table of ["run", "anew", "emitted"]) expect(await rows(table, part)).toEqual(await rows("duckdb", part));
  }

  // What the command line sets stands; what it leaves out is set for one machine.
  const { settings } = readLog(join(folder, "log-emitted"));
  expect(settings).toMatchObject({ "spark.scheduler.mode": "FIFO", "spark.ui.enabled": "false" });
});

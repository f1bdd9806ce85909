import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { createTable } from "../../runtime/delta/index.ts";
import { openEngine } from "../../runtime/engine/openEngine.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { run } from "../../runtime/run.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import { column, filter, int64, makePlan, parsed, read, select, source, string, writeTo } from "../runtime/makePlan.ts";
import { jars, onSpark, python, sparkConf } from "./sparkRun.ts";

// Runs on Spark around Delta tables: versions, transactions, faults, others at the same time, and the project that is submitted.

const delta = { format: "delta" } as const;
const columns = [column("id", int64), column("name", string, true)];

const outcomes = (events: readonly RunEvent[]) =>
  Object.fromEntries(
    events.flatMap(event => {
      if (event.event !== "node.finished") return [];
      return [[event.node, event.status === "failed" ? `${event.error.code} ${event.error.message}` : event.rows]];
    }),
  );
const sorted = (path: string) => query(`select * from read_parquet('${path}/*.parquet', hive_partitioning = false) order by all`);

/** What DuckDB reads of a Delta table. */
async function rowsOf(folder: string, table: string) {
  const plan = makePlan([{ id: "r.rows", steps: [source(table, columns, { file: delta })], write: writeTo("read") }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  return sorted(`${folder}/lake/read`);
}

test("readers read what the run wrote, a version, or what was there at an instant, as on DuckDB", async () => {
  const folder = makeFolder();
  const writing = [
    { id: "a.rows", steps: [source("in.csv", columns)], write: writeTo("rows", { file: delta, mode: "append" as const }) },
    { id: "b.even", steps: [read("a.rows"), filter("id % 2 === 0")], write: writeTo("even") },
  ];
  const commitTime = (version: number) =>
    statSync(join(folder, `lake/rows/_delta_log/${String(version).padStart(20, "0")}.json`)).mtime.toISOString();
  put(folder, "in.csv", "id,name\n1,a\n2,b\n");
  expect(outcomes((await runPlan(folder, onSpark(makePlan(writing)))).events)).toEqual({ "a.rows": 2, "b.even": 1 });
  await delay(20);
  put(folder, "in.csv", "id,name\n4,d\n");
  expect(outcomes((await runPlan(folder, makePlan(writing))).events)).toEqual({ "a.rows": 1, "b.even": 2 });
  const table = (at: object) => source("rows", columns, { file: { ...delta, ...at } });
  const reading = (folderName: string) =>
    makePlan([
      { id: "c.first", steps: [table({ version: 0 })], write: writeTo(`${folderName}/first`) },
      { id: "c.newest", steps: [table({})], write: writeTo(`${folderName}/newest`) },
      { id: "c.then", steps: [table({ at: commitTime(0) })], write: writeTo(`${folderName}/then`) },
      { id: "c.later", steps: [table({ at: "2900-01-01" })], write: writeTo(`${folderName}/later`) },
      { id: "c.before", steps: [table({ at: "2001-01-01T00:00:00Z" })], write: writeTo(`${folderName}/before`) },
      { id: "c.none", steps: [table({ version: 7 })], write: writeTo(`${folderName}/none`) },
      { id: "c.nowhere", steps: [source("nowhere", columns, { file: delta })], write: writeTo(`${folderName}/nowhere`) },
      { id: "c.files", steps: [source("even", columns, { file: delta })], write: writeTo(`${folderName}/files`) },
      { id: "c.plain", steps: [source("rows", columns, { file: { format: "parquet" } })], write: writeTo(`${folderName}/plain`) },
      { id: "c.over", steps: [source("in.csv", columns)], write: writeTo("rows") },
      {
        id: "c.other",
        steps: [source("rows", [column("id", string), column("nam", string, true)], { file: delta })],
        write: writeTo(`${folderName}/other`),
      },
      {
        id: "c.null",
        steps: [source("rows", [column("name", string), column("id", int64)], { file: delta })],
        write: writeTo(`${folderName}/null`),
      },
    ]);
  const [duckdb, spark] = [await runPlan(folder, reading("duckdb")), await runPlan(folder, onSpark(reading("spark")))];
  expect(outcomes(spark.events)).toEqual(outcomes(duckdb.events));
  expect(outcomes(spark.events)).toMatchObject({ "c.first": 2, "c.newest": 3, "c.then": 2, "c.later": 3, "c.null": 3 });
  for (const name of ["first", "newest", "then", "later"])
    expect(await sorted(`${folder}/lake/spark/${name}`)).toEqual(await sorted(`${folder}/lake/duckdb/${name}`));
});

test("a run that ends between a commit and its record: the next one, on either engine, applies the write once", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id,name\n1,a\n2,\n");
  const nodes = (mode: "append" | "insertOnly") => [
    {
      id: "a.rows",
      steps: [source("in.csv", columns)],
      write: writeTo(`rows-${mode}`, { file: delta, mode, ...(mode === "append" ? {} : { keys: ["id"] }) }),
    },
  ];
  for (const mode of ["append", "insertOnly"] as const) {
    const plan = makePlan(nodes(mode));
    const dying = (on: Plan<Typed>) =>
      run(
        on,
        { root: folder, planDirectory: folder },
        {
          async openEngine(name, job) {
            const engine = await openEngine(name, job);
            return {
              ...engine,
              commit: async (...words) => {
                await engine.commit(...words);
                throw new Error("killed");
              },
            };
          },
        },
      );
    await expect(dying(onSpark(plan))).rejects.toThrow("killed");
    const again = await runPlan(folder, onSpark(plan));
    expect(again.events).toContainEqual(
      expect.objectContaining({ event: "node.finished", status: "succeeded", warnings: [expect.objectContaining({ code: "ODB8201" })] }),
    );
    expect(await rowsOf(folder, `rows-${mode}`)).toHaveLength(2);
    await expect(dying(plan)).rejects.toThrow("killed");
    expect((await runPlan(folder, onSpark(plan))).events).toContainEqual(
      expect.objectContaining({ event: "node.finished", status: "succeeded", warnings: [expect.objectContaining({ code: "ODB8201" })] }),
    );
    expect(await rowsOf(folder, `rows-${mode}`)).toHaveLength(mode === "append" ? 4 : 2);
  }
});

test("what Delta Lake itself finds is told by the codes and words of DuckDB's writer, and leaves the table as it was", async () => {
  const folder = makeFolder();
  await query(`copy (select 1::bigint as id, 'a' as name) to '${folder}/lake/one.parquet'`);
  await query(`copy (select null::bigint as id, 'b' as name) to '${folder}/lake/null.parquet'`);
  const fields = [
    { name: "id", type: { kind: "primitive", name: "long" }, nullable: false, metadata: {} },
    { name: "name", type: { kind: "primitive", name: "string" }, nullable: true, metadata: {} },
  ] as const;
  for (const engine of ["duckdb", "spark"]) {
    for (const [table, properties] of [
      ["strict", {}],
      ["kept", { "delta.appendOnly": "true" }],
    ] as const) {
      await using made = await createTable(join(folder, `lake/${engine}/${table}`), { schema: fields, properties });
      await made.append([{ id: 1n, name: "a" }]);
    }
  }
  const nullable = [column("id", int64, true), column("name", string, true)];
  const odd = (name: string) => ({
    steps: [source("one.parquet", columns), select({ [name]: "id" })],
    columns: [{ ...column(name, int64), from: [] }],
  });
  await using ticked = await createTable(join(folder, "lake/spark/ticked"), { schema: [{ ...fields[0], name: "b`t" }] });
  const plan = (engine: string) =>
    makePlan([
      { id: "a.null", steps: [source("null.parquet", nullable)], write: writeTo(`${engine}/strict`, { file: delta, mode: "append" }) },
      { id: "a.kept", steps: [source("one.parquet", columns)], write: writeTo(`${engine}/kept`, { file: delta }) },
      ...(engine === "spark"
        ? [
            { id: "a.odd", ...odd("a;b"), write: writeTo("spark/odd", { file: delta }) },
            { id: "a.ticked", ...odd("b`t"), write: writeTo("spark/ticked", { file: delta, mode: "merge" as const, keys: ["b`t"] }) },
          ]
        : []),
    ]);
  const found = outcomes((await runPlan(folder, onSpark(plan("spark")))).events);
  expect(found).toMatchObject(outcomes((await runPlan(folder, plan("duckdb"))).events));
  expect(found).toMatchObject({
    "a.null": expect.stringMatching(/^ODB8104 /),
    "a.kept": expect.stringMatching(/^ODB8110 /),
    "a.odd": expect.stringMatching(/^ODB8303 .*a;b/),
    "a.ticked": expect.stringMatching(/^ODB8303 .*b`t/),
  });
  expect((await ticked.history()).length).toBe(1);
  for (const table of ["strict", "kept"]) expect(await rowsOf(folder, `spark/${table}`)).toEqual([{ id: "1", name: "a" }]);
});

test("a Spark without Delta Lake says so, and runs the rest", async () => {
  const folder = makeFolder();
  await query(`copy (select 1::bigint as id, 'a' as name) to '${folder}/lake/one.parquet'`);
  const plan = onSpark(
    makePlan([
      { id: "a.rows", steps: [source("one.parquet", columns)], write: writeTo("rows", { file: delta }) },
      { id: "a.files", steps: [source("one.parquet", columns)], write: writeTo("files") },
    ]),
  );
  const { "spark.jars": _, ...conf } = sparkConf;
  const environments = plan.environments.map(environment => ({ ...environment, spark: { python, master: "local[2]", conf } }));
  expect(outcomes((await runPlan(folder, { ...plan, environments })).events)).toEqual({
    "a.rows": expect.stringMatching(/^ODB8301 /),
    "a.files": 1,
  });
});

test("DuckDB appends while Spark merges: nothing is lost and nothing is there twice", async () => {
  const folder = makeFolder();
  const other = makeFolder();
  await query(`copy (select i::bigint as id, 'first' as name from range(1000) t(i)) to '${folder}/lake/first.parquet'`);
  await query(`copy (select (i * 3)::bigint as id, 'merged' as name from range(1000) t(i)) to '${folder}/lake/merged.parquet'`);
  const writing = (file: string, write: object) =>
    makePlan([{ id: "a.rows", steps: [source(file, columns)], write: writeTo("rows", { file: delta, ...write }) }]);
  expect((await runPlan(folder, writing("first.parquet", {}))).status).toBe("succeeded");
  const merging = runPlan(folder, onSpark(writing("merged.parquet", { mode: "merge", keys: ["id"] })));
  const state = { merged: false };
  const merged = merging.then(result => {
    state.merged = true;
    return result;
  });
  let appended = 0;
  // A project of its own: a run holds a lease on what it writes.
  while (!state.merged && appended < 400) {
    put(other, `in-${appended}.csv`, `id,name\n${100_000 + appended},appended\n`);
    const plan = makePlan([
      {
        id: "a.rows",
        steps: [source(`in-${appended}.csv`, columns)],
        write: { ...writeTo("rows", { file: delta, mode: "append" }), connection: "theirs" },
      },
    ]);
    const environments = plan.environments.map(environment => ({
      ...environment,
      connections: { ...environment.connections, theirs: { kind: "local" as const, path: join(folder, "lake") } },
    }));
    expect((await runPlan(other, { ...plan, environments })).status).toBe("succeeded");
    appended += 1;
  }
  expect((await merged).status).toBe("succeeded");
  const rows = await rowsOf(folder, "rows");
  const ids = new Map(Array.from({ length: 1000 }, (_, id) => [id, "first"]));
  for (let id = 0; id < 3000; id += 3) ids.set(id, "merged");
  for (let at = 0; at < appended; at += 1) ids.set(100_000 + at, "appended");
  expect(appended).toBeGreaterThan(5);
  expect(rows).toEqual([...ids].sort(([a], [b]) => a - b).map(([id, name]) => ({ id: String(id), name })));
});

test("the submitted project merges as a run does, with the params' values in its conditions", async () => {
  const folder = makeFolder();
  const scope = { columns: { incoming: columns, stored: columns }, parameters: new Map([["least", int64]]) };
  const updateWhen = inferExpression(parsed("incoming.id >= $least && incoming.name !== ':least'"), scope).typed;
  if (updateWhen === undefined) throw new Error("no condition");
  const plan = (table: string) =>
    makePlan(
      [
        {
          id: "a.rows",
          steps: [source("in.csv", columns)],
          write: writeTo(table, { file: delta, mode: "merge", keys: ["id"], updateWhen }),
        },
        { id: "b.copy", steps: [read("a.rows")], write: writeTo(`${table}-copy`) },
      ],
      { parameters: [{ name: "least", type: int64 }] },
    );
  writeProject(onSpark(plan("emitted")), folder, join(folder, "job"));
  for (const [content, least] of [
    ["id,name\n1,a\n2,b\n3,c\n", "1"],
    ["id,name\n1,A\n2,B\n3,:least\n4,D\n", "2"],
  ] as const) {
    put(folder, "in.csv", content);
    expect((await runPlan(folder, plan("duckdb"), { params: { least } })).status).toBe("succeeded");
    const words = ["--master", "local[2]", "--jars", jars, join(folder, "job/main.py"), "--root", folder, "--param", `least=${least}`];
    await promisify(execFile)(join(python, "../spark-submit"), words, {
      env: { ...process.env, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1" },
    });
  }
  expect(await rowsOf(folder, "emitted")).toEqual(await rowsOf(folder, "duckdb"));
  expect(await sorted(`${folder}/lake/emitted-copy`)).toEqual([
    { id: "1", name: "a" },
    { id: "2", name: "B" },
    { id: "3", name: "c" },
    { id: "4", name: "D" },
  ]);
});

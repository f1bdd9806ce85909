import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { compileSources } from "../../cli/compileSources.ts";
import { compile } from "../../compiler/compile.ts";
import type { Plan, PlanNode } from "../../compiler/plan/plan.ts";
import { readPlan } from "../../compiler/plan/readPlan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { emitProject } from "../../runtime/pyspark/emitProject.ts";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { run } from "../../runtime/run.ts";
import { makeShopData } from "../../scripts/makeShopData.ts";
import { liveRows } from "../liveFiles.ts";
import { hostilePlan } from "../pyspark/hostilePlan.ts";
import { queryTable } from "./queryTable.ts";
import { jars, onSpark, python } from "./sparkRun.ts";

// The project that `odibi emit spark` writes: how it looks, and what it computes by itself, under spark-submit.

const repository = join(import.meta.dirname, "../..");
const fixtures = join(repository, "test/fixtures");
const bin = dirname(python);
const folder = mkdtempSync(join(tmpdir(), "odibi-emit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = readdirSync(fixtures).sort();
const planOf = (path: string): Plan<Typed> => {
  const { plan } = readPlan(readFileSync(join(repository, path), "utf8"));
  if (plan === undefined) throw new Error(`${path} is no plan`);
  return plan;
};

async function compiled(example: string): Promise<Plan<Typed>> {
  const { plan } = await compileSources(join(repository, "examples", example));
  if (plan === undefined) throw new Error(`${example} has faults`);
  return plan;
}

test("emitted Python is laid out as ruff lays it out, and clean; so is the package that it imports", async () => {
  const place = join(folder, "ruff");
  const plans: readonly (readonly [string, Plan<Typed>])[] = [
    ["shop", await compiled("shop")],
    ["tpch", await compiled("tpch")],
    ["hostile", hostilePlan()],
    ...names.map(name => [name, planOf(`test/fixtures/${name}/plan.json`)] as const),
  ];
  for (const [name, plan] of plans) for (const [path, text] of emitProject(plan)) put(join(place, name, path), text);
  cpSync(join(repository, "runtime/pyspark/support/odibi_spark"), join(place, "shop/odibi_spark"), { recursive: true });
  const ruff = (...words: readonly string[]) => spawnSync(join(bin, "ruff"), [...words, "--no-cache", place], { encoding: "utf8" });
  expect(ruff("format", "--diff").stdout).toBe("");
  expect(ruff("check").stdout.trim()).toBe("All checks passed!");
  // The same commands do complain.
  put(join(place, "shop/main.py"), "import os\nx = [1,2]\n");
  expect(ruff("format", "--diff").stdout).toContain("x = [1, 2]");
  expect(ruff("check").stdout).toContain("F401");
});

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function submit(project: string, root: string, words: readonly string[] = []): Promise<void> {
  await promisify(execFile)(
    join(bin, "spark-submit"),
    ["--master", "local[2]", "--jars", jars, join(project, "main.py"), "--root", root, ...words],
    {
      env: { ...process.env, PYSPARK_PYTHON: python, SPARK_LOCAL_IP: "127.0.0.1" },
      cwd: folder,
      maxBuffer: 1 << 26,
    },
  );
}

test("every fixture gives by itself what its hand-written SQL gives", async () => {
  const root = join(folder, "fixtures");
  const nodes: PlanNode<Typed>[] = [];
  const plans: Plan<Typed>[] = [];
  for (const name of names) {
    const own = join(folder, name);
    cpSync(`${fixtures}-shared`, own, { recursive: true });
    cpSync(join(fixtures, name), own, { recursive: true });
    const { plan, functions } = await compile(own, { bundle: createBundler(own) });
    if (plan === undefined) throw new Error(name);
    plans.push(plan);
    for (const [path, text] of functions) put(join(root, path), text);
    for (const node of plan.nodes)
      nodes.push({
        ...node,
        id: `${name}.result`,
        ...(node.write === undefined ? {} : { write: { ...node.write, path: `${name}.parquet` } }),
      });
  }
  cpSync(`${fixtures}-shared/data`, join(root, "data"), { recursive: true });
  const [first] = plans;
  if (first === undefined) throw new Error("no fixtures");
  writeProject(onSpark({ ...first, parameters: plans.flatMap(({ parameters }) => parameters), nodes }), root, join(root, "spark"));
  await submit(join(root, "spark"), root);
  for (const name of names) {
    const expected = readFileSync(join(fixtures, name, "expected.sql"), "utf8").replaceAll("'data/", `'${root}/data/`);
    expect(await queryTable(`from '${root}/lake/${name}.parquet'`), name).toEqual(await queryTable(expected));
  }
});

test("the shop gives by itself what a run on DuckDB gives", async () => {
  const root = join(folder, "shop");
  cpSync(join(repository, "examples/shop"), root, {
    recursive: true,
    filter: path => !/node_modules|\/lake|\.odibi|\/functions$/.test(path),
  });
  await makeShopData(join(root, "data"));
  const { plan, functions } = await compileSources(root);
  if (plan === undefined) throw new Error("no plan");
  for (const [path, text] of functions) put(join(root, path), text);
  const failures: unknown[] = [];
  const result = await run(plan, { root, planDirectory: root, onEvent: event => void ("error" in event && failures.push(event.error)) });
  expect(failures).toEqual([]);
  expect(result.status).toBe("succeeded");
  const tables = plan.nodes.flatMap(({ write }) => (write === undefined ? [] : [write]));
  const read = (path: string, format: string) =>
    queryTable(
      format === "csv"
        ? `from read_csv('${path}', all_varchar = true)`
        : format === "json"
          ? `from read_json('${path}')`
          : format === "delta"
            ? `from ${liveRows(path)}`
            : `from '${/\.parquet$/.test(path) ? path : `${path}/**/*.parquet`}'`,
    );
  const duckdb = await Promise.all(tables.map(({ path, file }) => read(join(root, "data/lake", path), file.format)));
  rmSync(join(root, "data/lake"), { recursive: true });
  writeProject(onSpark(plan), root, join(root, "spark"));
  await submit(join(root, "spark"), root);
  for (const [index, { path, file }] of tables.entries())
    expect(await read(join(root, "data/lake", path), file.format), path).toEqual(duckdb[index]);
});

const tpch = join(repository, "examples/tpch");

test.skipIf(!existsSync(join(tpch, "data/source/lineitem.parquet")))(
  "the queries of TPC-H give by themselves what a run on DuckDB gives",
  async () => {
    const root = join(folder, "tpch");
    mkdirSync(join(root, "data"), { recursive: true });
    symlinkSync(join(tpch, "data/source"), join(root, "data/source"));
    const { plan } = await compileSources(tpch);
    if (plan === undefined) throw new Error("no plan");
    const results = () =>
      Promise.all(["q1", "q3", "q5", "q6", "q10"].map(name => queryTable(`from '${root}/data/results/${name}.parquet'`)));
    expect((await run(plan, { root, planDirectory: tpch, onEvent: () => {} })).status).toBe("succeeded");
    const duckdb = await results();
    rmSync(join(root, "data/results"), { recursive: true });
    writeProject(onSpark(plan), tpch, join(root, "spark"));
    await submit(join(root, "spark"), root);
    expect(await results()).toEqual(duckdb);
  },
);

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { compile, compileFiles } from "../../compiler/compile.ts";
import { formatPlan } from "../../compiler/plan/formatPlan.ts";
import { readPlan } from "../../compiler/plan/readPlan.ts";
import { memoryFiles } from "./memoryFiles.ts";
import { plainConfig } from "./wrongProject.ts";

const examples = join(import.meta.dirname, "../../examples");
const made: string[] = [];
const folder = () => made[made.push(mkdtempSync(join(tmpdir(), "odibi-"))) - 1] ?? "";
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

const source = (text: string) =>
  `import { avg, count, csv, date, desc, json, local, max, min, param, parquet, pipeline, read, sum, t } from "odibi";\n${text}`;
const table =
  'export const lake = local("data");\nexport const orders = read(csv(lake, "in/orders.csv"), { id: t.int64(), amount: t.decimal(12, 2), paid: t.boolean() });\n';
const project = (files: { readonly [path: string]: string }) =>
  compileFiles(memoryFiles({ "odibi.config.ts": plainConfig, ...files }), { bundle: async () => ({ text: "export default row => row;" }) });
const codes = async (files: { readonly [path: string]: string }) => (await project(files)).diagnostics.map(diagnostic => diagnostic.code);

describe("the plan of a project", () => {
  test.each(["shop", "tpch"])(
    "%s: the same bytes from two folders and from files listed in another order, and read back as it is",
    async name => {
      const [first, second] = [folder(), folder()];
      for (const place of [first, second])
        cpSync(join(examples, name), place, { recursive: true, filter: path => !/\/(data|node_modules|\.odibi)$/.test(path) });
      const [one, two] = [await compile(first, { bundle: createBundler(first) }), await compile(second, { bundle: createBundler(second) })];
      expect(one.diagnostics).toEqual([]);
      expect(two.text).toBe(one.text);
      expect([...two.functions]).toEqual([...one.functions]);
      expect(one.text).not.toContain(first);
      const read = readPlan(one.text ?? "");
      expect(read.problems).toEqual([]);
      expect(read.plan === undefined ? "" : formatPlan(read.plan)).toBe(one.text);
    },
  );

  test("the order in which a folder is listed changes nothing", async () => {
    const files = {
      "odibi.config.ts": plainConfig,
      "pipelines/b.pipeline.ts": source(`import { orders } from "./a.pipeline";\nexport const paid = orders.filter(o => o.paid);`),
      "pipelines/a.pipeline.ts": source(table),
    };
    const straight = memoryFiles(files);
    const turned = { ...straight, list: (path: string) => straight.list(path).toReversed() };
    expect((await compileFiles(turned)).text).toBe((await compileFiles(straight)).text);
  });

  test("what is exported is a node, what is not is part of its users", async () => {
    const { plan } = await project({
      "pipelines/silver/a.pipeline.ts": source(
        `${table}const paid = orders.filter(o => o.paid);\nexport const n = paid.aggregate(() => ({ n: count() }));\nexport const grouped = paid.groupBy(o => ({ id: o.id }));`,
      ),
    });
    expect(plan?.nodes.map(node => [node.id, node.dependsOn])).toEqual([
      ["silver/a.orders", []],
      ["silver/a.n", ["silver/a.orders"]],
    ]);
  });

  test("settings: the file's, then the node's own", async () => {
    const { plan } = await project({
      "pipelines/a.pipeline.ts": source(
        `export default pipeline({ owner: "sales", tags: ["nightly"], retries: 2 });\n${table}export const paid = orders.filter(o => o.paid).config({ retries: 0, timeout: "90 minutes" }).after(orders);`,
      ),
    });
    expect(plan?.nodes.map(({ owner, tags, retries, timeout, after }) => ({ owner, tags, retries, timeout, after }))).toEqual([
      { owner: "sales", tags: ["nightly"], retries: 2, timeout: undefined, after: [] },
      { owner: "sales", tags: ["nightly"], retries: 0, timeout: 5400, after: ["a.orders"] },
    ]);
  });
});

describe("descriptions", () => {
  test("a column that is passed on keeps its own, from the side it comes from; one that is computed has what stands before it", async () => {
    const { plan } = await project({
      "pipelines/a.pipeline.ts": source(`export const lake = local("data");
export const orders = read(csv(lake, "in/orders.csv"), {
  id: t.int64(),
  /** The order's name. */
  name: t.string(),
});
export const customers = read(csv(lake, "in/customers.csv"), {
  id: t.int64(),
  /** The customer's name. */
  name: t.string(),
});
/** Both. */
export const both = orders.join(customers, (o, c) => o.id === c.id, (o, c) => ({
  first: o.name,
  second: c.name,
  /** In capitals. */
  loud: c.name.toUpperCase(),
  quiet: c.name.toLowerCase(),
}));
export const later = both.filter(b => b.first !== b.second).rename({ second: "last" });`),
    });
    const described = (id: string) => plan?.nodes.find(node => node.id === id)?.columns.map(({ name, description }) => [name, description]);
    expect(plan?.nodes.find(node => node.id === "a.both")?.description).toBe("Both.");
    expect(described("a.both")).toEqual([
      ["first", "The order's name."],
      ["second", "The customer's name."],
      ["loud", "In capitals."],
      ["quiet", undefined],
    ]);
    expect(described("a.later")).toEqual([
      ["first", "The order's name."],
      ["last", "The customer's name."],
      ["loud", "In capitals."],
      ["quiet", undefined],
    ]);
  });
});

describe("imports are the dependencies", () => {
  const a = { "pipelines/bronze/a.pipeline.ts": source(table) };
  const dependsOn = async (files: { readonly [path: string]: string }) => {
    const { diagnostics, plan } = await project({ ...a, ...files });
    expect(diagnostics).toEqual([]);
    return plan?.nodes.find(node => node.id === "silver/b.paid")?.dependsOn;
  };
  const b = (text: string) => ({ "pipelines/silver/b.pipeline.ts": source(text) });
  test.each<[string, { readonly [path: string]: string }]>([
    ["relative", b('import { orders } from "../bronze/a.pipeline";\nexport const paid = orders.filter(o => o.paid);')],
    ["with an ending", b('import { orders } from "../bronze/a.pipeline.ts";\nexport const paid = orders.filter(o => o.paid);')],
    ["aliased", b('import { orders as all } from "../bronze/a.pipeline";\nexport const paid = all.filter(o => o.paid);')],
    ["namespace", b('import * as bronze from "../bronze/a.pipeline";\nexport const paid = bronze.orders.filter(o => o.paid);')],
    [
      "a barrel",
      {
        ...b('import { orders } from "../bronze";\nexport const paid = orders.filter(o => o.paid);'),
        "pipelines/bronze/index.ts": 'export * from "./a.pipeline";',
      },
    ],
    [
      "a re-export with another name",
      {
        ...b('import { everything } from "../bronze";\nexport const paid = everything.filter(o => o.paid);'),
        "pipelines/bronze/index.ts": 'export { orders as everything } from "./a.pipeline";',
      },
    ],
    [
      "a namespace re-export",
      {
        ...b('import { bronze } from "../all";\nexport const paid = bronze.orders.filter(o => o.paid);'),
        "pipelines/all.ts": 'export * as bronze from "./bronze/a.pipeline";',
      },
    ],
    [
      "an import that is exported again",
      {
        ...b('import { orders } from "../all";\nexport const paid = orders.filter(o => o.paid);'),
        "pipelines/all.ts": 'import { orders } from "./bronze/a.pipeline";\nexport { orders };',
      },
    ],
    [
      "tsconfig paths",
      {
        ...b('import { orders } from "@bronze/a.pipeline";\nexport const paid = orders.filter(o => o.paid);'),
        "tsconfig.json": '{ // comment\n "compilerOptions": { "paths": { "@bronze/*": ["./pipelines/bronze/*"] } } }',
      },
    ],
    [
      "tsconfig paths that are inherited",
      {
        ...b('import { orders } from "@a";\nexport const paid = orders.filter(o => o.paid);'),
        "tsconfig.json": '{ "extends": "./config/base.json" }',
        "config/base.json": '{ "compilerOptions": { "paths": { "@a": ["../pipelines/bronze/a.pipeline.ts"] } } }',
      },
    ],
    [
      "through a table macro of another file",
      {
        ...b(
          'import { onlyPaid } from "../../shared";\nimport { orders } from "../bronze/a.pipeline";\nexport const paid = onlyPaid(orders);',
        ),
        "shared.ts":
          'import type { Table } from "odibi";\nexport const onlyPaid = <R extends { paid: boolean }>(table: Table<R>) => table.filter(r => r.paid);',
      },
    ],
  ])("%s", async (_, files) => expect(await dependsOn(files)).toEqual(["bronze/a.orders"]));

  test("a type-only one is none", async () => {
    const files = b(
      'import type { orders } from "../bronze/a.pipeline";\nimport { type orders as again } from "../bronze/a.pipeline";\nexport const paid = read(csv(local2, "x.csv"), { id: t.int64() });\nconst local2 = local("other");',
    );
    expect(await dependsOn(files)).toEqual([]);
  });

  test("a module that is not there is reported once, used or not", async () => {
    const files = {
      ...a,
      ...b(
        'import { orders } from "../bronze/a.pipelin";\nimport { x, y } from "./nowhere";\nexport const paid = orders.filter(o => o.paid);',
      ),
    };
    const { diagnostics } = await project(files);
    expect(diagnostics.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["ODB1003", 2, 24],
      ["ODB1003", 3, 22],
    ]);
  });

  test("a file goes before a folder of its name", async () => {
    const files = {
      ...b('import { orders } from "../bronze";\nexport const paid = orders.filter(o => o.paid);'),
      "pipelines/bronze/index.ts": "export const orders = 1;",
      "pipelines/bronze.ts": 'export * from "./bronze/a.pipeline";',
    };
    expect(await dependsOn(files)).toEqual(["bronze/a.orders"]);
  });

  test("a cycle is drawn, each step with its file and line", async () => {
    const { diagnostics } = await project({
      "pipelines/a.pipeline.ts": 'import { c } from "./c.pipeline";\nexport const a = c.filter(r => r.paid);',
      "pipelines/b.pipeline.ts": 'import { a } from "./a.pipeline";\n\nexport const b = a.filter(r => r.paid);',
      "pipelines/c.pipeline.ts": 'import { b } from "./b.pipeline";\n\n\nexport const c = b.filter(r => r.paid);',
    });
    expect(diagnostics.map(diagnostic => [diagnostic.code, diagnostic.file, diagnostic.line, diagnostic.column])).toEqual([
      ["ODB3001", "pipelines/a.pipeline.ts", 2, 18],
    ]);
    expect(diagnostics[0]?.message).toContain("a → c → b → a");
    expect(diagnostics[0]?.related?.map(step => `${step.file}:${step.line}:${step.column}`)).toEqual([
      "pipelines/a.pipeline.ts:2:18",
      "pipelines/c.pipeline.ts:4:18",
      "pipelines/b.pipeline.ts:3:18",
    ]);
  });
});

describe("nothing of a project runs", () => {
  test("a file whose top level writes, throws, reads the environment and fetches: diagnostics, and nothing happened", async () => {
    const place = folder();
    const { writeFileSync, mkdirSync, existsSync } = await import("node:fs");
    mkdirSync(join(place, "pipelines"));
    writeFileSync(join(place, "odibi.config.ts"), plainConfig);
    const trap = join(place, "trap.txt");
    writeFileSync(
      join(place, "pipelines/bad.pipeline.ts"),
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trap)}, "ran");\nglobalThis.trapped = true;\nexport const token = process.env.SECRET;\nexport const answer = fetch("http://127.0.0.1:1/");\nthrow new Error("ran");\n`,
    );
    const { diagnostics, plan } = await compile(place);
    expect(plan).toBeUndefined();
    expect(diagnostics.map(diagnostic => [diagnostic.code, diagnostic.line])).toEqual([
      ["ODB1007", 2],
      ["ODB1007", 3],
      ["ODB1006", 4],
      ["ODB1006", 5],
      ["ODB1007", 6],
    ]);
    expect(existsSync(trap)).toBe(false);
    expect("trapped" in globalThis).toBe(false);
  });

  test("no project here", async () =>
    expect((await compile(folder())).diagnostics.map(diagnostic => diagnostic.code)).toEqual(["ODB1002"]));

  test("a function without a bundler", async () => {
    const { diagnostics } = await compileFiles(
      memoryFiles({
        "odibi.config.ts": plainConfig,
        "pipelines/a.pipeline.ts": source(`${table}export const x = orders.mapRows({ id: t.int64() }, row => ({ id: row.id }));`),
      }),
    );
    expect(diagnostics.map(diagnostic => diagnostic.code)).toEqual(["ODB1052"]);
  });
});

test("a nullable type in a cast is refused, since it changes nothing", async () => {
  const text = source(`${table}export const x = orders.select(o => ({ id: o.id, text: cast(o.amount, t.string().nullable()) }));`).replace(
    "avg, ",
    "avg, cast, ",
  );
  expect(await codes({ "pipelines/a.pipeline.ts": text })).toEqual(["ODB3019"]);
});

test.each([
  ["o.id === 9007199254740993", "id === 9007199254740993"],
  ["o.id < 9_223_372_036_854_775_807", "id < 9223372036854775807"],
  ["o.id > -9223372036854775808", "id > -9223372036854775808"],
  ["o.id === 0x20000000000001", "id === 9007199254740993"],
  ["o.id < 1e3", "id < 1000"],
  ["o.amount < 1234567890.1234567890", "amount < 1234567890.123456789"],
  ["o.amount === 1.50", "amount === 1.5"],
])("a number keeps every digit: %s", async (condition, expected) => {
  const { plan, diagnostics } = await project({
    "pipelines/a.pipeline.ts": source(`${table}export const x = orders.filter(o => ${condition});`),
  });
  expect(diagnostics).toEqual([]);
  expect(plan && formatPlan(plan)).toContain(`{ "filter": "${expected}" }`);
});

test("too few arguments of a method that takes any number", async () => {
  const { diagnostics } = await project({ "pipelines/a.pipeline.ts": source(`${table}export const x = orders.after();`) });
  expect(diagnostics.map(diagnostic => diagnostic.message)).toEqual(["`after` takes 1 or more arguments, and here are 0."]);
});

test("a tag is a word that a selector can name", async () => {
  const tagged = (tags: string) =>
    codes({ "pipelines/a.pipeline.ts": source(`${table}export const x = orders.filter(o => o.paid).config({ tags: ${tags} });`) });
  expect(await tagged('["nightly", "größe", "team:a"]')).toEqual([]);
  for (const tags of ['["x,y"]', '["a b"]', '[""]']) expect(await tagged(tags)).toEqual(["ODB1023"]);
});

describe("options of a csv", () => {
  test.each<[string, readonly string[]]>([
    ['{ delimiter: ";;" }', ["ODB1023"]],
    ['{ delimiter: "é" }', ["ODB1023"]],
    ['{ delimiter: "\\n" }', ["ODB1023"]],
    ["{ delimiter: '\"' }", ["ODB1023"]],
    ['{ delimiter: "\\t", quote: "\'" }', []],
    ['{ delimiter: "," }', []],
    ['{ quote: "" }', []],
  ])("%s", async (options, expected) =>
    expect(
      await codes({
        "pipelines/a.pipeline.ts": source(
          `const lake = local("data");\nexport const x = read(csv(lake, "x.csv", ${options}), { id: t.int64() });`,
        ),
      }),
    ).toEqual(expected),
  );
});

describe("the names of places", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "a folder inside another node's folder",
      'export const a = orders.write(parquet(lake, "out/a"));\nexport const b = orders.write(parquet(lake, "out/a/b"));',
      ["ODB3002"],
    ],
    [
      "names that differ by case",
      'export const a = orders.write(parquet(lake, "out/A"));\nexport const b = orders.write(parquet(lake, "out/a"));',
      ["ODB3002"],
    ],
    [
      "a param may be anything",
      'const day = param("day", t.string());\nexport const a = orders.write(parquet(lake, `out/${day}`));\nexport const b = orders.write(parquet(lake, "out/x"));',
      ["ODB3002"],
    ],
    [
      "a param keeps to its segment",
      'const day = param("day", t.string());\nexport const a = orders.write(parquet(lake, `out/${day}/a`));\nexport const b = orders.write(parquet(lake, "out/x/b"));',
      [],
    ],
    [
      "a glob over what a node writes",
      'export const a = orders.write(parquet(lake, "out/a.parquet"));\nexport const b = read(parquet(lake, "out/*.parquet"), { id: t.int64() });',
      ["ODB3003"],
    ],
    ["siblings", 'export const a = orders.write(parquet(lake, "out/a"));\nexport const b = orders.write(parquet(lake, "out/ab"));', []],
    [
      "two connections to one folder",
      'const other = local("./data/");\nexport const a = orders.write(parquet(lake, "out/a"));\nexport const b = orders.write(parquet(other, "out/a"));',
      ["ODB3002"],
    ],
  ])("%s", async (_, text, expected) => expect(await codes({ "pipelines/a.pipeline.ts": source(table + text) })).toEqual(expected));
});

describe("settings of Spark", () => {
  const config = (spark: string) => ({
    "odibi.config.ts": `import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "pipelines/**/*.pipeline.ts", environments: { dev: {}, prod: { engine: "spark" } }, defaultEnvironment: "dev", spark: ${spark} });\n`,
    "pipelines/a.pipeline.ts": source(table),
  });

  test("are in each environment of the plan, and read back", async () => {
    const { plan, text } = await project(
      config('{ master: "spark://host:7077", python: ".venv/bin/python", conf: { "spark.executor.memory": "4g" } }'),
    );
    const spark = { master: "spark://host:7077", python: ".venv/bin/python", conf: { "spark.executor.memory": "4g" } };
    expect(plan?.environments.map(environment => [environment.name, environment.engine, environment.spark])).toEqual([
      ["dev", "duckdb", spark],
      ["prod", "spark", spark],
    ]);
    expect(readPlan(text ?? "")).toMatchObject({ problems: [], plan: { environments: plan?.environments } });
  });

  test.each([
    ['{ conf: { "spark.sql.ansi.enabled": "false" } }', "`spark.sql.ansi.enabled` is set by odibi."],
    ['{ conf: { "spark.sql.variable.substitute": "true" } }', "`spark.sql.variable.substitute` is set by odibi."],
    [
      '{ conf: { "spark.hadoop.fs.azure.account.key.shop": "x" } }',
      "`spark.hadoop.fs.azure.account.key.shop` would put a secret into the plan.",
    ],
    ['{ conf: { "executor.memory": "4g" } }', "`executor.memory` is no setting of Spark."],
    ['{ conf: { "spark.executor.cores": 4 } }', "`spark.executor.cores` of `conf` expects a constant text."],
    ['{ master: "--conf" }', "`master` of `spark` expects a master as spark-submit has it, such as `local[4]` or `spark://host:7077`."],
    ['{ python: "-c" }', "`python` of `spark` expects a path from the project's root."],
    ['{ workers: "4" }', "`spark` has no option `workers`."],
  ])("%s", async (spark, message) => {
    expect((await project(config(spark))).diagnostics.map(diagnostic => diagnostic.message)).toEqual([message]);
  });

  test("a plan that is edited by hand can name no other", async () => {
    const { text } = await project(config('{ master: "local[2]", conf: { "spark.executor.memory": "4g" } }'));
    for (const [from, to] of [
      ["local[2]", "local[2] --jars x"],
      ["spark.executor.memory", "spark.sql.ansi.enabled"],
    ] as const)
      expect(readPlan((text ?? "").replaceAll(from, to)).problems.length).toBeGreaterThan(0);
  });
});

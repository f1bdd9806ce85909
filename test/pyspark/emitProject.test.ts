import { describe, expect, test } from "vitest";
import { emitProject } from "../../runtime/pyspark/emitProject.ts";
import { column, int64, makePlan, read, source, writeTo } from "../runtime/makePlan.ts";
import { hostile, hostilePlan } from "./hostilePlan.ts";
import { python, runPython } from "./python.ts";

const files = emitProject(hostilePlan());
const modules = Object.fromEntries([...files].filter(([path]) => path.endsWith(".py")));

// What each module is made of, as Python's own parser sees it.
const describeModules = `
import ast, json, sys

def texts(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]

def names(node):
    return sorted({ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)})

def shape(node):
    value = getattr(node, "value", None)
    if isinstance(node, ast.Expr) and isinstance(value, ast.Constant):
        return "text"
    return type(node).__name__

def describe(tree):
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    return {
        "body": [shape(node) for node in tree.body],
        "functions": {one.name: [shape(node) for node in one.body] for one in functions},
        "docstrings": {one.name: ast.get_docstring(one) for one in functions},
        "calls": names(tree),
        "texts": texts(tree),
    }

print(json.dumps({path: describe(ast.parse(text)) for path, text in json.load(sys.stdin).items()}))
`;

interface Module {
  readonly body: readonly string[];
  readonly functions: { readonly [name: string]: readonly string[] };
  readonly docstrings: { readonly [name: string]: string | null };
  readonly calls: readonly string[];
  readonly texts: readonly string[];
}

describe.skipIf(python === undefined)("what users wrote", () => {
  const found = () => runPython(describeModules, modules) as { readonly [path: string]: Module };

  test("stays text: a module has imports, a text, functions and data, and calls what it should", () => {
    const all = found();
    expect(Object.keys(all).sort()).toEqual([
      "main.py",
      "pipelines/_1.py",
      "pipelines/__init__.py",
      "pipelines/bronze/__init__.py",
      "pipelines/bronze/raw_orders.py",
      "pipelines/bronze/raw_orders_2.py",
      "pipelines/bronze/raw_orders_3/__init__.py",
      "pipelines/bronze/raw_orders_3/x.py",
      "project.py",
    ]);
    for (const [path, { body, calls, functions }] of Object.entries(all)) {
      if (path === "main.py") continue;
      expect(body.filter(kind => !["text", "ImportFrom", "FunctionDef", "Assign"].includes(kind))).toEqual([]);
      for (const kinds of Object.values(functions))
        expect(kinds.filter(kind => !["text", "Expr", "Assign", "Return"].includes(kind))).toEqual([]);
      expect(
        calls.filter(name => !/^(job\.(sql|read|map_rows)|Column|Csv|Json|Parquet|Write|Param|Environment|Node|Project)$/.test(name)),
      ).toEqual([]);
    }
  });

  test("arrives unchanged", () => {
    const all = found();
    const data = all["project.py"]?.texts ?? [];
    for (const one of [hostile, 'it\'s "it"', "a`b\nc", "x'", '"""', "\\", "spark.x"]) expect(data).toContain(one);
    expect(all["pipelines/bronze/raw_orders.py"]?.texts).toEqual(
      expect.arrayContaining(["\t", "'", 'N"A', "gzip", "ignore", "orders/*.csv"]),
    );
    const docstring = all["pipelines/bronze/raw_orders.py"]?.docstrings["class_"] ?? "";
    expect(docstring).toContain('import os\nos.system("true")');
    expect(docstring).toContain('Owner: data "team"');
    expect(docstring).toContain("\\u{202e}");
  });

  test("names are Python's, each its own", () => {
    const all = found();
    expect(Object.keys(all["pipelines/bronze/raw_orders.py"]?.functions ?? {})).toEqual(["class_", "class__2"]);
    expect(Object.keys(all["pipelines/_1.py"]?.functions ?? {})).toEqual(["_2"]);
  });
});

test("the same plan gives the same bytes", () => {
  expect([...emitProject(hostilePlan())]).toEqual([...files]);
});

test("a node is a function with its reads, its functions and one statement, under its place", () => {
  const plan = makePlan(
    [
      {
        id: "orders.raw",
        description: "As they come.",
        steps: [source("orders.csv", [column("id", int64), column("key", int64, true)])],
        write: writeTo("raw"),
      },
      { id: "orders.both", steps: [read("orders.raw")] },
    ],
    { project: "shop" },
  );
  expect(
    emitProject(plan).get("pipelines/orders.py"),
  ).toBe(`"""The tables of pipelines/orders.pipeline.ts: written by \`odibi emit spark\`, where changes are lost."""

from pyspark.sql import DataFrame

from odibi_spark import Column, Csv, Job


def raw(job: Job) -> DataFrame:
    """As they come."""
    # pipelines/orders.pipeline.ts:3
    job.read(
        "orders_raw_source",
        Csv(),
        connection="lake",
        path="orders.csv",
        columns=[Column("id", "bigint", nullable=False), Column("key", "bigint")],
    )
    return job.sql("""
        select *
        from orders_raw_source
    """)


def both(job: Job) -> DataFrame:
    # pipelines/orders.pipeline.ts:3
    return job.sql("""
        select *
        from orders_raw
    """)
`);
});

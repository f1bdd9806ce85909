import type { Plan, PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { findFragile } from "../sql/spark/relation/findFragile.ts";
import { emitBundle } from "./emitBundle.ts";
import { emitPipeline } from "./emitPipeline.ts";
import { emitProjectData } from "./emitProjectData.ts";
import { emitReadme } from "./emitReadme.ts";
import { functionFiles } from "./functionFiles.ts";
import { nameProject } from "./nameProject.ts";

/**
 * A PySpark project that computes what the plan says, as texts by path: a module for each pipeline's file with a function for each node, and what it takes to
 * run them. The package `odibi_spark`, which it imports, and the plan's bundles of functions are laid beside them.
 */
export function emitProject(plan: Plan<Typed>): ReadonlyMap<string, string> {
  const names = nameProject(plan);
  const functions = functionFiles(plan);
  const surroundings = {
    names,
    views: new Set([...names.values()].map(({ view }) => view.toLowerCase())),
    fragile: fragileColumns(plan),
    functionFile: (bundle: string) => functions.get(bundle) ?? bundle,
  };
  const modules = new Map<string, PlanNode<Typed>[]>();
  for (const node of plan.nodes) {
    const path = names.get(node.id)?.module.join("/") ?? "";
    modules.set(path, [...(modules.get(path) ?? []), node]);
  }
  const packages = new Set([...modules.keys()].flatMap(foldersOf));
  return new Map([
    ["main.py", main],
    ["project.py", emitProjectData(plan, names)],
    ...[...packages].map(folder => [`${folder}/__init__.py`, ""] as const),
    ...[...modules].map(([path, nodes]) => [`pipelines/${path}.py`, emitPipeline(nodes, surroundings)] as const),
    ["requirements.txt", functions.size === 0 ? "pyspark>=3.5,<4.2\n" : "pyspark>=3.5,<4.2\npyarrow>=11\npandas>=1.4.4\n"],
    ["README.md", emitReadme(plan, functions.size > 0)],
    ["databricks.yml", emitBundle(plan)],
    ["ruff.toml", ruff],
  ]);
}

/** By node; what is written is computed no more. */
function fragileColumns({ nodes }: Plan<Typed>): (node: string) => ReadonlySet<string> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const found = new Map<string, ReadonlySet<string>>();
  const find = (id: string): ReadonlySet<string> => {
    const known = found.get(id);
    if (known !== undefined) return known;
    const node = byId.get(id);
    const isView = node !== undefined && node.write === undefined;
    const fragile = isView
      ? findFragile(node.relation, step => (step.kind === "read" ? find(step.node) : new Set<string>()))
      : new Set<string>();
    found.set(id, fragile);
    return fragile;
  };
  return find;
}

const foldersOf = (path: string): readonly string[] =>
  path.split("/").map((_, index, all) => ["pipelines", ...all.slice(0, index)].join("/"));

const main = `"""Runs the tables of this project on Spark: see README.md."""

from odibi_spark import main
from project import PROJECT

if __name__ == "__main__":
    main(PROJECT)
`;

const ruff = `line-length = 100
target-version = "py310"

[lint]
select = ["B", "E4", "E7", "E9", "F", "I", "UP"]

[lint.isort]
known-first-party = ["odibi_spark", "pipelines", "project"]
`;

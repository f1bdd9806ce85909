import type { PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";
import { emitNode, type NodeSurroundings } from "./emitNode.ts";
import { quoteDocstring } from "./python/text.ts";

/** A module with the nodes of a pipeline's file. */
export function emitPipeline(nodes: readonly PlanNode<Typed>[], surroundings: NodeSurroundings): string {
  const steps = nodes.flatMap(({ relation }) => allSteps(relation));
  const used = new Set(["Job"]);
  for (const step of steps) {
    if (step.kind === "source") used.add(formats[step.file.format]);
    if (step.kind === "source" || step.kind === "mapRows") used.add("Column");
  }
  const head = [
    quoteDocstring(`The tables of ${nodes[0]?.place.file}: written by \`odibi emit spark\`, where changes are lost.`, ""),
    "from pyspark.sql import DataFrame",
    `from odibi_spark import ${[...used].sort().join(", ")}`,
  ].join("\n\n");
  return `${[head, ...nodes.map(node => emitNode(node, surroundings))].join("\n\n\n")}\n`;
}

const formats = { csv: "Csv", json: "Json", parquet: "Parquet", delta: "Delta" } as const;

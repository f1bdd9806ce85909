import type { PlanNode } from "../compiler/plan/plan.ts";
import type { MapRowsStep, ReadStep, SourceStep, Step, Typed } from "../compiler/plan/step.ts";
import { lowerRelation } from "./sql/duckdb/lowerRelation.ts";
import { quoteName } from "./sql/duckdb/quote.ts";

/**
 * The SQL that DuckDB gets for a node by itself, for people: the nodes and files that it reads are names, params are `$name`. A function of `mapRows` stands
 * between two statements.
 */
export function explainNode(node: PlanNode<Typed>): string {
  const { steps } = node.relation;
  const functions = steps.flatMap((step, index) => (step.kind === "mapRows" ? [{ step, index }] : []));
  const inputs = functions.map(({ step, index }) => `-- the rows that ${step.bundle} gets\n${lower(steps.slice(0, index))}`);
  const last = steps.at(-1)?.kind === "mapRows" ? [] : [lower(steps)];
  return [...inputs, ...last].join(";\n\n");
}

function lower(steps: readonly Step<Typed>[]): string {
  return lowerRelation({ steps }, { table: nameOf, parameter: name => `$${name}`, now: "$now" });
}

function nameOf(step: ReadStep | SourceStep | MapRowsStep): string {
  if (step.kind === "read") return quoteName(step.node);
  return quoteName(step.kind === "source" ? `${step.connection}: ${step.path}` : step.bundle);
}

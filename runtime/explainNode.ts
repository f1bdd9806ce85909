import type { PlanNode } from "../compiler/plan/plan.ts";
import type { MapRowsStep, ReadStep, Relation, SourceStep, Typed } from "../compiler/plan/step.ts";
import type { EngineName } from "./engine/openEngine.ts";
import * as duckdb from "./sql/duckdb/lowerRelation.ts";
import { quoteName } from "./sql/duckdb/quote.ts";
import * as spark from "./sql/spark/relation/lowerRelation.ts";

/**
 * The SQL that each engine gets for a node by itself, for people: the nodes and files that it reads are names, params are markers. A function of `mapRows`
 * stands between two statements.
 */
export function explainNode(node: PlanNode<Typed>): { readonly [name in EngineName]: string } {
  return { duckdb: explain(node, lowerings.duckdb), spark: explain(node, lowerings.spark) };
}

type Lowering = (relation: Relation<Typed>) => string;

const lowerings: { readonly [name in EngineName]: Lowering } = {
  duckdb: relation =>
    duckdb.lowerRelation(relation, { table: step => quoteName(nameOf(step)), parameter: name => `$${name}`, now: "$now" }),
  spark: relation =>
    spark.lowerRelation(relation, { table: nameOf, place: () => undefined, parameter: name => `:${name}`, now: ":odibi_now" }),
};

function explain({ relation: { steps } }: PlanNode<Typed>, lower: Lowering): string {
  const functions = steps.flatMap((step, index) => (step.kind === "mapRows" ? [{ step, index }] : []));
  const inputs = functions.map(({ step, index }) => `-- the rows that ${step.bundle} gets\n${lower({ steps: steps.slice(0, index) })}`);
  const last = steps.at(-1)?.kind === "mapRows" ? [] : [lower({ steps })];
  return [...inputs, ...last].join(";\n\n");
}

function nameOf(step: ReadStep | SourceStep | MapRowsStep): string {
  if (step.kind === "read") return step.node;
  return step.kind === "source" ? `${step.connection}: ${step.path}` : step.bundle;
}

import type { Expression } from "../../compiler/plan/expression.ts";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import type { Plan, PlanNode, Write } from "../../compiler/plan/plan.ts";
import type { Relation, SourceStep, Step, Typed, Untyped } from "../../compiler/plan/step.ts";
import type { Column, DataType } from "../../compiler/plan/types.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";

export const int64: DataType = { kind: "int64" };
export const int32: DataType = { kind: "int32" };
export const string: DataType = { kind: "string" };
export const float64: DataType = { kind: "float64" };
export const date: DataType = { kind: "date" };
export const timestamp: DataType = { kind: "timestamp" };
export const timestampNtz: DataType = { kind: "timestampNtz" };
export const boolean: DataType = { kind: "boolean" };
export const decimal = (precision: number, scale: number): DataType => ({ kind: "decimal", precision, scale });
export const enumOf = (...values: string[]): DataType => ({ kind: "enum", values });

export const column = (name: string, type: DataType, nullable = false): Column => ({ name, type, nullable });

export function source(
  path: string,
  columns: readonly Column[],
  more: Partial<Pick<SourceStep, "file" | "extraColumns">> = {},
): Step<Untyped> {
  const format = /\.csv(\.gz)?$|csv/.test(path) ? "csv" : /json/.test(path) ? "json" : "parquet";
  return { kind: "source", connection: "lake", path, file: { format }, extraColumns: "fail", columns, ...more };
}

export const read = (node: string): Step<Untyped> => ({ kind: "read", node });

export function writeTo(path: string, more: Partial<Write<Typed>> = {}): Write<Typed> {
  return { connection: "lake", path, file: { format: "parquet" }, mode: "overwrite", partitionBy: [], ...more };
}

/** An expression from its text in the plan. */
export function parsed(text: string): Expression {
  const { expression, problems } = parseExpression(text);
  if (expression === undefined) throw new Error(problems.map(problem => problem.message).join("\n"));
  return expression;
}

export const select = (columns: Readonly<Record<string, string>>): Step<Untyped> => ({
  kind: "select",
  columns: Object.entries(columns).map(([name, text]) => ({ name, expression: parsed(text) })),
});
export const filter = (text: string): Step<Untyped> => ({ kind: "filter", condition: parsed(text) });

export interface NodeSketch extends Partial<Omit<PlanNode<Typed>, "id" | "relation">> {
  readonly id: string;
  readonly steps: readonly Step<Untyped>[];
}

/** A plan of nodes in order, typed by the compiler's own inference. */
export function makePlan(nodes: readonly NodeSketch[], more: Partial<Plan<Typed>> = {}): Plan<Typed> {
  const columns = new Map<string, readonly Column[]>();
  const parameters = more.parameters ?? [];
  const typed = nodes.map(({ steps, ...sketch }): PlanNode<Typed> => {
    const relation = typeRelation({ steps }, columns, new Map(parameters.map(parameter => [parameter.name, parameter.type])));
    const output = relation.steps.at(-1)?.output ?? [];
    columns.set(sketch.id, output);
    return {
      tags: [],
      retries: 0,
      onError: "continue",
      after: [],
      rowsFrom: [],
      dependsOn: [...new Set(allSteps(relation).flatMap(step => (step.kind === "read" ? [step.node] : [])))],
      place: { file: `pipelines/${sketch.id.split(".")[0]}.pipeline.ts`, line: 3, column: 14, steps: [] },
      ...sketch,
      columns: output.map(found => ({ ...found, from: [] })),
      relation,
    };
  });
  return {
    project: "test",
    root: ".",
    parameters,
    defaultEnvironment: "default",
    environments: [{ name: "default", engine: "duckdb", params: {}, connections: { lake: { kind: "local", path: "lake" } } }],
    nodes: typed,
    ...more,
  };
}

function typeRelation(
  relation: Relation<Untyped>,
  columns: ReadonlyMap<string, readonly Column[]>,
  parameters: ReadonlyMap<string, DataType>,
): Relation<Typed> {
  const { typed, problems } = inferRelation(relation, { node: id => columns.get(id), parameters });
  if (typed === undefined) throw new Error(problems.map(problem => `${problem.code} ${problem.message}`).join("\n"));
  return typed;
}

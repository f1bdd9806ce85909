import type { Expression } from "../../plan/expression.ts";
import type { Problem } from "../../diagnostics/diagnostic.ts";
import { inferStep } from "../../plan/relation/inferStep.ts";
import { rowsOf } from "../../plan/relation/rows.ts";
import type { NamedExpression, Step, Typed, Untyped } from "../../plan/step.ts";
import { type Call } from "../call.ts";
import { type Lowering, report } from "../environment.ts";
import type { ColumnInfo, TableValue } from "../value.ts";
import { isUntagged } from "./isUntagged.ts";

/** What the steps are inferred against: the columns of the nodes read so far, and the params. */
export function stepScope(lowering: Lowering) {
  return {
    node: (id: string) => lowering.nodes.get(id)?.table.columns,
    parameters: lowering.parameterTypes,
  };
}

/**
 * The table with one more step. Its columns are inferred; what is at fault in the step is reported, and the table's columns are unknown from there on.
 * `described` are the result columns as they were written, for their descriptions.
 */
export function appendStep(table: TableValue, step: Step<Untyped>, call: Call, described?: ReadonlyMap<string, string>): TableValue {
  const withFault = { ...table, steps: [...table.steps, step], isFaulty: true };
  if (table.isFaulty) return withFault;
  const problems: Problem[] = [];
  const { typed } = inferStep(step, rowsOf(table.columns), { context: stepScope(call.lowering), problems, before: table.steps });
  for (const problem of problems) reportFrom(problem, call);
  if (typed === undefined) return withFault;
  return { ...table, steps: [...table.steps, typed], columns: describe(typed, table.columns, described) };
}

/** The table after a step that could not be made: everything further down is silent about its columns. */
export function faultyTable(table: TableValue): TableValue {
  return { ...table, isFaulty: true };
}

// A fault inside a macro is reported where the macro says it, with the place that used the macro.
function reportFrom(problem: Parameters<typeof report>[1], call: Call): void {
  const span = problem.span ?? call.span;
  const isInside = span.file === call.span.file && span.start >= call.span.start && span.end <= call.span.end;
  report(call.lowering, isInside ? { ...problem, span } : { ...problem, span, related: [...(problem.related ?? []), { message: "used here", span: call.nameSpan }] });
}

function describe(step: Step<Typed>, before: readonly ColumnInfo[], described: ReadonlyMap<string, string> | undefined): readonly ColumnInfo[] {
  const expressions = new Map<string, NamedExpression<Typed>["expression"]>();
  if (step.kind === "select" || step.kind === "join") for (const column of step.columns) expressions.set(column.name, column.expression);
  if (step.kind === "aggregate") for (const column of [...step.keys, ...step.aggregates]) expressions.set(column.name, column.expression);
  const keeps = expressions.size === 0;
  return step.output.map((column) => {
    const expression = expressions.get(column.name);
    const source = keeps ? before.find((other) => other.name === column.name) : passedThrough(expression, before);
    const description = described?.get(column.name) ?? source?.description;
    const untagged = keeps ? source?.isUntagged === true : expression !== undefined && isUntagged(expression, before);
    return { ...column, ...(description === undefined ? {} : { description }), ...(untagged ? { isUntagged: true } : {}) };
  });
}

function passedThrough(expression: Expression | undefined, before: readonly ColumnInfo[]): ColumnInfo | undefined {
  return expression?.kind === "column" ? before.find((column) => column.name === expression.name) : undefined;
}

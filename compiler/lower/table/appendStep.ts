import type { Problem } from "../../diagnostics/diagnostic.ts";
import type { Side, TypedExpression } from "../../plan/expression.ts";
import { inferStep } from "../../plan/relation/inferStep.ts";
import { rowsOf } from "../../plan/relation/rows.ts";
import type { NamedExpression, Step, Typed, Untyped } from "../../plan/step.ts";
import { columnNamed } from "../../plan/types.ts";
import type { Call } from "../call.ts";
import { type Lowering, report } from "../environment.ts";
import type { ColumnInfo, TableValue } from "../value.ts";
import { isUntagged } from "./isUntagged.ts";

/** The columns that the step's expressions name, by side. */
export type Sources = { readonly [side in "row" | Side]?: readonly ColumnInfo[] };

/** What the steps are inferred against: the columns of the nodes read so far, and the params. */
export function stepScope(lowering: Lowering) {
  return {
    node: (id: string) => lowering.nodes.get(id)?.table.columns,
    parameters: lowering.parameterTypes,
  };
}

/**
 * The table with one more step. Its columns are inferred; what is at fault in the step is reported, and the table's columns are unknown from there on.
 * `described` are the descriptions that were written with the result columns; a column that is passed on keeps the one it has in `sources`.
 */
export function appendStep(
  table: TableValue,
  step: Step<Untyped>,
  call: Call,
  described?: ReadonlyMap<string, string>,
  sources: Sources = { row: table.columns },
): TableValue {
  const withFault = { ...table, steps: [...table.steps, step], isFaulty: true };
  if (table.isFaulty) return withFault;
  const problems: Problem[] = [];
  const { typed } = inferStep(step, rowsOf(table.columns), { context: stepScope(call.lowering), problems, before: table.steps });
  for (const problem of problems) reportFrom(problem, call);
  if (typed === undefined) return withFault;
  return { ...table, steps: [...table.steps, typed], columns: describe(typed, sources, described) };
}

/** The table after a step that could not be made: everything further down is silent about its columns. */
export function faultyTable(table: TableValue): TableValue {
  return { ...table, isFaulty: true };
}

// A fault inside a macro is reported where the macro says it, with the place that used the macro.
export function reportFrom(problem: Parameters<typeof report>[1], call: Call): void {
  const span = problem.span ?? call.span;
  const isInside = span.file === call.span.file && span.start >= call.span.start && span.end <= call.span.end;
  report(
    call.lowering,
    isInside
      ? { ...problem, span }
      : { ...problem, span, related: [...(problem.related ?? []), { message: "used here", span: call.nameSpan }] },
  );
}

const noColumns: readonly ColumnInfo[] = [];

function describe(step: Step<Typed>, sources: Sources, described: ReadonlyMap<string, string> | undefined): readonly ColumnInfo[] {
  const { row: before = sources.left ?? [] } = sources;
  if (step.output === before) return before;
  const expressions = expressionsOf(step);
  const columns = step.output.map((column: ColumnInfo, index) => {
    const expression = expressions?.[index]?.expression;
    const source = expressions === undefined ? columnNamed(before, column.name) : sourceOf(expression, sources);
    const description = described?.get(column.name) ?? source?.description;
    const untagged =
      expressions === undefined
        ? source?.isUntagged === true
        : expression !== undefined && isUntagged(expression, reference => sourceOf(reference, sources));
    if (column.description === description && (column.isUntagged === true) === untagged) return column;
    const { name, type, nullable } = column;
    return { name, type, nullable, ...(description === undefined ? {} : { description }), ...(untagged ? { isUntagged: true } : {}) };
  });
  return columns.every((column, index) => column === step.output[index]) ? step.output : columns;
}

// One for each result column, in their order. A step without expressions passes its columns on.
function expressionsOf(step: Step<Typed>): readonly NamedExpression<Typed>[] | undefined {
  if (step.kind === "select" || step.kind === "join") return step.columns;
  return step.kind === "aggregate" ? [...step.keys, ...step.aggregates] : undefined;
}

function sourceOf(expression: TypedExpression | undefined, sources: Sources): ColumnInfo | undefined {
  return expression?.kind === "column" ? columnNamed(sources[expression.side ?? "row"] ?? noColumns, expression.name) : undefined;
}

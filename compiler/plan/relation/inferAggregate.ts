import { refuse } from "../infer/refusal.ts";
import type { AggregateStep, Step, Untyped } from "../step.ts";
import { checkNested } from "./checkNested.ts";
import { checkNames, inferColumns } from "./inferColumns.ts";
import { type Rows, report, rowsOf, type StepInferring, type StepResult } from "./rows.ts";

/** The keys over the rows, then the aggregates over the groups; both are result columns. */
export function inferAggregate(step: Step<Untyped> & AggregateStep<Untyped>, input: Rows, inferring: StepInferring): StepResult {
  const scope = { columns: { row: input.columns }, unknown: { row: input.unknown }, parameters: inferring.context.parameters };
  const names = checkNames([...step.keys, ...step.aggregates], inferring, step.span);
  if (step.aggregates.length === 0 && step.keys.length > 0) report(inferring, refuse("ODB3111", "The aggregate names nothing."), step.span);
  const keys = inferColumns(step.keys, scope, inferring, step.span);
  // A faulty key is unknown where the aggregates name it, so that its fault is told once.
  const flat = checkNested(keys.rows.columns, "a key", inferring, step.span);
  const group = { keys: keys.typed };
  const aggregates = inferColumns(
    step.aggregates,
    {
      ...scope,
      columns: { row: input.columns, key: keys.rows.columns },
      unknown: { row: keys.complete ? input.unknown : new Set(input.columns.map(({ name }) => name)), key: keys.rows.unknown },
      group,
      grouped: step.keys.length > 0,
    },
    inferring,
    step.span,
  );
  const rows = rowsOf([...keys.rows.columns, ...aggregates.rows.columns], bothOf(keys.rows.unknown, aggregates.rows.unknown));
  if (!names || !flat || !keys.complete || !aggregates.complete || step.aggregates.length === 0) return { rows };
  return { typed: { ...step, keys: keys.typed, aggregates: aggregates.typed, output: rows.columns }, rows };
}

const bothOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => (b.size === 0 ? a : new Set([...a, ...b]));

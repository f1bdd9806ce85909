import type { Problem } from "../diagnostics/diagnostic.ts";
import { refuse } from "./infer/refusal.ts";
import { inferStep } from "./relation/inferStep.ts";
import { isTypedStep, noRows, type RelationContext, type Rows, rowsOf, type StepInferring, type StepResult } from "./relation/rows.ts";
import type { Relation, Step, Typed, Untyped } from "./step.ts";

export type { RelationContext } from "./relation/rows.ts";

/**
 * The exact columns after every step, with each expression typed; or each fault once. A relation without faults that reads a node whose columns
 * are not known has neither: that node's fault is told where it stands.
 */
export function inferRelation(
  relation: Relation<Untyped>,
  context: RelationContext,
): { readonly typed?: Relation<Typed>; readonly problems: readonly Problem[] } {
  const { typed, problems } = inferRelationRows(relation, context);
  return typed === undefined ? { problems } : { typed, problems };
}

/** The same, with the rows that leave the relation as far as they are known. */
export function inferRelationRows(
  relation: Relation<Untyped>,
  context: RelationContext,
): { readonly typed?: Relation<Typed>; readonly rows?: Rows; readonly problems: readonly Problem[] } {
  const last = relation.steps.at(-1);
  // A table that was inferred while it was put together is not inferred again where it is joined.
  if (isTyped(relation) && last !== undefined && isTypedStep(last)) return { typed: relation, rows: rowsOf(last.output), problems: [] };
  const problems: Problem[] = [];
  const steps: Step<Typed>[] = [];
  let rows: Rows | undefined = noRows;
  for (const [index, step] of relation.steps.entries()) {
    const result: StepResult = checkPlace(step, index, problems)
      ? inferStep(step, rows, { context, problems, before: relation.steps.slice(0, index) } satisfies StepInferring)
      : {};
    if (result.typed !== undefined) steps.push(result.typed);
    rows = result.rows;
    if (rows === undefined) break;
  }
  if (relation.steps.length === 0) problems.push(refuse("ODB3110", "The table has no steps."));
  const complete = problems.length === 0 && steps.length === relation.steps.length && steps.length > 0;
  return { problems, ...(complete ? { typed: { steps } } : {}), ...(rows === undefined || relation.steps.length === 0 ? {} : { rows }) };
}

function isTyped(relation: Relation<Untyped>): relation is Relation<Typed> {
  return relation.steps.every(isTypedStep);
}

function checkPlace(step: Step<Untyped>, index: number, problems: Problem[]): boolean {
  const begins = step.kind === "read" || step.kind === "source";
  if (begins === (index === 0)) return true;
  const refusal = refuse(
    "ODB3110",
    begins ? "A table begins once: this step reads another." : `A table begins with a read, not with \`${step.kind}\`.`,
  );
  problems.push(step.span === undefined ? refusal : { ...refusal, span: step.span });
  return false;
}

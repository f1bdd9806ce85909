import type { TypedExpression } from "../expression.ts";
import { refuse, show } from "../infer/refusal.ts";
import type { Scope } from "../inferExpression.ts";
import { inferRelationRows } from "../inferRelation.ts";
import type { JoinStep, Relation, SemiJoinStep, Step, Typed, Untyped } from "../step.ts";
import { checkNames, inferColumns } from "./inferColumns.ts";
import { inferCondition } from "./inferCondition.ts";
import { type Rows, report, rowsOf, type StepInferring, type StepResult } from "./rows.ts";

/** A join: its condition over both sides, then its columns; in a left join the right side's are nullable there. */
export function inferJoin(step: Step<Untyped> & JoinStep<Untyped>, left: Rows, inferring: StepInferring): StepResult {
  const sides = inferSides(step.right, step.on, left, inferring, step);
  const { right, on, rightRows } = sides;
  const names = checkNames(step.columns, inferring, step.span);
  if (rightRows === undefined) return {};
  const outer =
    step.type === "left"
      ? rowsOf(
          rightRows.columns.map(column => ({ ...column, nullable: true })),
          rightRows.unknown,
        )
      : rightRows;
  const { typed, rows, complete } = inferColumns(step.columns, scopeOf(left, outer, inferring), inferring, step.span);
  if (right === undefined || on === undefined || !complete || !names) return { rows };
  return { typed: { ...step, right, on, columns: typed, output: rows.columns }, rows };
}

export function inferSemiJoin(step: Step<Untyped> & SemiJoinStep<Untyped>, left: Rows, inferring: StepInferring): StepResult {
  const { right, on } = inferSides(step.right, step.on, left, inferring, step);
  return right === undefined || on === undefined ? { rows: left } : { typed: { ...step, right, on, output: left.columns }, rows: left };
}

function inferSides(
  other: Relation<Untyped>,
  condition: Untyped["expression"],
  left: Rows,
  inferring: StepInferring,
  step: Step<Untyped>,
): { readonly right?: Relation<Typed>; readonly on?: TypedExpression; readonly rightRows?: Rows } {
  const { typed: right, rows: rightRows, problems } = inferRelationRows(other, inferring.context);
  inferring.problems.push(...problems);
  if (rightRows === undefined) return {};
  const on = inferCondition(condition, scopeOf(left, rightRows, inferring), inferring, step.span);
  const fine = on !== undefined && checkNullKeys(on, inferring, step);
  return { rightRows, ...(right === undefined ? {} : { right }), ...(on === undefined || !fine ? {} : { on }) };
}

function scopeOf(left: Rows, right: Rows, { context }: StepInferring): Scope {
  return {
    columns: { left: left.columns, right: right.columns },
    unknown: { left: left.unknown, right: right.unknown },
    parameters: context.parameters,
  };
}

/** `===` on two sides that may both be null would match null with null. */
function checkNullKeys(on: TypedExpression, inferring: StepInferring, step: Step<Untyped>): boolean {
  if (on.kind !== "binary") return true;
  if (on.operator === "&&" || on.operator === "||")
    return [on.left, on.right].map(side => checkNullKeys(side, inferring, step)).every(Boolean);
  if (on.operator !== "===" || !on.left.nullable || !on.right.nullable || on.left.kind === "null" || on.right.kind === "null") return true;
  const names = [on.left, on.right].flatMap(side => (side.kind === "column" ? [`'${side.name}'`] : []));
  report(
    inferring,
    refuse(
      "ODB3103",
      `\`${show(on.left)}\` and \`${show(on.right)}\` may both be null, and \`===\` would match null with null.`,
      `Leave rows without a key out of one side first: .notNull([${names[0] ?? "…"}], { otherwise: 'drop' }).`,
    ),
    on.span ?? step.span,
  );
  return false;
}

import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Expression, TypedExpression } from "../expression.ts";
import { refuse, show } from "../infer/refusal.ts";
import type { Scope } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import { inferPart } from "./inferColumns.ts";
import { report, type StepInferring } from "./rows.ts";

/** The condition of a filter or a join: a boolean, which may be null and then keeps no row. */
export function inferCondition(
  condition: Expression,
  scope: Scope,
  inferring: StepInferring,
  span: Span | undefined,
): TypedExpression | undefined {
  const typed = inferPart(condition, scope, inferring);
  if (typed === undefined || typed.type.kind === "boolean") return typed;
  report(
    inferring,
    refuse(
      "ODB2012",
      `\`${show(typed)}\` is ${printType(typed.type)}, and a condition is a boolean.`,
      typed.nullable ? `Compare it: \`${show(typed)} !== null\`.` : "Compare it with a value.",
    ),
    condition.span ?? span,
  );
  return undefined;
}

import type { Expression, TypedExpression } from "../plan/expression.ts";
import { inferExpression, type Scope } from "../plan/inferExpression.ts";

/** An expression with its types, before it is known where it will stand: among a group's aggregates, or inside one. Undefined where it has a fault, which the whole's inference reports. */
export function typeOf(expression: Expression, scope: Scope = { columns: {}, parameters: new Map() }): TypedExpression | undefined {
  const { typed } = inferExpression(expression, scope);
  if (typed !== undefined || scope.group === undefined) return typed;
  const { group: _, ...row } = scope;
  return inferExpression(expression, row).typed;
}

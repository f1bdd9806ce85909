import type { Expression, TypedExpression } from "../plan/expression.ts";
import { inferExpression, type Scope } from "../plan/inferExpression.ts";

/** An expression with its types, before it is known where it will stand: among a group's aggregates, or inside one. Undefined where it has a fault, which the whole's inference reports. */
export function typeOf(expression: Expression, scope: Scope = { columns: {}, parameters: new Map() }): TypedExpression | undefined {
  const { group, ...row } = scope;
  return inferExpression(expression, scope).typed ?? (group === undefined ? undefined : inferExpression(expression, row).typed);
}

import type { TypedExpression } from "../../plan/expression.ts";
import type { ColumnInfo } from "../value.ts";

const keepsTag = new Set(["sum", "min", "max", "greatest", "least", "nullIf"]);

/**
 * Whether TypeScript sees a bare `number` where the plan has an int64 or a decimal: of what arithmetic makes it can't tell which.
 * Only `mapRows` minds, where the one is a bigint and the other a text.
 */
export function isUntagged(expression: TypedExpression, sourceOf: (reference: TypedExpression) => ColumnInfo | undefined): boolean {
  if (expression.type.kind !== "int64" && expression.type.kind !== "decimal") return false;
  switch (expression.kind) {
    case "column":
      return sourceOf(expression)?.isUntagged === true;
    case "conditional":
      return isBare(expression.then, sourceOf) || isBare(expression.otherwise, sourceOf);
    case "binary":
      return expression.operator !== "??" || isBare(expression.left, sourceOf) || isBare(expression.right, sourceOf);
    case "number":
    case "unary":
      return true;
    case "call":
      return (
        expression.name.startsWith("Math.") ||
        expression.name === "round" ||
        (keepsTag.has(expression.name) && expression.arguments.some(part => isUntagged(part, sourceOf)))
      );
    default:
      return false;
  }
}

// Of two branches TypeScript keeps the tag only where both have it.
function isBare(branch: TypedExpression, sourceOf: (reference: TypedExpression) => ColumnInfo | undefined): boolean {
  return branch.kind === "number" || isUntagged(branch, sourceOf);
}

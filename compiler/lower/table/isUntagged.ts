import type { TypedExpression } from "../../plan/expression.ts";
import type { ColumnInfo } from "../value.ts";

const keepsTag = new Set(["sum", "min", "max", "greatest", "least", "nullIf"]);

/**
 * Whether TypeScript sees a bare `number` where the plan has an int64 or a decimal: of what arithmetic makes it can't tell which.
 * Only `mapRows` minds, where the one is a bigint and the other a text.
 */
export function isUntagged(expression: TypedExpression, columns: readonly ColumnInfo[]): boolean {
  if (expression.type.kind !== "int64" && expression.type.kind !== "decimal") return false;
  const of = (part: TypedExpression) => isUntagged(part, columns);
  switch (expression.kind) {
    case "column":
      return columns.find((column) => column.name === expression.name)?.isUntagged === true;
    case "conditional":
      return isBare(expression.then, columns) || isBare(expression.otherwise, columns);
    case "binary":
      return expression.operator !== "??" || isBare(expression.left, columns) || isBare(expression.right, columns);
    case "number":
    case "unary":
      return true;
    case "call":
      return expression.name.startsWith("Math.") || expression.name === "round" || (keepsTag.has(expression.name) && expression.arguments.some(of));
    default:
      return false;
  }
}

// Of two branches TypeScript keeps the tag only where both have it.
function isBare(branch: TypedExpression, columns: readonly ColumnInfo[]): boolean {
  return branch.kind === "number" || isUntagged(branch, columns);
}

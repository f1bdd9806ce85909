import type { TypedExpression } from "../../../../compiler/plan/expression.ts";

/** The expressions directly inside an expression. */
export function typedParts(expression: TypedExpression): readonly TypedExpression[] {
  switch (expression.kind) {
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.then, expression.otherwise];
    case "template":
      return expression.values;
    case "list":
      return expression.items;
    case "call":
      return [...expression.arguments, ...Object.values(expression.options ?? {})];
    default:
      return [];
  }
}

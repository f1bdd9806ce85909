import type { TypedExpression } from "../../compiler/plan/expression.ts";
import { isFloat } from "../../compiler/plan/infer/families.ts";
import { isLiteralNumber } from "./literalNumber.ts";

/** Whether a value can make the expression fail: an overflow, a cast, a remainder by zero, a date out of range. */
export function canFail(expression: TypedExpression): boolean {
  switch (expression.kind) {
    case "unary":
      return (
        canFail(expression.operand) ||
        (expression.operator === "-" && expression.operand.kind !== "number" && expression.operand.type.kind === "int64")
      );
    case "binary":
      return canFail(expression.left) || canFail(expression.right) || operatorFails(expression);
    case "conditional":
      return [expression.condition, expression.then, expression.otherwise].some(canFail);
    case "template":
      return expression.values.some(canFail);
    case "list":
      return expression.items.some(canFail);
    case "call":
      return failing.has(expression.name) || expression.arguments.some(canFail) || Object.values(expression.options ?? {}).some(canFail);
    default:
      return false;
  }
}

const failing: ReadonlySet<string> = new Set(["cast", "dateAdd", "sum", "Math.abs", ".replaceAll", ".replace", "timestamp"]);

function operatorFails(expression: Extract<TypedExpression, { kind: "binary" }>): boolean {
  const { operator, left, right } = expression;
  if (isFloat(expression.type)) return false;
  switch (operator) {
    case "%":
      return !(isLiteralNumber(right) && right.kind === "number" && Number(right.text) !== 0);
    // Two whole numbers of 32 bits never leave 64.
    case "+":
    case "-":
    case "*":
      return (
        expression.type.kind === "decimal" ||
        (expression.type.kind === "int64" && (left.type.kind === "int64" || right.type.kind === "int64"))
      );
    default:
      return false;
  }
}

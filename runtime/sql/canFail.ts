import { columnsIn, partsOf } from "../../compiler/plan/columnsIn.ts";
import type { TypedExpression } from "../../compiler/plan/expression.ts";
import { isFloat } from "../../compiler/plan/infer/families.ts";
import { isLiteralNumber } from "./literalNumber.ts";

/** Whether a value can make the expression fail: an overflow, a cast, a remainder by zero, a date out of range. */
export function canFail(expression: TypedExpression): boolean {
  return failsItself(expression) || partsOf(expression).some(part => canFail(part as TypedExpression));
}

/** The same by what a row holds: what is computed of literals and params alone fails for every row or for none. */
export function canFailOnRow(expression: TypedExpression): boolean {
  if (columnsIn(expression).length === 0) return false;
  return failsItself(expression) || partsOf(expression).some(part => canFailOnRow(part as TypedExpression));
}

function failsItself(expression: TypedExpression): boolean {
  switch (expression.kind) {
    case "unary":
      return expression.operator === "-" && expression.operand.kind !== "number" && expression.operand.type.kind === "int64";
    case "binary":
      return operatorFails(expression);
    case "call":
      return failing.has(expression.name);
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

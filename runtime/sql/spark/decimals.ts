import type { BinaryOperator, TypedExpression } from "../../../compiler/plan/expression.ts";
import { asDecimal } from "../../../compiler/plan/infer/families.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { isLiteralNumber, plainNumber } from "../literalNumber.ts";
import { decimalOf } from "./lowerNumber.ts";

type Decimal = Extract<DataType, { kind: "decimal" }>;

/** The decimal type that Spark gives a sum, product or remainder (`spark.sql.decimalOperations.allowPrecisionLoss=false`). */
export function decimalResult(operator: BinaryOperator, left: TypedExpression, right: TypedExpression): Decimal | undefined {
  const [a, b] = [operandType(left), operandType(right)];
  if (a === undefined || b === undefined) return undefined;
  const scale = operator === "*" ? a.scale + b.scale : Math.max(a.scale, b.scale);
  const wholes = [a.precision - a.scale, b.precision - b.scale];
  const precision =
    operator === "*" ? a.precision + b.precision + 1 : operator === "%" ? Math.min(...wholes) + scale : Math.max(...wholes) + scale + 1;
  return { kind: "decimal", precision: Math.min(precision, 38), scale: Math.min(scale, 38) };
}

/** What an operand is beside a decimal: Spark takes a bigint for one of 20 digits. */
function operandType(side: TypedExpression): Decimal | undefined {
  const number = side.kind === "unary" ? side.operand : side;
  if (isLiteralNumber(side) && number.kind === "number") return decimalOf(plainNumber(number.text));
  return side.type.kind === "int64" ? { kind: "decimal", precision: 20, scale: 0 } : asDecimal(side.type);
}

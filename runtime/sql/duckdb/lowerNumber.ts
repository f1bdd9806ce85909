import type { NumberLiteral, TypedExpression } from "../../../compiler/plan/expression.ts";
import { plainNumber } from "../literalNumber.ts";

/** A written number. DuckDB reads `0.1` as a decimal: a float64 says so, by its text where it has more digits than a decimal's cast keeps. */
export function lowerNumber(expression: TypedExpression & NumberLiteral): string {
  const { text, type } = expression;
  if (type.kind !== "float64" && type.kind !== "float32") return plainNumber(text);
  return /^\d+(\.\d+)?$/.test(text) && text.length <= 16 ? `${text}::double` : `'${text}'::double`;
}

import type { NumberLiteral, TypedExpression } from "../../compiler/plan/expression.ts";

/** A number, or one with a sign. */
export const isLiteralNumber = (expression: TypedExpression): boolean =>
  expression.kind === "number" || (expression.kind === "unary" && expression.operator === "-" && expression.operand.kind === "number");

/** A written number. DuckDB reads `0.1` as a decimal: a float64 says so, by its text where it has more digits than a decimal's cast keeps. */
export function lowerNumber(expression: TypedExpression & NumberLiteral): string {
  const { text, type } = expression;
  if (type.kind !== "float64" && type.kind !== "float32") return plain(text);
  return /^\d+(\.\d+)?$/.test(text) && text.length <= 16 ? `${text}::double` : `'${text}'::double`;
}

/** Without an exponent, which would make it a double. */
function plain(text: string): string {
  const match = /^(\d+)(?:\.(\d+))?e([+-]?\d+)$/.exec(text);
  if (match === null) return text;
  const [fraction, exponent] = [match[2] ?? "", Number(match[3])];
  const digits = (match[1] ?? "") + fraction;
  const point = (match[1] ?? "").length + exponent;
  const padded = point <= 0 ? `${"0".repeat(1 - point)}${digits}` : digits.padEnd(point, "0");
  const at = point <= 0 ? 1 : point;
  const [whole, rest] = [padded.slice(0, at), padded.slice(at)];
  return rest === "" ? whole : `${whole}.${rest}`;
}

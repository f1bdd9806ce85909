import type { TypedExpression } from "../../compiler/plan/expression.ts";

/** A number, or one with a sign. */
export const isLiteralNumber = (expression: TypedExpression): boolean =>
  expression.kind === "number" || (expression.kind === "unary" && expression.operator === "-" && expression.operand.kind === "number");

/** A written number without an exponent, which would make it a double in SQL. */
export function plainNumber(text: string): string {
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

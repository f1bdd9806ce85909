import type { Call, TypedExpression } from "../../compiler/plan/expression.ts";

type TypedCall = TypedExpression & Call<TypedExpression>;

/** An argument, which inference has seen to be there. */
export function argument(call: TypedCall, index: number): TypedExpression {
  const found = call.arguments[index];
  if (found === undefined) throw new Error(`\`${call.name}\` lacks its argument ${index}.`);
  return found;
}

/** The text of an argument that is written out. */
export function literalText(call: TypedCall, index: number): string {
  const found = argument(call, index);
  if (found.kind !== "string") throw new Error(`\`${call.name}\` is given no literal.`);
  return found.value;
}

/** The number of an argument if it is written out and small. */
export function literalNumber(expression: TypedExpression | undefined): number | undefined {
  const sign = expression?.kind === "unary" && expression.operator === "-" ? -1 : 1;
  const number = expression?.kind === "unary" ? expression.operand : expression;
  const value = number?.kind === "number" ? sign * Number(number.text) : Number.NaN;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
}

import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import type { DataType } from "../../../../compiler/plan/types.ts";
import type { Names } from "../../names.ts";
import type { TypedCall } from "../lowerCall.ts";
import { lowerAs, lowerExpression } from "../lowerExpression.ts";

/** An argument, which inference has seen to be there. */
export function argument(call: TypedCall, index: number): TypedExpression {
  const found = call.arguments[index];
  if (found === undefined) throw new Error(`\`${call.name}\` lacks its argument ${index}.`);
  return found;
}

export const lowerArgument = (call: TypedCall, index: number, names: Names): string => lowerExpression(argument(call, index), names);

export const lowerArgumentAs = (call: TypedCall, index: number, type: DataType, names: Names): string =>
  lowerAs(argument(call, index), type, names);

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

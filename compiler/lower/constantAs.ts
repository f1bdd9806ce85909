import type { Expression } from "../plan/expression.ts";
import { inferExpression } from "../plan/inferExpression.ts";
import type { DataType } from "../plan/types.ts";
import type { Value } from "./value.ts";

/** A constant as the text that the command line would give for it, if it is one of the type; undefined otherwise. */
export function constantAs(value: Value, type: DataType): string | undefined {
  if (value.kind !== "expression") return undefined;
  const text = textOf(value.expression);
  if (text === undefined) return undefined;
  const { typed } = inferExpression(value.expression, { columns: {}, parameters: new Map() });
  return typed !== undefined && fits(text, typed.type, type) ? text : undefined;
}

function textOf(expression: Expression): string | undefined {
  if (expression.kind === "string") return expression.value;
  if (expression.kind === "number") return expression.text;
  if (expression.kind === "boolean") return String(expression.value);
  if (expression.kind === "unary" && expression.operator === "-" && expression.operand.kind === "number")
    return `-${expression.operand.text}`;
  const [first] = expression.kind === "call" && (expression.name === "date" || expression.name === "timestamp") ? expression.arguments : [];
  return first?.kind === "string" ? first.value : undefined;
}

const ranges: { readonly [kind: string]: readonly [bigint, bigint] } = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-2147483648n, 2147483647n],
  int64: [-9223372036854775808n, 9223372036854775807n],
};

function fits(text: string, given: DataType, type: DataType): boolean {
  if (type.kind === "enum") return type.values.includes(text) && (given.kind === "string" || given.kind === "enum");
  const isNumber = ["int8", "int16", "int32", "int64", "float32", "float64", "decimal"].includes(given.kind);
  const range = ranges[type.kind];
  if (range !== undefined) return isNumber && /^-?\d+$/.test(text) && BigInt(text) >= range[0] && BigInt(text) <= range[1];
  if (type.kind === "float32" || type.kind === "float64") return isNumber;
  if (type.kind === "decimal") {
    const match = /^-?0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
    return isNumber && match !== null && (match[1] ?? "").length <= type.precision - type.scale && (match[2] ?? "").length <= type.scale;
  }
  return given.kind === type.kind;
}

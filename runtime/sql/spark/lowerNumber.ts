import type { NumberLiteral, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { plainNumber } from "../literalNumber.ts";
import { sparkType } from "./sparkType.ts";

type Decimal = Extract<DataType, { kind: "decimal" }>;

/** A written number. Spark reads `0.1` as a decimal, `0.1D` as a double; a whole one is an int where it is small enough. */
export function lowerNumber({ text, type }: TypedExpression & NumberLiteral): string {
  return type.kind === "float64" || type.kind === "float32" ? doubleLiteral(text) : plainNumber(text);
}

const doubleLiteral = (text: string): string => `${/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : String(Number(text))}D`;

const suffixes: { readonly [K in DataType["kind"]]?: string } = { int8: "Y", int16: "S", int32: "", int64: "L" };

/** A written number, its sign before it, as a value of a type. */
export function typedNumber(text: string, type: DataType): string {
  if (type.kind === "float64") return text.startsWith("-") ? `-${doubleLiteral(text.slice(1))}` : doubleLiteral(text);
  const suffix = suffixes[type.kind];
  if (suffix !== undefined && !text.includes(".")) return `${text}${suffix}`;
  if (type.kind === "decimal" && text.includes(".") && isEqual(decimalOf(text), type)) return text;
  return `cast(${text} as ${sparkType(type)})`;
}

/** A written number in a choice whose other branches are of a decimal type: with the digits that make it fit. */
export function padNumber(text: string, type: Decimal): string {
  const [whole = "", fraction = ""] = text.split(".");
  return type.scale === 0 ? typedNumber(text, type) : `${whole}.${fraction.padEnd(type.scale, "0")}`;
}

/** The decimal that Spark takes a written number for. */
export function decimalOf(text: string): Decimal {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, "").length;
  return { kind: "decimal", precision: Math.max(digits, fraction.length), scale: fraction.length };
}

const isEqual = (a: Decimal, b: Decimal): boolean => a.precision === b.precision && a.scale === b.scale;

import type { TypedExpression } from "../expression.ts";
import { printType } from "../notation/printType.ts";
import type { DataType } from "../types.ts";
import { asDecimal, integerBits, isFloat, isInteger, isNumber, isText } from "./families.ts";

/** The type that holds every value of both, or undefined where there is none: unlike families, and decimals of more than 38 digits. */
export function commonType(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === "null") return b;
  if (b.kind === "null") return a;
  if (isNumber(a) && isNumber(b)) return commonNumber(a, b);
  if (a.kind === "enum" && b.kind === "enum")
    return { kind: "enum", values: [...a.values, ...b.values.filter(value => !a.values.includes(value))] };
  if (isText(a) && isText(b)) return { kind: "string" };
  if (a.kind === "list" && b.kind === "list") {
    const item = commonType(a.item, b.item);
    return item && { kind: "list", item, itemNullable: a.itemNullable || b.itemNullable };
  }
  if (a.kind === "struct" || b.kind === "struct" || a.kind === "map" || b.kind === "map")
    return printType(a) === printType(b) ? a : undefined;
  return a.kind === b.kind ? a : undefined;
}

/** The same for two expressions: a text literal beside an enum that lacks it adds its value. */
export function commonOf(a: TypedExpression, b: TypedExpression): DataType | undefined {
  return commonType(literalEnum(a, b.type) ?? a.type, literalEnum(b, a.type) ?? b.type);
}

function literalEnum(literal: TypedExpression, other: DataType): DataType | undefined {
  return literal.kind === "string" && other.kind === "enum" ? { kind: "enum", values: [literal.value] } : undefined;
}

function commonNumber(a: DataType, b: DataType): DataType | undefined {
  if (a.kind === b.kind && a.kind !== "decimal") return a;
  if (isFloat(a) || isFloat(b)) return { kind: "float64" };
  if (isInteger(a) && isInteger(b)) return bits(a) >= bits(b) ? a : b;
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  const precision = Math.max(left.precision - left.scale, right.precision - right.scale) + scale;
  return precision > 38 ? undefined : { kind: "decimal", precision, scale };
}

function bits({ kind }: DataType): number {
  return kind in integerBits ? integerBits[kind as keyof typeof integerBits] : 0;
}

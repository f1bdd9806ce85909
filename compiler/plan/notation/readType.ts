import type { DataType } from "../types.ts";
import { simpleType } from "./parseType.ts";
import { Fault, type Token } from "./tokenize.ts";
import { readList, type TokenReader } from "./tokenReader.ts";

/** What follows `t`: `.decimal(12, 2)`. */
export function readType(reader: TokenReader): DataType {
  reader.expect(".");
  const name = reader.next();
  reader.expect("(");
  const values = readList(reader, ")", () => reader.next());
  const type =
    name.text === "decimal"
      ? decimal(values)
      : name.text === "enum"
        ? enumeration(values)
        : values.length === 0
          ? simpleType(name.text)
          : undefined;
  if (type === undefined)
    throw new Fault("ODB2001", `There is no type \`t.${name.text}(${values.map(({ text }) => text).join(", ")})\`.`, name.start, name.end);
  return type;
}

function decimal(values: readonly Token[]): DataType | undefined {
  const numbers = values.map(value => (value.kind === "number" ? Number(value.text) : Number.NaN));
  const [precision = Number.NaN, scale = Number.NaN] = numbers;
  return numbers.length === 2 && isDecimal(precision, scale) ? { kind: "decimal", precision, scale } : undefined;
}

const isDecimal = (precision: number, scale: number): boolean =>
  Number.isInteger(precision) && Number.isInteger(scale) && precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision;

function enumeration(values: readonly Token[]): DataType | undefined {
  const texts = values.map(value => (value.kind === "string" ? value.value : undefined)).filter(value => value !== undefined);
  return texts.length === values.length && texts.length > 0 && new Set(texts).size === texts.length
    ? { kind: "enum", values: texts }
    : undefined;
}

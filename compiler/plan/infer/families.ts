import type { Shape } from "../functions.ts";
import { type DataType, isNested } from "../types.ts";

export const isInteger = ({ kind }: DataType): boolean => kind === "int8" || kind === "int16" || kind === "int32" || kind === "int64";
export const isFloat = ({ kind }: DataType): boolean => kind === "float32" || kind === "float64";
export const isNumber = (type: DataType): boolean => isInteger(type) || isFloat(type) || type.kind === "decimal";
export const isText = ({ kind }: DataType): boolean => kind === "string" || kind === "enum";
export const isTemporal = ({ kind }: DataType): boolean => kind === "date" || kind === "timestamp" || kind === "timestampNtz";
export const isOrderable = (type: DataType): boolean => isNumber(type) || isText(type) || isTemporal(type) || type.kind === "boolean";

export const integerBits = { int8: 8, int16: 16, int32: 32, int64: 64 } as const;

/** The decimal that holds every value of an integer type or is the decimal itself; undefined for other types. */
export function asDecimal(type: DataType): { readonly kind: "decimal"; readonly precision: number; readonly scale: number } | undefined {
  switch (type.kind) {
    case "decimal":
      return type;
    case "int8":
      return { kind: "decimal", precision: 3, scale: 0 };
    case "int16":
      return { kind: "decimal", precision: 5, scale: 0 };
    case "int32":
      return { kind: "decimal", precision: 10, scale: 0 };
    case "int64":
      return { kind: "decimal", precision: 19, scale: 0 };
    default:
      return undefined;
  }
}

/** Whether a type is what a parameter asks for, and how a person calls what it asks for. */
export const shapes: { readonly [S in Shape]: { readonly accepts: (type: DataType) => boolean; readonly words: string } } = {
  any: { accepts: type => !isNested(type), words: "a value" },
  number: { accepts: isNumber, words: "a number" },
  integer: { accepts: isInteger, words: "a whole number" },
  string: { accepts: isText, words: "a text" },
  boolean: { accepts: ({ kind }) => kind === "boolean", words: "a boolean" },
  date: { accepts: ({ kind }) => kind === "date", words: "a date" },
  timestamp: { accepts: ({ kind }) => kind === "timestamp", words: "a timestamp" },
  timestampNtz: { accepts: ({ kind }) => kind === "timestampNtz", words: "a timestampNtz" },
  temporal: { accepts: isTemporal, words: "a date or a timestamp" },
  instant: { accepts: ({ kind }) => kind === "timestamp" || kind === "timestampNtz", words: "a timestamp" },
  orderable: { accepts: isOrderable, words: "a number, text, date, timestamp or boolean" },
  list: { accepts: ({ kind }) => kind === "list", words: "a list" },
  regex: { accepts: () => false, words: "a regular expression" },
  type: { accepts: () => false, words: "a type, as t.int64()" },
  values: { accepts: () => false, words: "a list of values, as ['a', 'b']" },
  stringLiteral: { accepts: isText, words: "a text that is written out" },
  integerLiteral: { accepts: isInteger, words: "a whole number that is written out" },
  unit: { accepts: isText, words: "a unit: 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter' or 'year'" },
  zone: { accepts: isText, words: "the name of a time zone, as 'Europe/Paris'" },
};

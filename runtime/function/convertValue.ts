import { fitsType } from "../../compiler/plan/fitsType.ts";
import type { Column, DataType } from "../../compiler/plan/types.ts";

/** What a function's value is stored as until the engine casts it: small numbers and booleans as numbers, int64 as bigint, the rest as text. */
export type Stored = number | bigint | string | null;

/** What is wrong with a value. */
export class Misfit {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** How a column takes the values that a function returns. */
export function converterOf(column: Column): (value: unknown) => Stored | Misfit {
  const convert = convertersOf(column.type);
  const missing = new Misfit("null, where the column is declared not null");
  return value => {
    if (value === null || value === undefined) return column.nullable ? null : missing;
    return convert(value);
  };
}

function convertersOf(type: DataType): (value: unknown) => Stored | Misfit {
  switch (type.kind) {
    case "boolean":
      return value => (typeof value === "boolean" ? Number(value) : not("a boolean", value));
    case "int8":
    case "int16":
    case "int32":
      return small(Number(type.kind.slice(3)));
    case "int64":
      return value => {
        if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : not("a whole number of 64 bits", value);
        return Number.isSafeInteger(value)
          ? BigInt(value as number)
          : not("a whole number that a double keeps exactly, or a bigint", value);
      };
    case "float32":
    case "float64":
      return value => (typeof value === "number" ? value : not("a number", value));
    case "decimal":
      return decimal(type);
    case "string":
      return value => (typeof value === "string" ? wellFormed(value) : not("a text", value));
    case "enum": {
      const values = new Set(type.values);
      return value => (typeof value === "string" && values.has(value) ? value : not(`one of ${type.values.join(", ")}`, value));
    }
    case "binary":
      return value =>
        value instanceof Uint8Array
          ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")
          : not("a Uint8Array", value);
    case "date":
    case "timestamp":
    case "timestampNtz":
      return value => (typeof value === "string" && fitsType(value, type) ? value : not(`the text of a ${type.kind}`, value));
    case "list":
    case "struct":
    case "map":
    case "null":
      return value => not("a value that can be stored", value);
  }
}

function small(bits: number): (value: unknown) => Stored | Misfit {
  const limit = 2 ** (bits - 1);
  return value => {
    if (typeof value === "number" && Number.isInteger(value) && value >= -limit && value < limit) return value;
    if (typeof value === "bigint" && value >= -limit && value < limit) return Number(value);
    return not(`a whole number of ${bits} bits`, value);
  };
}

/** A text has no digit too many; a number is rounded half away from zero at its shortest text, as a cast does it. */
function decimal(type: Extract<DataType, { readonly kind: "decimal" }>): (value: unknown) => Stored | Misfit {
  const limit = 10 ** (type.precision - type.scale);
  return value => {
    if (typeof value === "string" && fitsType(value, type)) return value;
    if (typeof value === "bigint" && fitsType(String(value), type)) return String(value);
    if (typeof value === "number" && Number.isFinite(value) && Math.abs(value) < limit - 0.5 * 10 ** -type.scale) return String(value);
    return not(`a number or a text of at most ${type.precision - type.scale} digits before the point and ${type.scale} after it`, value);
  };
}

function wellFormed(value: string): string | Misfit {
  return value.isWellFormed() ? value : not("a text without half of a pair of surrogates", value);
}

function not(wanted: string, value: unknown): Misfit {
  return new Misfit(`${describeValue(value)}, where ${wanted} is wanted`);
}

/** A value for a message: short, and never with the user's own code running. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case "bigint":
      return `${value}n`;
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (value instanceof Date) return "a Date";
      return Array.isArray(value) ? "an array" : "an object";
    default:
      return `a ${typeof value}`;
  }
}

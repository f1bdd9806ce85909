import { Failure } from "../../failure.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { printType } from "../write/printType.ts";

/**
 * A value of a row: a long is a bigint, a decimal, a date (`2024-01-31`) and a timestamp (`2024-01-31T10:00:00.123456Z`; of no zone without the `Z`) are texts, so that nothing is rounded;
 * binary is a Uint8Array, a struct an object, an array a list, a map a Map.
 */
export type TableValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly TableValue[]
  | ReadonlyMap<TableValue, TableValue>
  | { readonly [field: string]: TableValue };
export type TableRow = { readonly [column: string]: TableValue };

/** A value as it may be written: beside what is read, a number for a long or a decimal, a Date for a date or a timestamp, an object for a map. */
export type TableInput =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | readonly TableInput[]
  | ReadonlyMap<string | number | bigint, TableInput>
  | { readonly [field: string]: TableInput };
export type TableInputRow = { readonly [column: string]: TableInput };

/** A value of DuckDB's JSON rows as the type has it. */
export function decodeValue(value: unknown, type: DeltaType): TableValue {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "decimal":
      return String(value);
    case "array":
      return Array.isArray(value) ? value.map(item => decodeValue(item, type.item)) : null;
    case "map":
      return new Map(entriesOf(value).map(([key, inner]) => [decodeValue(key, type.key), decodeValue(inner, type.value)]));
    case "struct":
      return decodeRow(value as { readonly [name: string]: unknown }, type.fields);
    case "primitive":
      return decodePrimitive(value, type.name);
  }
}

export function decodeRow(row: { readonly [name: string]: unknown }, fields: readonly DeltaField[]): TableRow {
  return Object.fromEntries(fields.map(({ name, type }) => [name, decodeValue(row[name], type)]));
}

function decodePrimitive(value: unknown, name: Extract<DeltaType, { kind: "primitive" }>["name"]): TableValue {
  switch (name) {
    case "long":
      return BigInt(String(value));
    case "boolean":
      return value === true;
    case "byte":
    case "short":
    case "integer":
      return Number(value);
    case "float":
    case "double":
      return typeof value === "number" ? value : Number(String(value));
    case "binary":
      return bytesOf(String(value));
    case "timestamp":
      return String(value).replace(" ", "T").replace(/\+00$/, "Z");
    case "timestamp_ntz":
      return String(value).replace(" ", "T");
    default:
      return String(value);
  }
}

/** DuckDB writes a byte that is no ASCII character as `\\xC3`. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(
    [...text.matchAll(/\\x([0-9A-F]{2})|([\s\S])/g)].map(([, hex, character]) =>
      hex === undefined ? (character ?? "").charCodeAt(0) : Number.parseInt(hex, 16),
    ),
  );
}

/** A map of DuckDB's JSON rows: a list of keys and values. */
function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { readonly key: unknown; readonly value: unknown }) => [entry.key, entry.value]);
}

/** A value as JSON that DuckDB casts to the type: every plain value a text. Fails where the value is none of the type, naming the place. */
export function encodeValue(value: TableInput, type: DeltaType, place: string): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "decimal":
      if (typeof value === "string" || typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value)))
        return String(value);
      throw unfit(value, type, place);
    case "array":
      if (!Array.isArray(value)) throw unfit(value, type, place);
      return value.map((item: TableInput, at) => encodeValue(item, type.item, `${place}[${at}]`));
    case "map": {
      if (typeof value !== "object" || Array.isArray(value) || value instanceof Date || value instanceof Uint8Array)
        throw unfit(value, type, place);
      const entries: readonly (readonly [string | number | bigint, TableInput])[] =
        value instanceof Map ? [...value] : Object.entries(value as { readonly [key: string]: TableInput });
      return Object.fromEntries(entries.map(([key, inner]) => [String(key), encodeValue(inner, type.value, `${place}.${key}`)]));
    }
    case "struct": {
      if (typeof value !== "object" || Array.isArray(value) || value instanceof Date || value instanceof Map)
        throw unfit(value, type, place);
      return encodeRow(value as TableInputRow, type.fields, place);
    }
    case "primitive":
      return encodePrimitive(value, type, place);
  }
}

/** A row as JSON; a column that it lacks is null, and one that the table lacks fails. */
export function encodeRow(row: TableInputRow, fields: readonly DeltaField[], place: string): { readonly [name: string]: unknown } {
  const extra = Object.keys(row).find(name => !fields.some(field => field.name === name));
  if (extra !== undefined)
    throw new Failure(
      "ODB8205",
      `${place} has "${extra}", which is no column.`,
      `The columns are ${fields.map(({ name }) => name).join(", ")}.`,
    );
  return Object.fromEntries(fields.map(({ name, type }) => [name, encodeValue(row[name], type, `${place}.${name}`)]));
}

function encodePrimitive(value: TableInput, type: Extract<DeltaType, { kind: "primitive" }>, place: string): string {
  switch (type.name) {
    case "string":
      if (typeof value === "string" && value.isWellFormed()) return value;
      break;
    case "boolean":
      if (typeof value === "boolean") return String(value);
      break;
    case "byte":
    case "short":
    case "integer":
    case "long":
      if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
      break;
    case "float":
    case "double":
      if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
      break;
    case "binary":
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex");
      break;
    case "date":
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString().slice(0, 10);
      if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
      break;
    case "timestamp":
    case "timestamp_ntz":
      if (value instanceof Date && !Number.isNaN(value.getTime()))
        return value.toISOString().replace(/Z$/, type.name === "timestamp" ? "Z" : "");
      if (typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return value;
      break;
    default:
      break;
  }
  throw unfit(value, type, place);
}

function unfit(value: TableInput, type: DeltaType, place: string): Failure {
  const shown =
    typeof value === "object" ? (Array.isArray(value) ? "a list" : "an object") : `${typeof value} ${String(value).slice(0, 60)}`;
  return new Failure("ODB8205", `${place} is ${shown}, where ${printType(type)} is wanted.`, "Give a value of the column's type.");
}

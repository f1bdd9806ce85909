import type { DataType } from "../../../compiler/plan/types.ts";

/** The type that Spark calls so, with the values of an enum. */
export function dataTypeOf(name: string, values: readonly string[]): DataType {
  if (values.length > 0) return { kind: "enum", values };
  const [, precision, scale] = /^decimal\((\d+), ?(\d+)\)$/.exec(name) ?? [];
  if (precision !== undefined) return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  const found = types[name];
  if (found === undefined) throw new Error(`there is no type "${name}"`);
  return found;
}

const types: { readonly [name: string]: DataType } = {
  boolean: { kind: "boolean" },
  tinyint: { kind: "int8" },
  smallint: { kind: "int16" },
  int: { kind: "int32" },
  bigint: { kind: "int64" },
  float: { kind: "float32" },
  double: { kind: "float64" },
  string: { kind: "string" },
  binary: { kind: "binary" },
  date: { kind: "date" },
  timestamp: { kind: "timestamp" },
  timestamp_ntz: { kind: "timestampNtz" },
};

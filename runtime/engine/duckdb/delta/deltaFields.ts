import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import type { DeltaField, DeltaType, PrimitiveName } from "../../../delta/schema.ts";

/** Columns as a Delta table has them; an enum is a text there. */
export function deltaFields(columns: readonly (Column & { readonly description?: string })[]): readonly DeltaField[] {
  return columns.map(({ name, type, nullable, description }) => ({
    name,
    type: deltaType(type),
    nullable,
    metadata: description === undefined ? {} : { comment: description },
  }));
}

const primitives = {
  boolean: "boolean",
  int8: "byte",
  int16: "short",
  int32: "integer",
  int64: "long",
  float32: "float",
  float64: "double",
  string: "string",
  enum: "string",
  binary: "binary",
  date: "date",
  timestamp: "timestamp",
  timestampNtz: "timestamp_ntz",
} as const satisfies { readonly [kind: string]: PrimitiveName };

export function deltaType(type: DataType): DeltaType {
  switch (type.kind) {
    case "decimal":
      return { kind: "decimal", precision: type.precision, scale: type.scale };
    case "list":
      return { kind: "array", item: deltaType(type.item), itemNullable: type.itemNullable };
    case "struct":
      return { kind: "struct", fields: deltaFields(type.fields) };
    case "map":
      return { kind: "map", key: deltaType(type.key), value: deltaType(type.value), valueNullable: type.valueNullable };
    case "null":
      throw new Error("a column of nothing but null has no type");
    default:
      return { kind: "primitive", name: primitives[type.kind] };
  }
}

import type { DataType } from "../../compiler/plan/types.ts";

/** A type as people write it in messages: `decimal(12,2)`, `int64`, `enum('a','b')`. */
export function formatTypeName(type: DataType): string {
  if (type.kind === "decimal") return `decimal(${type.precision},${type.scale})`;
  if (type.kind === "enum") return `enum(${type.values.map(value => `'${value}'`).join(",")})`;
  if (type.kind === "list") return `list of ${formatTypeName(type.item)}`;
  return type.kind;
}

import type { DeltaType } from "../schema.ts";

/** A type as people write it: `struct<a: long, b: array<string>>`. */
export function printType(type: DeltaType): string {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "struct":
      return `struct<${type.fields.map(({ name, type: inner }) => `${name}: ${printType(inner)}`).join(", ")}>`;
    case "array":
      return `array<${printType(type.item)}>`;
    case "map":
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
  }
}

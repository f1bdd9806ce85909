import type { DeltaField, DeltaType } from "../schema.ts";

/** The `schemaString` of a metadata. */
export function printSchema(fields: readonly DeltaField[]): string {
  return JSON.stringify(structOf(fields));
}

/** The type as the log's JSON has it. */
function typeOf(type: DeltaType): unknown {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "struct":
      return structOf(type.fields);
    case "array":
      return { type: "array", elementType: typeOf(type.item), containsNull: type.itemNullable };
    case "map":
      return { type: "map", keyType: typeOf(type.key), valueType: typeOf(type.value), valueContainsNull: type.valueNullable };
  }
}

const structOf = (fields: readonly DeltaField[]) => ({
  type: "struct",
  fields: fields.map(({ name, type, nullable, metadata }) => ({ name, type: typeOf(type), nullable, metadata })),
});

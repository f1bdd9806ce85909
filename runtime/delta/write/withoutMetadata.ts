import type { DeltaField, DeltaType } from "../schema.ts";

/** Names of the log's own, of the table that the rows come from, are not those of this one. */
export function withoutMetadata(field: DeltaField): DeltaField {
  const metadata = Object.fromEntries(Object.entries(field.metadata).filter(([key]) => !key.startsWith("delta.")));
  return { ...field, type: typeWithoutMetadata(field.type), metadata };
}

function typeWithoutMetadata(type: DeltaType): DeltaType {
  switch (type.kind) {
    case "struct":
      return { ...type, fields: type.fields.map(withoutMetadata) };
    case "array":
      return { ...type, item: typeWithoutMetadata(type.item) };
    case "map":
      return { ...type, key: typeWithoutMetadata(type.key), value: typeWithoutMetadata(type.value) };
    default:
      return type;
  }
}

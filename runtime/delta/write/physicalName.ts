import type { Metadata } from "../action.ts";
import type { DeltaField, DeltaType } from "../schema.ts";

const physicalKey = "delta.columnMapping.physicalName";
const idKey = "delta.columnMapping.id";

/** Whether the files and the log name columns by their physical names. */
export const isMapped = ({ configuration }: Pick<Metadata, "configuration">): boolean =>
  ["name", "id"].includes(configuration["delta.columnMapping.mode"] ?? "none");

/** The name of a column in the data files and in the log's statistics and partition values. */
export function physicalName(field: DeltaField): string {
  const name = field.metadata[physicalKey];
  return typeof name === "string" ? name : field.name;
}

/** A column's id in the data files, under column mapping. */
export function fieldId(field: DeltaField): number | undefined {
  const id = field.metadata[idKey];
  return typeof id === "number" ? id : undefined;
}

/** The fields with a physical name and an id for each that has none, also inside of nested ones; `next` gives ids. */
export function mapFields(fields: readonly DeltaField[], next: () => number, newName: () => string): readonly DeltaField[] {
  return fields.map(field => {
    const named = fieldId(field) !== undefined;
    const metadata = named ? field.metadata : { ...field.metadata, [idKey]: next(), [physicalKey]: newName() };
    return { ...field, type: mapType(field.type, next, newName), metadata };
  });
}

function mapType(type: DeltaType, next: () => number, newName: () => string): DeltaType {
  switch (type.kind) {
    case "struct":
      return { ...type, fields: mapFields(type.fields, next, newName) };
    case "array":
      return { ...type, item: mapType(type.item, next, newName) };
    case "map":
      return { ...type, key: mapType(type.key, next, newName), value: mapType(type.value, next, newName) };
    default:
      return type;
  }
}

/** The fields as the data files have them: under their physical names. */
export function physicalFields(fields: readonly DeltaField[]): readonly DeltaField[] {
  return fields.map(field => ({ ...field, name: physicalName(field), type: physicalType(field.type) }));
}

/** The type as the data files have it. */
export function physicalType(type: DeltaType): DeltaType {
  switch (type.kind) {
    case "struct":
      return { ...type, fields: physicalFields(type.fields) };
    case "array":
      return { ...type, item: physicalType(type.item) };
    case "map":
      return { ...type, key: physicalType(type.key), value: physicalType(type.value) };
    default:
      return type;
  }
}

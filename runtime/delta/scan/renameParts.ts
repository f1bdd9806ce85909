import { quoteName } from "../../sql/duckdb/quote.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { physicalName } from "../write/physicalName.ts";

/** A value whose inner fields have their physical names, with the names of the schema. */
export function renameParts(value: string, type: DeltaType, depth = 0): string {
  if (!isRenamed(type)) return value;
  const item = `v${depth}`;
  switch (type.kind) {
    case "struct":
      return `case when ${value} is not null then {${type.fields.map(field => renameField(value, field, depth)).join(", ")}} end`;
    case "array":
      return `list_transform(${value}, lambda ${item}: ${renameParts(item, type.item, depth + 1)})`;
    case "map": {
      const [key, inner] = [renameParts(`${item}.key`, type.key, depth + 1), renameParts(`${item}.value`, type.value, depth + 1)];
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: {k: ${key}, v: ${inner}}))`;
    }
    default:
      return value;
  }
}

const renameField = (value: string, field: DeltaField, depth: number): string =>
  `${quoteName(field.name)}: ${renameParts(`(${value}).${quoteName(physicalName(field))}`, field.type, depth)}`;

function isRenamed(type: DeltaType): boolean {
  switch (type.kind) {
    case "struct":
      return type.fields.some(field => physicalName(field) !== field.name || isRenamed(field.type));
    case "array":
      return isRenamed(type.item);
    case "map":
      return isRenamed(type.key) || isRenamed(type.value);
    default:
      return false;
  }
}

import { quoteName } from "../../sql/duckdb/quote.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { fieldId, physicalName } from "./physicalName.ts";

/** The option of DuckDB's COPY that gives the columns their ids. */
export function fieldIds(fields: readonly DeltaField[]): string {
  return `{${fields.flatMap(field => idOf(quoteName(physicalName(field)), fieldId(field), field.type)).join(", ")}}`;
}

function idOf(name: string, id: number | undefined, type: DeltaType): readonly string[] {
  const inner = innerIds(type);
  if (inner.length === 0) return id === undefined ? [] : [`${name}: ${id}`];
  return [`${name}: {${[...(id === undefined ? [] : [`__duckdb_field_id: ${id}`]), ...inner].join(", ")}}`];
}

function innerIds(type: DeltaType): readonly string[] {
  switch (type.kind) {
    case "struct":
      return type.fields.flatMap(field => idOf(quoteName(physicalName(field)), fieldId(field), field.type));
    case "array":
      return idOf("element", undefined, type.item);
    case "map":
      return [...idOf("key", undefined, type.key), ...idOf("value", undefined, type.value)];
    default:
      return [];
  }
}

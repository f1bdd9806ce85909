import { quoteName } from "../../sql/duckdb/quote.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { physicalName, physicalType } from "./physicalName.ts";
import { sqlTypeOf } from "./sqlTypeOf.ts";

/** A SELECT of the columns as data files hold them: each of its type and under its physical name. `present` are the columns that `select` has; the others are null. */
export function physicalSelect(select: string, fields: readonly DeltaField[], present: ReadonlySet<string>): string {
  const columns = fields
    .filter(({ type }) => !isVoid(type))
    .map(field => {
      const value = present.has(field.name)
        ? physicalValue(field.type, `cast(${quoteName(field.name)} as ${sqlTypeOf(field.type)})`)
        : `cast(null as ${sqlTypeOf(physicalType(field.type))})`;
      return `${value} as ${quoteName(physicalName(field))}`;
    });
  return `select ${columns.join(", ")} from (${select}) as rows_to_write`;
}

const isVoid = (type: DeltaType): boolean => type.kind === "primitive" && type.name === "void";

/** The value with its inner fields under their physical names. */
function physicalValue(type: DeltaType, value: string): string {
  if (!hasMappedField(type)) return value;
  switch (type.kind) {
    case "struct": {
      const fields = type.fields.map(
        field => `${quoteName(physicalName(field))} := ${physicalValue(field.type, `(${value}).${quoteName(field.name)}`)}`,
      );
      return `case when ${value} is not null then struct_pack(${fields.join(", ")}) end`;
    }
    case "array":
      return `list_transform(${value}, lambda item: ${physicalValue(type.item, "item")})`;
    case "map": {
      const entry = `struct_pack(k := ${physicalValue(type.key, "entry.key")}, v := ${physicalValue(type.value, "entry.value")})`;
      return `map_from_entries(list_transform(map_entries(${value}), lambda entry: ${entry}))`;
    }
    default:
      return value;
  }
}

function hasMappedField(type: DeltaType): boolean {
  switch (type.kind) {
    case "struct":
      return type.fields.some(field => physicalName(field) !== field.name || hasMappedField(field.type));
    case "array":
      return hasMappedField(type.item);
    case "map":
      return hasMappedField(type.key) || hasMappedField(type.value);
    default:
      return false;
  }
}

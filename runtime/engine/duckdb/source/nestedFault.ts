import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { quoteText } from "../../../sql/duckdb/quote.ts";

/** A condition that is true for a value which its type does not allow somewhere inside: a null where none may be, a text that is none of an enum's. Undefined where the type allows all. */
export function nestedFault(value: string, type: DataType): string | undefined {
  switch (type.kind) {
    case "enum":
      return `${value} not in (${type.values.map(quoteText).join(", ")})`;
    case "list":
      return anyFault(value, type.item, type.itemNullable);
    case "map":
      return either([anyFault(`map_values(${value})`, type.value, type.valueNullable), anyFault(`map_keys(${value})`, type.key, true)]);
    case "struct":
      return either(type.fields.map(field => partFault(`struct_extract(${value}, ${quoteText(field.name)})`, field, value)));
    default:
      return undefined;
  }
}

function partFault(part: string, { type, nullable }: Column, whole: string): string | undefined {
  return either([nullable ? undefined : `(${whole} is not null and ${part} is null)`, nestedFault(part, type)]);
}

function anyFault(list: string, type: DataType, nullable: boolean): string | undefined {
  // The parameter of a lambda inside another has a name of its own.
  const name = `item${(list.match(/item/g) ?? []).length}`;
  const fault = either([nullable ? undefined : `${name} is null`, nestedFault(name, type)]);
  return fault === undefined ? undefined : `len(list_filter(${list}, lambda ${name} : coalesce(${fault}, false))) > 0`;
}

function either(conditions: readonly (string | undefined)[]): string | undefined {
  const given = conditions.filter(condition => condition !== undefined);
  return given.length === 0 ? undefined : `(${given.join(" or ")})`;
}

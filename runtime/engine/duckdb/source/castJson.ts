import type { DataType } from "../../../../compiler/plan/types.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { castText } from "./castField.ts";

/** The text of a JSON array or object, which the checker passed, as a list, struct or map: taken apart as texts, each of which is then cast as a field of a file is. */
export function castJson(text: string, type: DataType): string {
  // A part that is missing is null; a cast would fail for want of it.
  return build(`json_transform(cast(${text} as json), ${quoteText(JSON.stringify(textType(type)))})`, type, 0);
}

/** The same shape with a text in every place. */
function textType(type: DataType): string {
  switch (type.kind) {
    case "list":
      return `${textType(type.item)}[]`;
    case "struct":
      return `struct(${type.fields.map(field => `${quoteName(field.name)} ${textType(field.type)}`).join(", ")})`;
    case "map":
      return `map(varchar, ${textType(type.value)})`;
    default:
      return "varchar";
  }
}

function build(value: string, type: DataType, depth: number): string {
  const name = `part${depth}`;
  switch (type.kind) {
    case "list":
      return `list_transform(${value}, lambda ${name} : ${build(name, type.item, depth + 1)})`;
    case "struct": {
      const fields = type.fields.map(
        field => `${quoteName(field.name)} := ${build(`struct_extract(${value}, ${quoteText(field.name)})`, field.type, depth)}`,
      );
      return `case when ${value} is null then null else cast(struct_pack(${fields.join(", ")}) as ${sqlType(type)}) end`;
    }
    case "map": {
      const key = build(`${name}.key`, type.key, depth + 1);
      const inner = build(`${name}.value`, type.value, depth + 1);
      return `case when ${value} is null then null else map_from_entries(list_transform(map_entries(${value}), lambda ${name} : struct_pack(k := ${key}, v := ${inner}))) end`;
    }
    default:
      return castText(value, type);
  }
}

import type { DataType } from "../../../compiler/plan/types.ts";
import { quoteName } from "./quote.ts";

/** DuckDB's name of a type. An enum is a text: its values are checked where it is read. */
export function sqlType(type: DataType): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "int8":
      return "tinyint";
    case "int16":
      return "smallint";
    case "int32":
      return "integer";
    case "int64":
      return "bigint";
    case "float32":
      return "float";
    case "float64":
      return "double";
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "string":
    case "enum":
      return "varchar";
    case "binary":
      return "blob";
    case "date":
      return "date";
    case "timestamp":
      return "timestamptz";
    case "timestampNtz":
      return "timestamp";
    case "list":
      return `${sqlType(type.item)}[]`;
    case "struct":
      return `struct(${type.fields.map(field => `${quoteName(field.name)} ${sqlType(field.type)}`).join(", ")})`;
    case "map":
      return `map(${sqlType(type.key)}, ${sqlType(type.value)})`;
    case "null":
      return "varchar";
  }
}

import type { DataType } from "../../../compiler/plan/types.ts";
import { quoteName } from "./quote.ts";

/** Spark's name of a type. An enum is a text: its values are checked where it is read. */
export function sparkType(type: DataType): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "int8":
      return "tinyint";
    case "int16":
      return "smallint";
    case "int32":
      return "int";
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
      return "string";
    case "binary":
      return "binary";
    case "date":
      return "date";
    case "timestamp":
      return "timestamp";
    case "timestampNtz":
      return "timestamp_ntz";
    case "list":
      return `array<${sparkType(type.item)}>`;
    case "struct":
      return `struct<${type.fields.map(field => `${quoteName(field.name)}: ${sparkType(field.type)}`).join(", ")}>`;
    case "map":
      return `map<${sparkType(type.key)}, ${sparkType(type.value)}>`;
    case "null":
      return "string";
  }
}

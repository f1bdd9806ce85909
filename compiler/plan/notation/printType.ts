import type { DataType } from "../types.ts";
import { isIdentifier } from "./names.ts";
import { quote } from "./quote.ts";

/** A type as the plan's columns have it: `int64`, `decimal(12,2)`, `enum('open','paid')`, `list<string>`, `struct<city: string, zip: string?>`; `?` where a part may be null. */
export function printType(type: DataType): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "enum":
      return `enum(${type.values.map(quote).join(",")})`;
    case "list":
      return `list<${printPart(type.item, type.itemNullable)}>`;
    case "struct":
      return `struct<${type.fields.map(field => `${isIdentifier(field.name) ? field.name : quote(field.name)}: ${printPart(field.type, field.nullable)}`).join(", ")}>`;
    case "map":
      return `map<${printType(type.key)}, ${printPart(type.value, type.valueNullable)}>`;
    default:
      return type.kind;
  }
}

const printPart = (type: DataType, nullable: boolean): string => `${printType(type)}${nullable ? "?" : ""}`;

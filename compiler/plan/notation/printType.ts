import type { DataType } from "../types.ts";
import { quote } from "./quote.ts";

/** A type as the plan's columns have it: `int64`, `decimal(12,2)`, `enum('open','paid')`, `list<string>`. */
export function printType(type: DataType): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "enum":
      return `enum(${type.values.map(quote).join(",")})`;
    case "list":
      return `list<${printType(type.item)}${type.itemNullable ? "?" : ""}>`;
    default:
      return type.kind;
  }
}

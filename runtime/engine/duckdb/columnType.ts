import type { DataType } from "../../../compiler/plan/types.ts";

/** The DuckDB type that stores a type of the plan. An enum is a text whose values were checked. */
export function columnType(type: DataType): string {
  switch (type.kind) {
    case "boolean": return "BOOLEAN";
    case "int8": return "TINYINT";
    case "int16": return "SMALLINT";
    case "int32": return "INTEGER";
    case "int64": return "BIGINT";
    case "float32": return "FLOAT";
    case "float64": return "DOUBLE";
    case "decimal": return `DECIMAL(${type.precision},${type.scale})`;
    case "string": case "enum": return "VARCHAR";
    case "binary": return "BLOB";
    case "date": return "DATE";
    case "timestamp": return "TIMESTAMP WITH TIME ZONE";
    case "timestampNtz": return "TIMESTAMP";
    case "list": return `${columnType(type.item)}[]`;
    case "null": return "INTEGER";
  }
}

import { quoteName } from "../../sql/duckdb/quote.ts";
import type { DeltaType, PrimitiveName } from "../schema.ts";

const primitives: Readonly<Record<PrimitiveName, string>> = {
  string: "varchar",
  long: "bigint",
  integer: "integer",
  short: "smallint",
  byte: "tinyint",
  float: "float",
  double: "double",
  boolean: "boolean",
  binary: "blob",
  date: "date",
  timestamp: "timestamptz",
  timestamp_ntz: "timestamp",
  void: "integer",
};

/** DuckDB's type whose Parquet column is what the protocol asks for. */
export function sqlTypeOf(type: DeltaType): string {
  switch (type.kind) {
    case "primitive":
      return primitives[type.name];
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "struct":
      return `struct(${type.fields.map(field => `${quoteName(field.name)} ${sqlTypeOf(field.type)}`).join(", ")})`;
    case "array":
      return `${sqlTypeOf(type.item)}[]`;
    case "map":
      return `map(${sqlTypeOf(type.key)}, ${sqlTypeOf(type.value)})`;
  }
}

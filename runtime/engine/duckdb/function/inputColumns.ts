import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { cast } from "../../../sql/duckdb/text.ts";
import { fieldText } from "../write/layouts.ts";

/** How a column reaches the function: as numbers, or as a text that becomes the value. */
export type InputKind = "number" | "bigint" | "boolean" | "text" | "binary";
export interface InputColumn {
  readonly name: string;
  readonly kind: InputKind;
  readonly nullable: boolean;
}

export function inputColumn({ name, type, nullable }: Column): InputColumn {
  return { name, kind: kindOf(type), nullable };
}

/** Texts have their nulls among them. */
export function isText({ kind }: InputColumn): boolean {
  return kind === "text" || kind === "binary";
}

/** A column that says beside its numbers where there is none. */
export function hasNulls(column: InputColumn): boolean {
  return column.nullable && !isText(column);
}

function kindOf(type: DataType): InputKind {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "int8":
    case "int16":
    case "int32":
    case "float32":
    case "float64":
      return "number";
    case "int64":
      return "bigint";
    case "binary":
      return "binary";
    default:
      return "text";
  }
}

/** The columns as they are staged for the function: `v0 v1 …`, and `n0 …` which says where a number is null. Texts keep their nulls. */
export function stagedColumns(columns: readonly Column[]): string {
  return columns
    .flatMap((column, at) => {
      const value = cast(quoteName(column.name), sqlType(column.type));
      const kind = kindOf(column.type);
      if (kind === "text" || kind === "binary") return [`${fieldText(value, column.type)} as v${at}`];
      const number = kind === "boolean" ? `${value}::tinyint` : value;
      return column.nullable
        ? [`coalesce(${number}, 0) as v${at}`, `(${quoteName(column.name)} is null)::tinyint as n${at}`]
        : [`${number} as v${at}`];
    })
    .join(", ");
}

import type { Column } from "../../../../compiler/plan/types.ts";
import { inputKind } from "../../../function/inputColumn.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { cast } from "../../../sql/duckdb/text.ts";
import { fieldText } from "../write/layouts.ts";

/** The columns as they are staged for the function: `v0 v1 …`, and `n0 …` which says where a number is null. Texts keep their nulls. */
export function stagedColumns(columns: readonly Column[]): string {
  return columns
    .flatMap((column, at) => {
      const value = cast(quoteName(column.name), sqlType(column.type));
      const kind = inputKind(column.type);
      if (kind === "text" || kind === "binary") return [`${fieldText(value, column.type)} as v${at}`];
      const number = kind === "boolean" ? `${value}::tinyint` : value;
      return column.nullable
        ? [`coalesce(${number}, 0) as v${at}`, `(${quoteName(column.name)} is null)::tinyint as n${at}`]
        : [`${number} as v${at}`];
    })
    .join(", ");
}

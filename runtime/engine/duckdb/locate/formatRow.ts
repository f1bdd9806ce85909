import type { Column } from "../../../../compiler/plan/types.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { fieldText } from "../write/layouts.ts";

/** An SQL expression of a row's text for a message: `{ id: 5, code: "x" }`. */
export function formatRow(columns: readonly Column[]): string {
  if (columns.length === 0) return "'{}'";
  const fields = columns.map(({ name, type }, at) => {
    const text = fieldText(quoteName(name), type);
    const shown = ["string", "enum", "date", "timestamp", "timestampNtz", "binary"].includes(type.kind)
      ? `to_json(left(${text}, 80))::varchar`
      : text;
    return `${quoteText(`${at === 0 ? "" : ", "}${name}: `)} || coalesce(${shown}, 'null')`;
  });
  return `'{ ' || ${fields.join(" || ")} || ' }'`;
}

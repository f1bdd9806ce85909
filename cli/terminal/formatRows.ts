import type { Column, DataType } from "../../compiler/plan/types.ts";
import type { PreviewRow } from "../../runtime/engine/engine.ts";
import { formatTable } from "./formatTable.ts";
import { showControls } from "./showControls.ts";
import type { Style } from "./terminal.ts";

/** A node's rows, whose values are texts or null, as a table for a person, as CSV or as one JSON array. */
export function formatRows(rows: readonly PreviewRow[], columns: readonly Column[], format: string, style: Style): string {
  if (format === "csv") return formatCsv(rows, columns);
  if (format === "json") return formatJson(rows, columns);
  const cells = rows.map(row =>
    row.map(value => (value === null ? style.dim("null") : shorten(showControls(value.replaceAll("\n", "⏎"))))),
  );
  const table = formatTable(
    columns.map(column => column.name),
    cells,
    columns.map(column => isNumber(column.type)),
  );
  return rows.length === 0 ? `${table}\n(no rows)` : table;
}

const longest = 60;
const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
const isNumber = ({ kind }: DataType): boolean => /^(int|float|decimal)/.test(kind);

/** Null is the empty field, and the empty text is quoted, as in the files that odibi reads. */
function formatCsv(rows: readonly PreviewRow[], columns: readonly Column[]): string {
  const quote = (text: string) => (text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns.map(column => quote(column.name)), ...rows.map(row => row.map(value => (value === null ? "" : quote(value))))];
  return lines.map(line => line.join(",")).join("\n");
}

/** Numbers keep all their digits: a decimal of more than 15, which readers would take for a float, is a text. */
function formatJson(rows: readonly PreviewRow[], columns: readonly Column[]): string {
  const jsonOf = (text: string | null, { type }: Column): string => {
    if (text === null) return "null";
    const isBare = type.kind === "boolean" || (isNumber(type) && (type.kind !== "decimal" || type.precision <= 15) && /^-?\d/.test(text));
    return isBare ? text : JSON.stringify(text);
  };
  const objects = rows.map(
    row => `{${columns.map((column, index) => `${JSON.stringify(column.name)}:${jsonOf(row[index] ?? null, column)}`).join(",")}}`,
  );
  return `[${objects.join(",\n")}]`;
}

import type { Span } from "../diagnostics/diagnostic.ts";
import type { Expression } from "../plan/expression.ts";
import type { ColumnInfo, RowValue } from "./value.ts";

/** The row that a lambda's parameter stands for. */
export function rowOf(columns: readonly ColumnInfo[], isFaulty: boolean, side?: RowValue["side"]): RowValue {
  return { kind: "row", columns, isFaulty, ...(side === undefined ? {} : { side }) };
}

/** A column of a row, as an expression at the place where it is named. */
export function columnOf(row: RowValue, name: string, span: Span): Expression {
  return row.side === undefined ? { kind: "column", name, span } : { kind: "column", name, span, side: row.side };
}

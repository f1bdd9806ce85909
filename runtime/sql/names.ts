import type { ColumnReference } from "../../compiler/plan/expression.ts";
import type { DataType } from "../../compiler/plan/types.ts";

/** What the names in an expression stand for in the statement. */
export interface Names {
  readonly column: (reference: ColumnReference) => string;
  /** The SQL literal of a param's value, of the given type. */
  readonly parameter: (name: string, type: DataType) => string;
  /** The SQL literal of the instant at which the run began. */
  readonly now: string;
}

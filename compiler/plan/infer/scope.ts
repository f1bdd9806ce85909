import type { Problem } from "../../diagnostics/diagnostic.ts";
import type { Side, TypedExpression } from "../expression.ts";
import type { NamedExpression, Typed } from "../step.ts";
import type { Column, DataType } from "../types.ts";

/** What an expression may name, and where it stands. */
export interface Scope {
  /** The columns of the row, or of each side. */
  readonly columns: { readonly [side in "row" | Side]?: readonly Column[] };
  /** Columns that have a fault of their own: nothing more is said of them. */
  readonly unknown?: { readonly [side in "row" | Side]?: ReadonlySet<string> };
  readonly parameters: ReadonlyMap<string, DataType>;
  /** In an aggregate: the keys of the group, none where the whole table is one group. Elsewhere aggregates are refused. */
  readonly group?: { readonly keys: readonly NamedExpression<Typed>[] };
  /** Whether the group has keys, faulty ones among them, and so is never empty. */
  readonly grouped?: boolean;
}

/** The state of one inference, going down the tree. */
export interface Inferring {
  readonly scope: Scope;
  readonly problems: Problem[];
  /** The texts of the expressions that are known not to be null here. */
  readonly known: ReadonlySet<string>;
  /** `row`: no aggregates; `group`: keys and aggregates only; `aggregate`: inside one. */
  readonly inside: "row" | "group" | "aggregate";
}

/** A typed expression, and what is known not to be null where it is true and where it is false. */
export interface Inferred {
  readonly typed: TypedExpression;
  readonly whenTrue?: ReadonlySet<string>;
  readonly whenFalse?: ReadonlySet<string>;
}

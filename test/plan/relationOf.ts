import type { Expression } from "../../compiler/plan/expression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import type { NamedExpression, Relation, SortKey, Step, Untyped } from "../../compiler/plan/step.ts";
import type { Column, DataType } from "../../compiler/plan/types.ts";

// Relations and columns written shortly, for tests.

export function expressionOf(text: string): Expression {
  const { expression, problems } = parseExpression(text, text);
  if (expression === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return expression;
}

export const columnsOf = (declared: { readonly [name: string]: string }): readonly Column[] =>
  Object.entries(declared).map(([name, text]) => ({ name, type: typeOf(text), nullable: text.endsWith("?") }));

export function typeOf(text: string): DataType {
  const type = parseType(text.replace("?", ""));
  if (type === undefined) throw new Error(`${text} is no type.`);
  return type;
}

const named = (columns: { readonly [name: string]: string }): readonly NamedExpression<Untyped>[] =>
  Object.entries(columns).map(([name, text]) => ({ name, expression: expressionOf(text) }));
const keys = (texts: readonly string[]): readonly SortKey<Untyped>[] =>
  texts.map(text => ({ expression: expressionOf(text.replace(/ desc$/, "")), direction: text.endsWith(" desc") ? "desc" : "asc" }));

export const relation = (...steps: Step<Untyped>[]): Relation<Untyped> => ({ steps });
export const read = (node: string): Step<Untyped> => ({ kind: "read", node });
export const filter = (condition: string): Step<Untyped> => ({ kind: "filter", condition: expressionOf(condition) });
export const select = (columns: { readonly [name: string]: string }): Step<Untyped> => ({ kind: "select", columns: named(columns) });
export const join = (
  type: "inner" | "left",
  right: Relation<Untyped>,
  on: string,
  columns: { readonly [name: string]: string },
): Step<Untyped> => ({ kind: "join", type, right, on: expressionOf(on), columns: named(columns) });
export const semiJoin = (anti: boolean, right: Relation<Untyped>, on: string): Step<Untyped> => ({
  kind: "semiJoin",
  anti,
  right,
  on: expressionOf(on),
});
export const aggregate = (by: { readonly [name: string]: string }, aggregates: { readonly [name: string]: string }): Step<Untyped> => ({
  kind: "aggregate",
  keys: named(by),
  aggregates: named(aggregates),
});
export const deduplicate = (by: readonly string[], orderBy: readonly string[]): Step<Untyped> => ({
  kind: "deduplicate",
  by,
  orderBy: keys(orderBy),
});
export const orderBy = (...texts: readonly string[]): Step<Untyped> => ({ kind: "orderBy", keys: keys(texts) });
export const limit = (rows: string): Step<Untyped> => ({ kind: "limit", rows: expressionOf(rows) });
export const union = (other: Relation<Untyped>): Step<Untyped> => ({ kind: "union", other });
export const notNull = (columns: readonly string[], otherwise: "fail" | "drop"): Step<Untyped> => ({ kind: "notNull", columns, otherwise });
export const distinct: Step<Untyped> = { kind: "distinct" };
export const mapRows = (columns: { readonly [name: string]: string }): Step<Untyped> => ({
  kind: "mapRows",
  bundle: "functions/x.mjs",
  columns: columnsOf(columns),
});
export const source = (columns: { readonly [name: string]: string }): Step<Untyped> => ({
  kind: "source",
  connection: "lake",
  path: "a/*.csv",
  file: { format: "csv" },
  extraColumns: "fail",
  columns: columnsOf(columns),
});

import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../plan/expression.ts";
import type { Scope } from "../../plan/inferExpression.ts";
import type { NamedExpression, SortKey, Untyped } from "../../plan/step.ts";
import { applyFunction } from "../applyFunction.ts";
import { argumentSpan, argumentValue, type Call, reportArgument } from "../call.ts";
import { report, spanOf } from "../environment.ts";
import { columnEntry } from "../evaluateObject.ts";
import { rowOf } from "../row.ts";
import { toExpression } from "../toExpression.ts";
import {
  type ColumnInfo,
  type FunctionValue,
  fault,
  type ObjectEntry,
  type RowValue,
  type TableValue,
  type Value,
  valueWords,
} from "../value.ts";

/** A lambda with the rows that its parameters stand for, and the scope in which what it says is inferred. */
export interface Lambda {
  readonly target: FunctionValue;
  readonly rows: readonly RowValue[];
  readonly scope: Scope;
  readonly span: Span;
  readonly call: Call;
}

/** The argument as a lambda over one row of the table. */
export function rowLambda(table: TableValue, call: Call, index: number): Lambda | undefined {
  return lambdaOf(argumentValue(call, index) ?? fault, [rowOf(table.columns, table.isFaulty)], { row: table.columns }, call, index);
}

/** A value as a lambda over rows; reports what is none. */
export function lambdaOf(
  value: Value,
  rows: readonly RowValue[],
  columns: Scope["columns"],
  call: Call,
  index: number,
  span = argumentSpan(call, index),
): Lambda | undefined {
  if (value.kind !== "function") {
    if (value.kind !== "fault") reportArgument(call, index, value, "a function of the row", "Write a lambda: `o => …`.");
    return undefined;
  }
  const extra = value.syntax.parameters[rows.length];
  if (extra !== undefined) {
    report(call.lowering, {
      code: "ODB1020",
      message: `The lambda of \`${call.name}\` is given ${rows.length === 1 ? "one row" : `${rows.length} rows`}, and takes more.`,
      hint: "Leave the last parameter out.",
      span: spanOf(value.environment, extra.pattern),
    });
    return undefined;
  }
  const group = columns.key === undefined ? {} : { group: { keys: [] } };
  return { target: value, rows, scope: { columns, parameters: call.lowering.parameterTypes, ...group }, span, call };
}

/** What the lambda says. */
export function applyLambda(lambda: Lambda): Value {
  const { span } = lambda;
  const values = lambda.rows.map(value => ({ value, span }));
  return applyFunction(lambda.target, values, lambda.scope, lambda.call.environment, lambda.call.lowering);
}

/** What the lambda says as one expression. */
export function lambdaExpression(lambda: Lambda): Expression | undefined {
  const body = lambda.target.syntax.body;
  return toExpression(applyLambda(lambda), body, lambda.target.environment, lambda.call.lowering);
}

export interface LambdaColumns {
  readonly columns: readonly NamedExpression<Untyped>[];
  readonly descriptions: ReadonlyMap<string, string>;
  /** A column's value was at fault: the others are still checked. */
  readonly isFaulty: boolean;
}

/** What the lambda says as columns: an object whose properties are the result's columns, in order. */
export function lambdaColumns(lambda: Lambda): LambdaColumns | undefined {
  const value = applyLambda(lambda);
  const body = lambda.target.syntax.body;
  if (value.kind === "fault") return undefined;
  if (value.kind !== "row" && value.kind !== "object") {
    report(lambda.call.lowering, {
      code: "ODB3020",
      message: `The lambda of \`${lambda.call.name}\` gives ${valueWords[value.kind]}, where columns are expected.`,
      hint: "Give an object of columns: `o => ({ id: o.id })`.",
      span: spanOf(lambda.target.environment, body),
    });
    return undefined;
  }
  const columns: NamedExpression<Untyped>[] = [];
  const descriptions = new Map<string, string>();
  let isFaulty = false;
  const add = (entry: ObjectEntry, name: string): void => {
    const expression = columnExpression(entry, lambda);
    if (expression === undefined) isFaulty = true;
    else columns.push({ name, expression: expression.span === undefined ? { ...expression, span: entry.valueSpan } : expression });
    if (entry.description !== undefined) descriptions.set(name, entry.description);
  };
  if (value.kind === "object") value.entries.forEach(add);
  else for (const column of value.columns) add(columnEntry(value, column, spanOf(lambda.target.environment, body)), column.name);
  return { columns, descriptions, isFaulty };
}

function columnExpression(entry: ObjectEntry, lambda: Lambda): Expression | undefined {
  if (entry.value.kind === "expression") return entry.value.expression;
  const environment = { ...lambda.target.environment, file: entry.valueSpan.file };
  return toExpression(entry.value, { s: entry.valueSpan.start, e: entry.valueSpan.end }, environment, lambda.call.lowering);
}

/** What the lambda says as names of columns, `o => o.id` or `o => [o.country, o.day]`. */
export function lambdaColumnNames(lambda: Lambda): readonly string[] | undefined {
  const value = applyLambda(lambda);
  if (value.kind === "fault") return undefined;
  const items: readonly Value[] = value.kind === "list" ? value.items : [value];
  const names: string[] = [];
  const span = spanOf(lambda.target.environment, lambda.target.syntax.body);
  for (const item of items) {
    if (item.kind === "fault") return undefined;
    if (item.kind !== "expression" || item.expression.kind !== "column") {
      const place = item.kind === "expression" ? (item.expression.span ?? span) : span;
      report(lambda.call.lowering, {
        code: "ODB3012",
        message: `\`${lambda.call.name}\` wants columns as they are, and this is computed.`,
        hint: "Add it as a column before: `.withColumns(o => ({ … }))`.",
        span: place,
      });
      return undefined;
    }
    if (names.includes(item.expression.name)) {
      report(lambda.call.lowering, {
        code: "ODB3108",
        message: `The column \`${item.expression.name}\` is named twice.`,
        hint: "Leave one of the two out.",
        span: item.expression.span ?? span,
      });
      return undefined;
    }
    names.push(item.expression.name);
  }
  if (names.length === 0) {
    report(lambda.call.lowering, {
      code: "ODB3012",
      message: `\`${lambda.call.name}\` wants at least one column.`,
      hint: "Name one: `o => o.id`.",
      span,
    });
    return undefined;
  }
  return names;
}

/** What the lambda says as an order: a column, `asc(…)` or `desc(…)`, or a list of these. */
export function lambdaOrder(lambda: Lambda): readonly SortKey<Untyped>[] | undefined {
  const value = applyLambda(lambda);
  const items: readonly Value[] = value.kind === "list" ? value.items : [value];
  const keys: SortKey<Untyped>[] = [];
  let isFaulty = false;
  for (const item of items) {
    if (item.kind === "sortKey") {
      keys.push({ expression: item.expression, direction: item.direction });
      continue;
    }
    const expression = toExpression(item, lambda.target.syntax.body, lambda.target.environment, lambda.call.lowering);
    if (expression === undefined) isFaulty = true;
    else keys.push({ expression, direction: "asc" });
  }
  if (isFaulty) return undefined;
  if (keys.length > 0) return keys;
  report(lambda.call.lowering, {
    code: "ODB3012",
    message: `\`${lambda.call.name}\` wants at least one value to order by.`,
    hint: "Name one: `o => desc(o.updated_at)`.",
    span: lambda.span,
  });
  return undefined;
}

/** The columns of a side of a join, for a scope. */
export function asNullable(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  return columns.map(column => ({ ...column, nullable: true }));
}

import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { anything, oneOf, readOptions } from "../options.ts";
import { rowOf } from "../row.ts";
import { toExpression } from "../toExpression.ts";
import { fault, type TableValue, type Value } from "../value.ts";
import { appendStep, faultyTable } from "./appendStep.ts";
import { lambdaColumnNames, lambdaExpression, lambdaOf, lambdaOrder, rowLambda } from "./lambda.ts";
import { relationOf } from "./relationOf.ts";
import { columnNames } from "./select.ts";

const deduplicateReaders = {
  by: anything("a lambda that names columns"),
  orderBy: anything("a lambda that says which row comes first"),
};
const notNullReaders = { otherwise: oneOf("fail", "drop") };

/** `.filter(o => …)`: the rows for which the condition is true; null keeps no row. */
export function filterCall(table: TableValue, call: Call): Value {
  const lambda = hasArguments(call, 1) ? rowLambda(table, call, 0) : undefined;
  const condition = lambda === undefined ? undefined : lambdaExpression(lambda);
  // Its columns are known whatever the condition says, so what follows is still checked.
  return condition === undefined ? table : keepColumns(table, appendStep(table, { kind: "filter", condition, span: call.nameSpan }, call));
}

/** `.distinct()`: each row once. */
export function distinctCall(table: TableValue, call: Call): Value {
  return hasArguments(call, 0) ? appendStep(table, { kind: "distinct", span: call.nameSpan }, call) : table;
}

/** `.deduplicate({ by, orderBy })`: one row per key, the first in the order. */
export function deduplicateCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1)) return table;
  const options = readOptions(
    argumentValue(call, 0),
    "deduplicate",
    argumentSpan(call, 0),
    deduplicateReaders,
    ["by", "orderBy"],
    call.lowering,
  );
  if (options?.by === undefined || options.orderBy === undefined) return table;
  const lambda = (value: Value) => lambdaOf(value, [rowOf(table.columns, table.isFaulty)], { row: table.columns }, call, 0);
  const [byLambda, orderLambda] = [lambda(options.by), lambda(options.orderBy)];
  const by = byLambda === undefined ? undefined : lambdaColumnNames(byLambda);
  const orderBy = orderLambda === undefined ? undefined : lambdaOrder(orderLambda);
  if (by === undefined || orderBy === undefined) return table;
  return keepColumns(table, appendStep(table, { kind: "deduplicate", by, orderBy, span: call.nameSpan }, call));
}

/** `.orderBy(o => [o.country, desc(o.day)])`: nulls last. */
export function orderByCall(table: TableValue, call: Call): Value {
  const lambda = hasArguments(call, 1) ? rowLambda(table, call, 0) : undefined;
  const keys = lambda === undefined ? undefined : lambdaOrder(lambda);
  return keys === undefined ? table : keepColumns(table, appendStep(table, { kind: "orderBy", keys, span: call.nameSpan }, call));
}

/** `.limit(10)`: the first rows of the order before it. */
export function limitCall(table: TableValue, call: Call): Value {
  const syntax = call.syntax.arguments[0];
  if (!hasArguments(call, 1) || syntax === undefined) return table;
  const rows = toExpression(argumentValue(call, 0) ?? fault, syntax, call.environment, call.lowering);
  return rows === undefined
    ? table
    : keepColumns(table, appendStep(table, { kind: "limit", rows: { ...rows, span: argumentSpan(call, 0) }, span: call.nameSpan }, call));
}

/** `.union(other)`: the rows of both, by column name, duplicates kept. */
export function unionCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1)) return table;
  const other = relationOf(call, 0);
  if (other === undefined || other.table.isFaulty) return faultyTable(table);
  return appendStep(table, { kind: "union", other: other.relation, span: argumentSpan(call, 0) }, call);
}

/** `.notNull(["price"], { otherwise })`: not null from here on; a row where one is null fails the node, or is dropped. */
export function notNullCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1, 2)) return faultyTable(table);
  const list = argumentValue(call, 0) ?? fault;
  if (list.kind !== "list") {
    reportArgument(call, 0, list, "a list of names of columns", 'Write `.notNull(["price"])`.');
    return faultyTable(table);
  }
  const columns = columnNames(table, call, list.items);
  const options = readOptions(
    call.syntax.arguments.length > 1 ? argumentValue(call, 1) : undefined,
    "notNull",
    argumentSpan(call, 1),
    notNullReaders,
    [],
    call.lowering,
  );
  if (columns === undefined || options === undefined) return faultyTable(table);
  return appendStep(table, { kind: "notNull", columns, otherwise: options.otherwise ?? "fail", span: call.nameSpan }, call);
}

function keepColumns(before: TableValue, after: TableValue): TableValue {
  return after.isFaulty && !before.isFaulty ? { ...after, isFaulty: false, columns: before.columns } : after;
}

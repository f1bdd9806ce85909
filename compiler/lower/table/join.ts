import { argumentValue, type Call, hasArguments } from "../call.ts";
import { rowOf } from "../row.ts";
import { fault, type TableValue, type Value } from "../value.ts";
import { appendStep, faultyTable } from "./appendStep.ts";
import { asNullable, lambdaColumns, lambdaExpression, lambdaOf } from "./lambda.ts";
import { relationOf } from "./relationOf.ts";

/** `.join(other, (o, c) => …, (o, c) => ({ … }))`: the pairs for which the condition is true. */
export function joinCall(table: TableValue, call: Call): Value {
  return join(table, call, "inner");
}

/** `.leftJoin(…)`: every row of this table; where none of the other matches, the other's columns are null. */
export function leftJoinCall(table: TableValue, call: Call): Value {
  return join(table, call, "left");
}

/** `.semiJoin(other, (o, c) => …)`: the rows that have a match. */
export function semiJoinCall(table: TableValue, call: Call): Value {
  return semiJoin(table, call, false);
}

/** `.antiJoin(other, (o, c) => …)`: the rows that have no match. */
export function antiJoinCall(table: TableValue, call: Call): Value {
  return semiJoin(table, call, true);
}

function join(table: TableValue, call: Call, type: "inner" | "left"): Value {
  if (!hasArguments(call, 3)) return faultyTable(table);
  const other = relationOf(call, 0);
  if (other === undefined) return faultyTable(table);
  const isFaulty = other.table.isFaulty;
  const on = condition(table, other.table, call);
  const right = type === "left" ? asNullable(other.table.columns) : other.table.columns;
  const lambda = lambdaOf(
    argumentValue(call, 2) ?? fault,
    [rowOf(table.columns, table.isFaulty, "left"), rowOf(right, isFaulty, "right")],
    { left: table.columns, right },
    call,
    2,
  );
  const result = lambda === undefined ? undefined : lambdaColumns(lambda);
  if (result === undefined || isFaulty || (result.isFaulty && result.columns.length === 0)) return faultyTable(table);
  const missing = on === undefined;
  const step = {
    kind: "join",
    type,
    right: other.relation,
    on: on ?? { kind: "boolean", value: true, span: call.nameSpan },
    columns: result.columns,
    span: call.nameSpan,
  } as const;
  const next = appendStep(table, step, call, result.descriptions, { left: table.columns, right });
  return missing || result.isFaulty ? { ...next, isFaulty: next.isFaulty || result.isFaulty } : next;
}

function semiJoin(table: TableValue, call: Call, anti: boolean): Value {
  if (!hasArguments(call, 2)) return table;
  const other = relationOf(call, 0);
  if (other === undefined) return table;
  const on = condition(table, other.table, call);
  if (on === undefined || other.table.isFaulty) return table;
  const next = appendStep(table, { kind: "semiJoin", anti, right: other.relation, on, span: call.nameSpan }, call);
  return next.isFaulty && !table.isFaulty ? { ...next, isFaulty: false } : next;
}

function condition(table: TableValue, other: TableValue, call: Call) {
  const lambda = lambdaOf(
    argumentValue(call, 1) ?? fault,
    [rowOf(table.columns, table.isFaulty, "left"), rowOf(other.columns, other.isFaulty, "right")],
    { left: table.columns, right: other.columns },
    call,
    1,
  );
  return lambda === undefined ? undefined : lambdaExpression(lambda);
}

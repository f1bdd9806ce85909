import { argumentValue, type Call, hasArguments } from "../call.ts";
import { rowOf } from "../row.ts";
import { type ColumnInfo, fault, type GroupedValue, type TableValue, type Value } from "../value.ts";
import { appendStep, faultyTable } from "./appendStep.ts";
import { lambdaColumns, lambdaOf, rowLambda } from "./lambda.ts";

/** `.groupBy(o => ({ day: date(o.ordered_at) }))`: the keys, each with its name; `.aggregate` follows. */
export function groupByCall(table: TableValue, call: Call): Value {
  const lambda = hasArguments(call, 1) ? rowLambda(table, call, 0) : undefined;
  const result = lambda === undefined ? undefined : lambdaColumns(lambda);
  if (result === undefined || result.isFaulty) return { kind: "grouped", table: faultyTable(table), keys: [], keyColumns: [] };
  // The keys' types are those of a table of just the keys.
  const keys = appendStep(table, { kind: "select", columns: result.columns, span: call.nameSpan }, call, result.descriptions);
  return { kind: "grouped", table: keys.isFaulty ? faultyTable(table) : table, keys: result.columns, keyColumns: keys.columns };
}

/** `.aggregate(o => ({ n: count() }))` of a grouped table: the keys, and these, one row per group. */
export function aggregateGroupsCall(grouped: GroupedValue, call: Call): Value {
  return aggregate(grouped.table, grouped, call);
}

/** `.aggregate(o => ({ n: count() }))` of a table: one row for the whole of it. */
export function aggregateCall(table: TableValue, call: Call): Value {
  return aggregate(table, { keys: [], keyColumns: [] }, call);
}

function aggregate(table: TableValue, { keys, keyColumns }: Pick<GroupedValue, "keys" | "keyColumns">, call: Call): Value {
  if (!hasArguments(call, 1)) return faultyTable(table);
  const rows = [rowOf(table.columns, table.isFaulty), rowOf(keyColumns, table.isFaulty, "key")];
  const lambda = lambdaOf(argumentValue(call, 0) ?? fault, rows, { row: table.columns, key: keyColumns }, call, 0);
  const result = lambda === undefined ? undefined : lambdaColumns(lambda);
  if (result === undefined || (result.isFaulty && result.columns.length === 0)) return faultyTable(table);
  const next = appendStep(
    table,
    { kind: "aggregate", keys, aggregates: result.columns, span: call.nameSpan },
    call,
    new Map([...describedIn(keyColumns), ...result.descriptions]),
    { row: table.columns, key: keyColumns },
  );
  return result.isFaulty ? faultyTable(next) : next;
}

function describedIn(columns: readonly ColumnInfo[]): readonly (readonly [string, string])[] {
  return columns.flatMap(column => (column.description === undefined ? [] : [[column.name, column.description] as const]));
}

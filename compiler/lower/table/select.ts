import type { NamedExpression, Untyped } from "../../plan/step.ts";
import { argumentSpan, argumentValue, argumentValues, type Call, hasArguments, reportArgument } from "../call.ts";
import { report, spanOf } from "../environment.ts";
import { reportMissingColumn } from "../memberOf.ts";
import { rowOf } from "../row.ts";
import { constantText } from "../toExpression.ts";
import type { TableValue, Value } from "../value.ts";
import { appendStep, faultyTable } from "./appendStep.ts";
import { lambdaColumns, rowLambda } from "./lambda.ts";

/** `.select(o => ({ … }))`: exactly these columns. */
export function selectCall(table: TableValue, call: Call): Value {
  const lambda = hasArguments(call, 1) ? rowLambda(table, call, 0) : undefined;
  const result = lambda === undefined ? undefined : lambdaColumns(lambda);
  if (result === undefined) return faultyTable(table);
  return selected(table, result.columns, result.isFaulty, call, result.descriptions);
}

/** `.withColumns(o => ({ … }))`: all columns, and these added, or replaced where they stand. */
export function withColumnsCall(table: TableValue, call: Call): Value {
  const lambda = hasArguments(call, 1) ? rowLambda(table, call, 0) : undefined;
  const result = lambda === undefined ? undefined : lambdaColumns(lambda);
  if (result === undefined) return faultyTable(table);
  if (result.columns.length === 0 && !result.isFaulty) return unchanged(table, call, "names no column", "Name one to add or to replace.");
  const given = new Map(result.columns.map(column => [column.name, column]));
  const kept = table.columns.map(column => given.get(column.name) ?? passOn(column.name, call));
  const added = result.columns.filter(column => !table.columns.some(other => other.name === column.name));
  return selected(table, [...kept, ...added], result.isFaulty, call, result.descriptions);
}

/** `.drop("a", "b")`: all columns but these. */
export function dropCall(table: TableValue, call: Call): Value {
  const names = columnNames(table, call, argumentValues(call));
  if (names === undefined) return faultyTable(table);
  const rest = table.columns.filter(column => !names.includes(column.name));
  return selected(
    table,
    rest.map(column => passOn(column.name, call)),
    false,
    call,
  );
}

/** `.rename({ sku: "article" })`: the columns keep their places. */
export function renameCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1)) return faultyTable(table);
  const value = argumentValue(call, 0);
  if (value?.kind !== "object") {
    if (value !== undefined) reportArgument(call, 0, value, "an object from old names to new ones", 'Write `.rename({ sku: "article" })`.');
    return faultyTable(table);
  }
  const renamed = new Map<string, string>();
  let isFaulty = false;
  for (const [name, entry] of value.entries) {
    const to = constantText(entry.value);
    if (to === undefined || to === "") {
      report(call.lowering, {
        code: "ODB1023",
        message: `\`${name}\` of \`rename\` expects a constant text, the new name.`,
        hint: "Write the name out.",
        span: entry.valueSpan,
      });
      isFaulty = true;
    } else renamed.set(name, to);
    if (table.columns.some(column => column.name === name) || table.isFaulty) continue;
    reportMissingColumn(rowOf(table.columns, false), name, entry.span, call.lowering);
    isFaulty = true;
  }
  if (isFaulty) return faultyTable(table);
  if (renamed.size === 0) return unchanged(table, call, "names no column", 'Write `.rename({ sku: "article" })`.');
  const same = [...renamed].find(([name, to]) => name === to);
  if (same !== undefined) return unchanged(table, call, `gives \`${same[0]}\` the name that it has`, "Give it another, or leave it out.");
  return selected(
    table,
    table.columns.map(column => ({ ...passOn(column.name, call), name: renamed.get(column.name) ?? column.name })),
    false,
    call,
  );
}

/** Constant names of columns, each checked; a list argument is written out. */
export function columnNames(table: TableValue, call: Call, values: readonly Value[]): readonly string[] | undefined {
  const names: string[] = [];
  let isFaulty = false;
  values.forEach((value, index) => {
    const name = constantText(value);
    const item = call.syntax.arguments[index];
    const inner = item?.kind === "array" ? undefined : item;
    const span =
      value.kind === "expression"
        ? (value.expression.span ?? argumentSpan(call, 0))
        : inner === undefined
          ? argumentSpan(call, 0)
          : spanOf(call.environment, inner);
    if (name === undefined) {
      reportArgument(call, index, value, "names of columns", `Write them out: \`.${call.name}("id")\`.`);
      isFaulty = true;
    } else if (!table.columns.some(column => column.name === name)) {
      if (!table.isFaulty) reportMissingColumn(rowOf(table.columns, false), name, span, call.lowering);
      isFaulty = true;
    } else names.push(name);
  });
  if (values.length === 0) {
    report(call.lowering, {
      code: "ODB1020",
      message: `\`${call.name}\` takes at least 1 column, and here is none.`,
      hint: "Name one.",
      span: call.nameSpan,
    });
    return undefined;
  }
  return isFaulty ? undefined : names;
}

function unchanged(table: TableValue, call: Call, what: string, hint: string): Value {
  report(call.lowering, {
    code: "ODB3112",
    message: `\`${call.name}\` ${what}, so it changes nothing.`,
    hint,
    span: argumentSpan(call, 0),
  });
  return table;
}

function passOn(name: string, call: Call): NamedExpression<Untyped> {
  return { name, expression: { kind: "column", name, span: call.nameSpan } };
}

function selected(
  table: TableValue,
  columns: readonly NamedExpression<Untyped>[],
  isFaulty: boolean,
  call: Call,
  descriptions?: ReadonlyMap<string, string>,
): Value {
  if (isFaulty && columns.length === 0) return faultyTable(table);
  const next = appendStep(table, { kind: "select", columns, span: call.nameSpan }, call, descriptions);
  return isFaulty ? faultyTable(next) : next;
}

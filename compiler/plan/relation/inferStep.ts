import { isInteger } from "../infer/families.ts";
import { unknownColumn } from "../infer/inferColumn.ts";
import { refuse, show } from "../infer/refusal.ts";
import type { Scope } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import type { DeclaredColumn, Step, StepKind, Untyped } from "../step.ts";
import type { Column } from "../types.ts";
import { checkNested } from "./checkNested.ts";
import { inferAggregate } from "./inferAggregate.ts";
import { checkNames, inferColumns, inferPart, inferSortKeys } from "./inferColumns.ts";
import { inferCondition } from "./inferCondition.ts";
import { inferJoin, inferSemiJoin } from "./inferJoin.ts";
import { inferUnion } from "./inferUnion.ts";
import { type Rows, report, rowsOf, type StepInferring, type StepResult } from "./rows.ts";

type Rule<K extends StepKind> = (step: Extract<Step<Untyped>, { kind: K }>, input: Rows, inferring: StepInferring) => StepResult;

const rules: { readonly [K in StepKind]: Rule<K> } = {
  read: (step, _, { context }) => {
    const columns = context.node(step.node);
    return columns === undefined ? {} : { typed: { ...step, output: columns }, rows: rowsOf(columns) };
  },
  source: (step, _, inferring) => declared(step, inferring),
  mapRows: (step, input, inferring) => {
    const result = declared(step, inferring);
    const fine = checkNested(input.columns, "a row of `mapRows`", inferring, step.span);
    return fine && checkNested(step.columns, "a row of `mapRows`", inferring, step.span)
      ? result
      : { rows: rowsOf(step.columns.map(asColumn)) };
  },
  filter: (step, input, inferring) => {
    const condition = inferCondition(step.condition, scopeOf(input, inferring), inferring, step.span);
    return condition === undefined ? { rows: input } : { typed: { ...step, condition, output: input.columns }, rows: input };
  },
  select: (step, input, inferring) => {
    const names = checkNames(step.columns, inferring, step.span);
    const { typed, rows, complete } = inferColumns(step.columns, scopeOf(input, inferring), inferring, step.span);
    return complete && names ? { typed: { ...step, columns: typed, output: rows.columns }, rows } : { rows };
  },
  join: inferJoin,
  semiJoin: inferSemiJoin,
  aggregate: inferAggregate,
  distinct: (step, input, inferring) =>
    checkNested(input.columns, "a row that is compared", inferring, step.span)
      ? { typed: { ...step, output: input.columns }, rows: input }
      : { rows: input },
  deduplicate: (step, input, inferring) => {
    const by = input.columns.filter(({ name }) => step.by.includes(name));
    const named = checkNamed(step.by, input, inferring, step) && checkNested(by, "a key", inferring, step.span);
    const orderBy = inferSortKeys(step.orderBy, scopeOf(input, inferring), inferring, step.span);
    return named && orderBy !== undefined ? { typed: { ...step, orderBy, output: input.columns }, rows: input } : { rows: input };
  },
  orderBy: (step, input, inferring) => {
    const keys = inferSortKeys(step.keys, scopeOf(input, inferring), inferring, step.span);
    return keys === undefined ? { rows: input } : { typed: { ...step, keys, output: input.columns }, rows: input };
  },
  limit: (step, input, inferring) => {
    const rows = inferPart(step.rows, { columns: {}, parameters: inferring.context.parameters }, inferring);
    const ordered = isOrdered(inferring.before);
    if (!ordered)
      report(
        inferring,
        refuse("ODB3105", "The first rows of no order are any rows.", "Say which come first: .orderBy(…) before .limit(…)."),
        step.span,
      );
    if (rows === undefined) return { rows: input };
    const whole = isInteger(rows.type) && (rows.kind === "number" || rows.kind === "parameter");
    if (!whole)
      report(
        inferring,
        refuse(
          "ODB3106",
          `\`${show(rows)}\` is no number of rows.`,
          rows.kind === "parameter"
            ? `The param is ${printType(rows.type)}; make it a whole number.`
            : "Write a whole number from 0, or a param.",
        ),
        step.rows.span ?? step.span,
      );
    return whole && ordered ? { typed: { ...step, rows, output: input.columns }, rows: input } : { rows: input };
  },
  union: inferUnion,
  notNull: (step, input, inferring) => {
    const named = checkNamed(step.columns, input, inferring, step);
    const rows = rowsOf(
      input.columns.map(column => (step.columns.includes(column.name) ? { ...column, nullable: false } : column)),
      input.unknown,
    );
    return named ? { typed: { ...step, output: rows.columns }, rows } : { rows };
  },
};

/** One step over the rows that reach it; its faults are added to `inferring`. */
export function inferStep<K extends StepKind>(
  step: Extract<Step<Untyped>, { kind: K }>,
  input: Rows,
  inferring: StepInferring,
): StepResult {
  return (rules[step.kind as K] as Rule<K>)(step, input, inferring);
}

const scopeOf = (input: Rows, { context }: StepInferring): Scope => ({
  columns: { row: input.columns },
  unknown: { row: input.unknown },
  parameters: context.parameters,
});

function declared(step: Extract<Step<Untyped>, { kind: "source" | "mapRows" }>, inferring: StepInferring): StepResult {
  const columns = step.columns.map(asColumn);
  const rows = rowsOf(columns);
  const names = checkNames(columns, inferring, step.span);
  const unstorable = columns.filter(({ type }) => type.kind === "null");
  const isCsv = step.kind === "source" && step.file.format === "csv";
  if (isCsv && !checkNested(columns, "a csv file that is read", inferring, step.span)) return { rows };
  for (const { name, type } of unstorable)
    report(inferring, refuse("ODB3107", `\`${name}\` is ${printType(type)}, which no column holds.`), step.span);
  return names && unstorable.length === 0 ? { typed: { ...step, output: columns }, rows } : { rows };
}

const asColumn = ({ name, type, nullable }: DeclaredColumn): Column => ({ name, type, nullable });

/** Columns that a step names by their names: there, once each, one at least. */
function checkNamed(names: readonly string[], input: Rows, inferring: StepInferring, step: Step<Untyped>): boolean {
  if (names.length === 0) report(inferring, refuse("ODB3111", "The step names no column."), step.span);
  let fine = names.length > 0;
  for (const [index, name] of names.entries()) {
    const refusal =
      names.indexOf(name) < index
        ? refuse("ODB3108", `\`${name}\` is named twice.`, "Name it once.")
        : input.columns.some(column => column.name === name)
          ? undefined
          : unknownColumn(
              name,
              input.columns.map(column => column.name),
            );
    if (refusal === undefined) continue;
    report(inferring, refusal, step.span);
    fine = false;
  }
  return fine;
}

/** Steps that leave the order of the rows as it is may stand between `orderBy` and `limit`. */
function isOrdered(before: readonly Step<Untyped>[]): boolean {
  const nearest = before.findLast(({ kind }) => kind !== "select" && kind !== "filter" && kind !== "notNull" && kind !== "limit");
  return nearest?.kind === "orderBy";
}

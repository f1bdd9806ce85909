import type { Relation, Step, StepKind, Typed } from "../../../../compiler/plan/step.ts";
import { quoteName } from "../quote.ts";
import { type CarriedOrder, carryOrder } from "./carryOrder.ts";
import { findFragile } from "./findFragile.ts";
import { lowerAggregate } from "./lowerAggregate.ts";
import { lowerFilter, lowerNotNull } from "./lowerFilter.ts";
import { lowerJoin, lowerSemiJoin } from "./lowerJoin.ts";
import { limitOf, lowerDeduplicate, lowerLimit, lowerOrderBy } from "./lowerOrder.ts";
import { lowerDistinct, lowerSelect, lowerUnion } from "./lowerSets.ts";
import { indent, printQuery, type Query } from "./query.ts";
import { closeQuery, type Statement, type StepLowering, type Surroundings, type Table } from "./statement.ts";

/**
 * One SELECT of Spark's SQL for a relation, its columns in order: a table expression for each step but the last, under the step's place. The steps after the
 * last `mapRows` of the chain are lowered; what comes before it is a relation of its own, the function's input.
 */
export function lowerRelation(relation: Relation<Typed>, surroundings: Surroundings): string {
  const statement: Statement = { surroundings, tables: [], taken: new Set(viewsOf(relation, surroundings)), lowerTable };
  const { query, place } = lowerSteps(relation, statement);
  const last = withPlace(printQuery(query), place);
  if (statement.tables.length === 0) return last;
  const tables = statement.tables.map(table => withPlace(`${table.name} as (\n${indent(table.sql)}\n)`, table.place));
  return `with\n${tables.join(",\n")}\n${last}`;
}

const withPlace = (sql: string, place: string | undefined): string => (place === undefined ? sql : `-- ${place}\n${sql}`);

type Computed = Exclude<StepKind, "read" | "source" | "mapRows">;

const lowerings: { readonly [K in Computed]: StepLowering<K> } = {
  filter: lowerFilter,
  notNull: lowerNotNull,
  select: lowerSelect,
  join: lowerJoin,
  semiJoin: lowerSemiJoin,
  aggregate: lowerAggregate,
  distinct: lowerDistinct,
  deduplicate: lowerDeduplicate,
  orderBy: lowerOrderBy,
  limit: lowerLimit,
  union: lowerUnion,
};

const labels: { readonly [K in Computed]: string } = {
  filter: "filtered",
  notNull: "checked",
  select: "selected",
  join: "joined",
  semiJoin: "matched",
  aggregate: "aggregated",
  distinct: "distinct_rows",
  deduplicate: "deduplicated",
  orderBy: "ordered",
  limit: "limited",
  union: "united",
};

interface Lowered {
  /** What was read, if nothing was done with it yet. */
  readonly table?: Table;
  readonly query: Query;
  readonly label: string;
  readonly step: Step<Typed>;
  readonly place: string | undefined;
}

function lowerSteps(relation: Relation<Typed>, statement: Statement): Lowered {
  const { surroundings } = statement;
  const steps = relation.steps.slice(
    Math.max(
      relation.steps.findLastIndex(({ kind }) => kind === "mapRows"),
      0,
    ),
  );
  let lowered: Lowered | undefined;
  let carried: CarriedOrder | undefined;
  for (const [index, step] of steps.entries()) {
    const place = surroundings.place(step);
    if (step.kind === "read" || step.kind === "source" || step.kind === "mapRows") {
      const name = quoteName(surroundings.table(step));
      const table = { name, alias: aliasOf(step, name), output: step.output, fragile: fragileOf(surroundings, step) };
      lowered = { table, query: { columns: "all", from: name }, label: "rows", step, place: undefined };
    } else if (lowered === undefined) throw new Error("A relation begins with no table.");
    else if (step.kind === "limit" && carried === undefined && isOrdered(lowered.query)) {
      lowered = { ...lowered, query: { ...lowered.query, ...limitOf(step, statement) }, step };
    } else {
      const query = lowerStep(step, inputOf(lowered, steps.slice(0, index), statement), statement);
      carried = carryOrder(steps, index, statement) ?? carried;
      lowered = { query: carried === undefined ? query : carryOver(query, step, index, carried), label: labels[step.kind], step, place };
      if (index === carried?.until) carried = undefined;
    }
  }
  if (lowered === undefined) throw new Error("A relation has no steps.");
  return lowered;
}

const isOrdered = ({ orderBy, limit }: Query): boolean => orderBy !== undefined && limit === undefined;

/** The same with the keys of the order beside its columns, up to the limit that is the last to need them. */
function carryOver(query: Query, step: Step<Typed>, index: number, { columns, orderBy, until }: CarriedOrder): Query {
  const { orderBy: own, ...rest } = query;
  if (step.kind === "orderBy") return { ...rest, added: columns };
  if (step.kind === "select") return { ...query, added: columns.map(([name]) => [name, name]) };
  if (step.kind !== "limit") return query;
  return { ...query, orderBy, columns: index < until ? "all" : step.output.map(({ name }) => [name, quoteName(name)]) };
}

function lowerStep(step: Exclude<Step<Typed>, { kind: "read" | "source" | "mapRows" }>, input: Table, statement: Statement): Query {
  const lower = lowerings[step.kind] as (step: Step<Typed>, input: Table, statement: Statement) => Query;
  return lower(step, input, statement);
}

/** What the steps have made, as a table that can be read. */
function inputOf({ table, query, label, step, place }: Lowered, steps: readonly Step<Typed>[], statement: Statement): Table {
  if (table !== undefined) return table;
  const fragile = findFragile({ steps }, read => fragileOf(statement.surroundings, read));
  return { ...closeQuery(query, label, place, statement), output: step.output, fragile };
}

const fragileOf = ({ fragile }: Surroundings, step: Parameters<Surroundings["table"]>[0]): ReadonlySet<string> =>
  fragile?.(step) ?? new Set();

/** The steps of an inner table, as one that can be read. */
function lowerTable(relation: Relation<Typed>, statement: Statement): Table {
  return inputOf(lowerSteps(relation, statement), relation.steps, statement);
}

/** By what a table's columns are told from another's: the node's name, or what its files are called. */
function aliasOf(step: Step<Typed>, name: string): string {
  if (step.kind === "read") return step.node.split(".").at(-1) ?? name;
  if (step.kind !== "source") return name;
  const words = step.path
    .replace(/(?:\.\w+)+$/, "")
    .split("/")
    .map(word => word.replace(/\W+/g, "_").replace(/^_+|_+$/g, ""));
  return words.findLast(word => word !== "") ?? name;
}

/** The views that the statement reads: no table expression may hide one. */
function viewsOf({ steps }: Relation<Typed>, surroundings: Surroundings): readonly string[] {
  return steps.flatMap(step => {
    if (step.kind === "read" || step.kind === "source" || step.kind === "mapRows") return [surroundings.table(step).toLowerCase()];
    if (step.kind === "join" || step.kind === "semiJoin") return viewsOf(step.right, surroundings);
    return step.kind === "union" ? viewsOf(step.other, surroundings) : [];
  });
}

import type { ColumnReference } from "../../../compiler/plan/expression.ts";
import type { MapRowsStep, ReadStep, Relation, SourceStep, Step, StepKind, Typed } from "../../../compiler/plan/step.ts";
import type { Names } from "../names.ts";
import { type Block, blockOf, hasOwnColumns, printBlock } from "./block.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { quoteName } from "./quote.ts";
import { lowerAggregate } from "./steps/lowerAggregate.ts";
import { lowerFilter, lowerNotNull } from "./steps/lowerFilter.ts";
import { lowerJoin, lowerSemiJoin } from "./steps/lowerJoin.ts";
import { lowerDeduplicate, lowerLimit, lowerOrderBy } from "./steps/lowerOrder.ts";
import { lowerDistinct, lowerUnion } from "./steps/lowerSets.ts";

/** What a relation reads, and the values that come at run time. */
export interface Surroundings extends Omit<Names, "column"> {
  /** What stands after FROM for the rows of a node, of files, or of what a `mapRows` has made: a name or a table function. Its columns have the names and SQL types of the step's `output`. */
  readonly table: (step: ReadStep | SourceStep | MapRowsStep) => string;
}

/** The state of one statement: its common table expressions, and the names that are taken. */
export interface Statement {
  readonly surroundings: Surroundings;
  readonly tables: { readonly name: string; readonly sql: string }[];
  readonly taken: Set<string>;
  /** The words of what the statement reads. */
  readonly words: ReadonlySet<string>;
}

/**
 * One SELECT for a relation, its result columns in order and of their SQL types. The steps after the last `mapRows` of the chain are lowered; what comes
 * before it is a relation of its own, the function's input.
 */
export function lowerRelation(relation: Relation<Typed>, surroundings: Surroundings): string {
  const statement: Statement = { surroundings, tables: [], taken: new Set(), words: new Set(wordsOf(relation, surroundings)) };
  const last = printBlock(lowerSteps(relation, statement));
  if (statement.tables.length === 0) return last;
  return `with ${statement.tables.map(({ name, sql }) => `${name} as (\n${indent(sql)}\n)`).join(", ")}\n${last}`;
}

type Lowering<K extends StepKind> = (step: Extract<Step<Typed>, { kind: K }>, input: Block, statement: Statement) => Block;

const lowerings: { readonly [K in StepKind]: Lowering<K> } = {
  read: (step, _, statement) =>
    blockOf(statement.surroundings.table(step), freeName(statement, step.node.split(".").at(-1) ?? "input"), step.output),
  source: (step, _, statement) => blockOf(statement.surroundings.table(step), freeName(statement, "source"), step.output),
  mapRows: (step, _, statement) => blockOf(statement.surroundings.table(step), freeName(statement, "mapped"), step.output),
  filter: lowerFilter,
  notNull: lowerNotNull,
  select: (step, input, statement) => {
    const computed = input.distinct === true || input.groupBy !== undefined || input.qualify !== undefined || !hasOwnColumns(input);
    const from = computed ? closeBlock(input, statement) : input;
    return {
      ...from,
      columns: new Map(step.columns.map(({ name, expression }) => [name, lowerExpression(expression, namesOf(from, statement))])),
    };
  },
  join: lowerJoin,
  semiJoin: lowerSemiJoin,
  aggregate: lowerAggregate,
  distinct: lowerDistinct,
  deduplicate: lowerDeduplicate,
  orderBy: lowerOrderBy,
  limit: lowerLimit,
  union: lowerUnion,
};

const labels: { readonly [K in StepKind]: string } = {
  read: "rows",
  source: "rows",
  mapRows: "mapped",
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

/** The names in what the statement reads: no table expression may hide one. */
function wordsOf({ steps }: Relation<Typed>, surroundings: Surroundings): readonly string[] {
  return steps
    .slice(
      Math.max(
        steps.findLastIndex(({ kind }) => kind === "mapRows"),
        0,
      ),
    )
    .flatMap(step => {
      switch (step.kind) {
        case "read":
        case "source":
        case "mapRows":
          return (
            surroundings
              .table(step)
              .toLowerCase()
              .match(/[a-z0-9_]+/g) ?? []
          );
        case "join":
        case "semiJoin":
          return wordsOf(step.right, surroundings);
        case "union":
          return wordsOf(step.other, surroundings);
        default:
          return [];
      }
    });
}

/** The block of the last step, the ones before it in common table expressions where they could not be merged. */
export function lowerSteps(relation: Relation<Typed>, statement: Statement): Block {
  const from = relation.steps.findLastIndex(({ kind }) => kind === "mapRows");
  let block: Block | undefined;
  for (const step of relation.steps.slice(Math.max(from, 0)))
    block = { ...lowerStep(step, block ?? blockOf("", "", []), statement), output: step.output, label: labels[step.kind] };
  if (block === undefined) throw new Error("A relation has no steps.");
  return block;
}

function lowerStep<K extends StepKind>(step: Extract<Step<Typed>, { kind: K }>, input: Block, statement: Statement): Block {
  return (lowerings[step.kind as K] as Lowering<K>)(step, input, statement);
}

/** A block as a common table expression, and one that reads it, in the same order: what it was ordered by goes with it in columns of its own. */
export function closeBlock(block: Block, statement: Statement): Block {
  const name = freeTableName(statement, block.label);
  const keys = (block.orderBy ?? []).map(({ sql, descending }, index) => ({ column: `order key ${index + 1}`, sql, descending }));
  statement.tables.push({
    name,
    sql: printBlock({ ...block, columns: new Map([...block.columns, ...keys.map(({ column, sql }) => [column, sql] as const)]) }),
  });
  const orderBy = keys.map(({ column, descending }) => ({ sql: `${name}.${quoteName(column)}`, descending }));
  return { ...blockOf(name, name, block.output), ...(orderBy.length === 0 ? {} : { orderBy }) };
}

/** What the columns of a row stand for in a block. */
export function namesOf(block: Block, { surroundings }: Statement): Names {
  return { ...surroundings, column: ({ name }: ColumnReference) => block.columns.get(name) ?? missing(name) };
}

export function missing(name: string): never {
  throw new Error(`The column ${name} is in no table of the statement.`);
}

/** A name for a table expression: it hides nothing that the statement reads. */
export const freeTableName = (statement: Statement, hint: string): string =>
  freeName({ taken: statement.taken, avoid: statement.words }, hint);

/** A name that no other table of the statement has, made from a hint; it needs no quotes. */
export function freeName({ taken, avoid }: { readonly taken: Set<string>; readonly avoid?: ReadonlySet<string> }, hint: string): string {
  const base = hint
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "_")
    .replace(/^(?![a-z_])/, "_");
  for (let count = quoteName(base) === base ? 1 : 2; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (taken.has(name) || avoid?.has(name) === true) continue;
    taken.add(name);
    return name;
  }
}

const indent = (sql: string): string => sql.replace(/^/gm, "  ");

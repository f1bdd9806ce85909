import type { Relation, Step, StepKind, Typed } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import type { Names } from "../../names.ts";
import { quoteName } from "../quote.ts";
import { printQuery, type Query } from "./query.ts";

/** What a relation reads, and the values that come at run time. */
export interface Surroundings extends Omit<Names, "column"> {
  /** The view with the rows of a node, of files, or of what a `mapRows` has made. */
  readonly table: (step: Extract<Step<Typed>, { kind: "read" | "source" | "mapRows" }>) => string;
  /** The columns of what is read that are computed, whenever they are asked for, by what can fail on a value. */
  readonly fragile?: (step: Extract<Step<Typed>, { kind: "read" | "source" | "mapRows" }>) => ReadonlySet<string>;
  /** Where a step stands in the pipeline, for a comment. */
  readonly place: (step: Step<Typed>) => string | undefined;
}

/** A statement in the making: its table expressions so far, and the names that are taken. */
export interface Statement {
  readonly surroundings: Surroundings;
  readonly tables: { readonly name: string; readonly sql: string; readonly place: string | undefined }[];
  readonly taken: Set<string>;
  /** The steps of an inner table, as a table that can be read. */
  readonly lowerTable: (relation: Relation<Typed>, statement: Statement) => Table;
}

/** A view or a table expression that a step reads. */
export interface Table {
  readonly name: string;
  readonly output: readonly Column[];
  /** The name by which its columns are told from another table's. */
  readonly alias: string;
  /** The columns that are computed by what can fail on a value. */
  readonly fragile: ReadonlySet<string>;
}

/** What a step makes of its input. A step that only says what a query has not said yet goes on with it. */
export type StepLowering<K extends StepKind> = (step: Extract<Step<Typed>, { kind: K }>, input: Table, statement: Statement) => Query;

/** A query as a table expression of the statement. */
export function closeQuery(query: Query, label: string, place: string | undefined, statement: Statement): Pick<Table, "name" | "alias"> {
  const name = freeName(label, statement);
  statement.tables.push({ name, sql: printQuery(query), place });
  return { name, alias: name };
}

/** A name that no table of the statement has, made from a hint; Spark takes no heed of case. */
export function freeName(hint: string, { taken }: Pick<Statement, "taken">): string {
  const base = hint.replace(/\W+/g, "_").replace(/^(?![A-Za-z_])/, "_");
  for (let count = quoteName(base) === base ? 1 : 2; ; count++) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** The names in an expression over one table: its columns as they are called. */
export const namesOf = ({ surroundings }: Statement): Names => ({ ...surroundings, column: ({ name }) => quoteName(name) });

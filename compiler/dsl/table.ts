import type { Ordering } from "./aggregates.ts";
import type { Format, WriteOptions } from "./files.ts";
import type { NodeConfig } from "./project.ts";
import type { Keys, NoExtraColumns, NotNull, Nullable, Renamed, Replaced, ResultRow, SameColumns, Without } from "./rows.ts";
import type { Schema, SchemaRow } from "./schema.ts";
import type { Columns, JsRow, JsRowInput, row } from "./types.ts";

/** The row type of a table: `type Order = RowOf<typeof orders>`. */
export type RowOf<T extends { readonly [row]: object }> = T[typeof row];

/** A table whose rows are `R`. An exported one is a node of the plan. */
export interface Table<R extends object> {
  readonly [row]: R;

  /** Exactly these columns, in this order. `undefined` is null. */
  select<S extends Columns>(columns: (row: R) => S): Table<ResultRow<S>>;
  /** All columns, and these added or replaced. `undefined` is null. */
  withColumns<S extends Columns>(columns: (row: R) => S): Table<Replaced<R, S>>;
  /** All columns but these. */
  drop<const K extends keyof R & string>(...columns: K[]): Table<Without<R, K>>;
  /** The columns under new names: `{ old: "new" }`. Two columns of one name are an error. */
  rename<const M extends { readonly [K in keyof R]?: string }>(columns: M): Table<Renamed<R, M>>;
  /** The rows for which the condition is true; null keeps no row. */
  filter(condition: (row: R) => boolean | null): Table<R>;

  /** The pairs of rows for which the condition is true, as the given columns. Two nullable keys are not compared by `===`: `.notNull` first. */
  join<B extends object, S extends Columns>(
    other: Table<B>,
    on: (left: R, right: B) => boolean | null,
    columns: (left: R, right: B) => S,
  ): Table<ResultRow<S>>;
  /** Every row of this table; where none of the other matches, the other's columns are null. */
  leftJoin<B extends object, S extends Columns>(
    other: Table<B>,
    on: (left: R, right: B) => boolean | null,
    columns: (left: R, right: Nullable<B>) => S,
  ): Table<ResultRow<S>>;
  /** The rows that have a match in the other table, each once. */
  semiJoin<B extends object>(other: Table<B>, on: (left: R, right: B) => boolean | null): Table<R>;
  /** The rows that have no match in the other table. */
  antiJoin<B extends object>(other: Table<B>, on: (left: R, right: B) => boolean | null): Table<R>;

  /** Groups of rows with equal keys; null is a key like any other. Only `.aggregate` makes a table of them. */
  groupBy<K extends Columns>(keys: (row: R) => K): Grouped<R, ResultRow<K>>;
  /** One row for the whole table, also for an empty one. */
  aggregate<A extends Columns>(aggregates: (row: R) => A): Table<ResultRow<A>>;
  /** Each different row once. Nulls are equal. */
  distinct(): Table<R>;
  /** One row per key: the first in the given order. Of rows that tie, any. */
  deduplicate(options: Deduplicate<R>): Table<R>;
  /** The rows in an order, nulls last. It holds for what is written or shown and for `limit`; other steps may change it. */
  orderBy(order: (row: R) => Ordering): Table<R>;
  /** The first rows: a whole number from 0, or a param. `orderBy` stands before it. */
  limit(rows: number): Table<R>;

  /** The rows of both, by column name, duplicates kept. Columns that differ in name or type are an error. */
  union<B extends SameColumns<R>>(
    other: Table<B> & NoExtraColumns<R, B>,
  ): Table<{ [K in keyof R]: K extends keyof B ? R[K] | B[K] : R[K] }>;

  /** Each row through a TypeScript function, at run time. A row for which it throws, or returns what the columns do not allow, fails the node. */
  mapRows<S extends Schema>(
    columns: S,
    map: (row: JsRow<R>) => JsRowInput<SchemaRow<S>> | Promise<JsRowInput<SchemaRow<S>>>,
  ): Table<SchemaRow<S>>;

  /** These columns are never null from here on. A row where one is null fails the node, unless `otherwise` says else. */
  notNull<const K extends keyof R & string>(columns: readonly K[], options?: NotNullOtherwise): Table<NotNull<R, K>>;
  /** Stores the table. Dependants read what was stored. A failed node leaves in place what was stored before. */
  write<F extends Format>(target: F, options?: WriteOptions<R, F>): Table<R>;
  /** Runs after these nodes, though no data comes from them. */
  after(...nodes: AnyTable[]): Table<R>;
  /** Settings of this node; those of `pipeline(...)` are the default. */
  config(settings: NodeConfig): Table<R>;
}

/** Any table, whatever its rows. */
export interface AnyTable {
  readonly [row]: object;
}

/** The groups of a table. */
export interface Grouped<R extends object, K extends object> {
  /** The keys, and these, one row per group. The second parameter is the group's keys. */
  aggregate<A extends Columns>(aggregates: (row: R, key: K) => A): Table<Replaced<K, A>>;
}

interface Deduplicate<R> {
  /** What identifies a row: `o => o.order_id`. */
  by: Keys<R>;
  /** Which row of a key stays: the first in this order. */
  orderBy: (row: R) => Ordering;
}

/** What becomes of a row in which a column is null: it fails the node (`"fail"`, the default), or is left out. */
export interface NotNullOtherwise {
  otherwise?: "fail" | "drop";
}

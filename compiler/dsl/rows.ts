import type { Settled, Temporal } from "./types.ts";

// What the methods of a table make of its row type. Flattened with `& {}`, so that a hover prints columns and not operators.

export type ResultRow<S> = { -readonly [K in keyof S]: Settled<undefined extends S[K] ? Exclude<S[K], undefined> | null : S[K]> } & {};
export type Flat<R> = { [K in keyof R]: R[K] } & {};
// `as Exclude<...>` keeps the columns' order, doc comments and rename; `Omit` would lose the order.
export type Without<R, K> = { [P in keyof R as Exclude<P, K>]: R[P] } & {};
export type Replaced<R, S> = Flat<Without<R, keyof S> & ResultRow<S>>;
export type Nullable<R> = { [K in keyof R]: R[K] | null } & {};
export type NotNull<R, K> = { [P in keyof R]: P extends K ? Exclude<R[P], null> : R[P] } & {};
export type Renamed<R, M> = Flat<Without<R, keyof M> & { [K in keyof M & keyof R as M[K] & string]: R[K] }>;

/** One column, `o => o.order_id`, or several, `o => [o.country, o.day]`. */
export type Keys<R> = (row: R) => Key | readonly [Key, ...Key[]];
type Key = number | string | boolean | Temporal | null;

type Wide<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : T;
export type SameColumns<R> = { [K in keyof R]: Wide<R[K]> | null };
export type NoExtraColumns<R, B> = Exclude<keyof B, keyof R> extends never ? unknown : ColumnsOnlyInOther<Exclude<keyof B, keyof R>>;
interface ColumnsOnlyInOther<C> {
  readonly columnsOnlyInOther: C;
}

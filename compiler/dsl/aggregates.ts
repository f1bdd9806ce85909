import { inert } from "./inert.ts";
import type { ColumnValue, Int64, kind, Orderable, Sum } from "./types.ts";

// Aggregates stand in `aggregate` only. They skip nulls; `where` restricts the rows that count.

interface Where {
  /** Only the rows for which this is true. */
  where: boolean | null;
}

/** The number of rows. Never null. */
export function count(options?: Where): Int64;
export function count(): unknown {
  return inert;
}

/** The number of different values that are not null. Never null. */
export function countDistinct(value: ColumnValue, options?: Where): Int64;
export function countDistinct(): unknown {
  return inert;
}

/** The sum of the values that are not null; 0 where there are none, so never null. Integers add up to `Int64`, decimals keep their scale; a sum that leaves its type fails the node. */
export function sum<T extends number | null>(value: T, options?: Where): Sum<NonNullable<T>>;
export function sum(): unknown {
  return inert;
}

/** The mean of the values that are not null, as a 64-bit float. Null where there are none. */
export function avg<T extends number | null>(value: T): number | Extract<T, null>;
/** The mean over the rows of `where`. Null where there are none. */
export function avg(value: number | null, options: Where): number | null;
export function avg(): unknown {
  return inert;
}

/** The least of the values that are not null, of their type. Null where there are none. */
export function min<T extends Orderable | null>(value: T): T;
/** The least over the rows of `where`. Null where there are none. */
export function min<T extends Orderable | null>(value: T, options: Where): T | null;
export function min(): unknown {
  return inert;
}

/** The greatest of the values that are not null, of their type. Null where there are none. */
export function max<T extends Orderable | null>(value: T): T;
/** The greatest over the rows of `where`. Null where there are none. */
export function max<T extends Orderable | null>(value: T, options: Where): T | null;
export function max(): unknown {
  return inert;
}

/** Whether the condition is true in a row of the group. Null counts as false. Never null. */
export function any(condition: boolean | null): boolean;
export function any(): unknown {
  return inert;
}

/** Whether the condition is false in no row of the group. Null counts as true. Never null. */
export function every(condition: boolean | null): boolean;
export function every(): unknown {
  return inert;
}

/** A value to order by, and its direction. */
export interface SortKey {
  readonly [kind]: "sort key";
}
/** From the greatest value to the least. Nulls come last. */
export function desc(value: Orderable | null): SortKey;
export function desc(): unknown {
  return inert;
}

/** From the least value to the greatest, as without `asc`. Nulls come last. */
export function asc(value: Orderable | null): SortKey;
export function asc(): unknown {
  return inert;
}

export type Ordering = SortKey | Orderable | null | readonly (SortKey | Orderable | null)[];

import { inert } from "./inert.ts";
import type { ColumnType } from "./schema.ts";
import type { ColumnValue, Orderable } from "./types.ts";

/** The value as another type: `cast(o.code, t.int64())`. Null gives null; a value that does not convert fails the node. */
export function cast<T, V extends ColumnValue>(value: V, to: ColumnType<T>): T | Extract<V, null>;
export function cast(): unknown {
  return inert;
}

/** The value as another type, or null where it is null or does not convert. */
export function tryCast<T>(value: ColumnValue, to: ColumnType<T>): T | null;
export function tryCast(): unknown {
  return inert;
}

/** The result of the function, or null where the value is null: `ifNotNull(o.price, price => price * o.quantity)`. */
export function ifNotNull<A extends ColumnValue, T extends ColumnValue>(value: A, then: (value: Exclude<A, null>) => T): T | null;
/** The result of the function, or null where one of the two values is null. */
export function ifNotNull<A extends ColumnValue, B extends ColumnValue, T extends ColumnValue>(
  a: A,
  b: B,
  then: (a: Exclude<A, null>, b: Exclude<B, null>) => T,
): T | null;
/** The result of the function, or null where one of the three values is null. */
export function ifNotNull<A extends ColumnValue, B extends ColumnValue, C extends ColumnValue, T extends ColumnValue>(
  a: A,
  b: B,
  c: C,
  then: (a: Exclude<A, null>, b: Exclude<B, null>, c: Exclude<C, null>) => T,
): T | null;
export function ifNotNull(): unknown {
  return inert;
}

/** Whether the value is one of the list: SQL's `in`, as `isIn(o.status, PAID_STATUSES)`. False where the value is null. */
export function isIn<T extends ColumnValue>(value: T, values: readonly Exclude<NoInfer<T>, null>[]): boolean;
export function isIn(): unknown {
  return inert;
}

/** Null where the value equals the other, else the value: `nullIf(o.name, "")`. */
export function nullIf<T extends ColumnValue>(value: T, equals: NoInfer<T>): T | null;
export function nullIf(): unknown {
  return inert;
}

/** The greatest of the values, which are of one type and not null. Strings go by code point; NaN is the greatest number. */
export function greatest<T extends Orderable>(first: T, second: T, ...others: T[]): T;
export function greatest(): unknown {
  return inert;
}

/** The least of the values, which are of one type and not null. Strings go by code point; NaN is the greatest number. */
export function least<T extends Orderable>(first: T, second: T, ...others: T[]): T;
export function least(): unknown {
  return inert;
}

/** The number rounded half away from zero, to that many digits after the point (none where left out). The value is not null. A decimal stays exact. */
export function round(value: number, digits?: number): number;
export function round(): unknown {
  return inert;
}

/** The SHA-256 of the value's text, 64 hexadecimal digits in lower case. Null gives null. */
export function sha256<T extends ColumnValue>(value: T): string | Extract<T, null>;
/** The SHA-256 of several values, 64 hexadecimal digits in lower case; null and the empty text differ, and so do `("ab", "c")` and `("a", "bc")`. Never null. */
export function sha256(first: ColumnValue, second: ColumnValue, ...others: ColumnValue[]): string;
export function sha256(): unknown {
  return inert;
}

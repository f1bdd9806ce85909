// A column is a TypeScript primitive with a phantom tag. The tag is an optional property, so a plain `number` (a literal,
// a product) is an `Int64` too; each kind has its own symbol, so kinds compare with each other; P and S are unused, so
// decimals of different scale compare. The alias is what hovers and errors print.
declare const int8: unique symbol;
declare const int16: unique symbol;
declare const int32: unique symbol;
declare const int64: unique symbol;
declare const float32: unique symbol;
declare const decimal: unique symbol;
declare const tagged: unique symbol;
export declare const kind: unique symbol;
export declare const type: unique symbol;
export declare const row: unique symbol;

interface Tag {
  readonly [tagged]?: never;
}
interface Int8Tag extends Tag {
  readonly [int8]?: never;
}
interface Int16Tag extends Tag {
  readonly [int16]?: never;
}
interface Int32Tag extends Tag {
  readonly [int32]?: never;
}
interface Int64Tag extends Tag {
  readonly [int64]?: never;
}
interface Float32Tag extends Tag {
  readonly [float32]?: never;
}
interface DecimalTag<_P extends number, _S extends number> extends Tag {
  readonly [decimal]?: never;
}

/** An integer of 8 bits, from -128 to 127. */
export type Int8 = number & Int8Tag;
/** An integer of 16 bits, from -32,768 to 32,767. */
export type Int16 = number & Int16Tag;
/** An integer of 32 bits, from -2,147,483,648 to 2,147,483,647. */
export type Int32 = number & Int32Tag;
/** An integer of 64 bits. In expressions it behaves as a number and loses no digit; in `mapRows` it is a `bigint`. */
export type Int64 = number & Int64Tag;
/** A binary floating-point number of 32 bits. Arithmetic on it is done in 64 bits. */
export type Float32 = number & Float32Tag;
/** An exact decimal of `P` digits, `S` of them after the point. In `mapRows` it is a string. */
export type Decimal<P extends number, S extends number> = number & DecimalTag<P, S>;

/** A calendar date, from year 1 to 9999. Write one as `date("2024-01-31")`; compare with `< <= > >= ===`. */
export interface DateOnly {
  readonly [kind]: "date";
}
/** An instant in microseconds, UTC. Write one as `timestamp("2024-01-31T10:00:00Z")`; compare with `< <= > >= ===`. */
export interface Timestamp {
  readonly [kind]: "timestamp";
}
/** A wall-clock date and time in microseconds, of no zone. Compare with `< <= > >= ===`. */
export interface TimestampNtz {
  readonly [kind]: "timestampNtz";
}
/** A sequence of bytes. In `mapRows` it is a `Uint8Array`. */
export interface Binary {
  readonly [kind]: "binary";
}

export type Temporal = DateOnly | Timestamp | TimestampNtz;
export type Orderable = number | string | boolean | Temporal;

/** A list column. */
export interface List<T> {
  readonly [kind]: "list";
  /** How many items there are. */
  readonly length: Int64;
  /** The item at an index from 0; from the end where it is negative; null where there is none. */
  at(index: number): T | null;
  /** Whether an item equals the value. */
  includes(item: T): boolean;
}
/** A map column: it is passed on as it is. */
export interface MapOf<K extends string | number, V> {
  readonly [kind]: "map";
  readonly [entry]: readonly [K, V];
}
declare const entry: unique symbol;

/** Anything that a column may hold. */
export type ColumnValue =
  | number
  | string
  | boolean
  | null
  | DateOnly
  | Timestamp
  | TimestampNtz
  | Binary
  | List<unknown>
  | MapOf<string, unknown>
  | MapOf<number, unknown>
  | readonly string[]
  | { readonly [field: string]: ColumnValue };

/** What a lambda that makes columns returns: a name and a value for each. */
export type Columns = { readonly [column: string]: ColumnValue | undefined };

// `number | Int32`, what `o.quantity ?? 0` is, reads as `number`; `true` as `boolean`.
export type Settled<T> = [T] extends [number | null]
  ? typeof tagged extends keyof Extract<T, number>
    ? T
    : number | Extract<T, null>
  : [T] extends [boolean | null]
    ? boolean | Extract<T, null>
    : T;

/** The type of a sum: integers add up to `Int64`, decimals keep their scale. */
export type Sum<T> = typeof int64 extends keyof T
  ? Int64
  : typeof int32 extends keyof T
    ? Int64
    : typeof int16 extends keyof T
      ? Int64
      : typeof int8 extends keyof T
        ? Int64
        : typeof decimal extends keyof T
          ? T extends Decimal<infer _, infer S>
            ? Decimal<38, S>
            : number
          : number;

/** A row as `mapRows` gets it: int64 is a bigint, decimal, date and timestamp are strings, nothing is rounded. */
export type JsRow<R> = { [K in keyof R]: JsValue<R[K]> } & {};
/** A row as `mapRows` may return it: a number will do for int64 and decimal. */
export type JsRowInput<R> = { [K in keyof R]: JsInput<R[K]> } & {};
type JsValue<T> = T extends null | boolean | string
  ? T
  : T extends number
    ? typeof int64 extends keyof T
      ? bigint
      : typeof decimal extends keyof T
        ? string
        : number
    : T extends Temporal
      ? string
      : Uint8Array;
type JsInput<T> = T extends null | boolean | string
  ? T
  : T extends number
    ? typeof int64 extends keyof T
      ? bigint | number
      : typeof decimal extends keyof T
        ? string | number
        : number
    : T extends Temporal
      ? string
      : Uint8Array;

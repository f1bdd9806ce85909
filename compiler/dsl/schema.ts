import { inert } from "./inert.ts";
import type { Binary, DateOnly, Decimal, Float32, Int8, Int16, Int32, Int64, List, MapOf, Timestamp, TimestampNtz, type } from "./types.ts";

/** The type of a column in a schema. */
export interface ColumnType<T> {
  readonly [type]: T;
  /** The column may be null; TypeScript then asks for `??`, `=== null` or `.notNull([...])` before use. */
  nullable(): ColumnType<T | null>;
}
/** The columns of a file or of a function's result: a name and a type for each. */
export type Schema = { readonly [column: string]: ColumnType<unknown> };

export type SchemaRow<S extends Schema> = { -readonly [K in keyof S]: S[K][typeof type] } & {};

/** The column types. None is null unless `.nullable()` follows. A doc comment on a column is its description. */
export const t: ColumnTypes = columnTypes();

interface ColumnTypes {
  /** True or false. In a file: `true` or `false`, in any case. */
  boolean(): ColumnType<boolean>;
  /** An integer of 8 bits, from -128 to 127. */
  int8(): ColumnType<Int8>;
  /** An integer of 16 bits, from -32,768 to 32,767. */
  int16(): ColumnType<Int16>;
  /** An integer of 32 bits, from -2,147,483,648 to 2,147,483,647. */
  int32(): ColumnType<Int32>;
  /** An integer of 64 bits. */
  int64(): ColumnType<Int64>;
  /** A binary floating-point number of 32 bits. */
  float32(): ColumnType<Float32>;
  /** A binary floating-point number of 64 bits: JavaScript's number. */
  float64(): ColumnType<number>;
  /** An exact decimal of `precision` digits (1 to 38), `scale` of them after the point. */
  decimal<const P extends number, const S extends number>(precision: P, scale: S): ColumnType<Decimal<P, S>>;
  /** A text of Unicode characters. */
  string(): ColumnType<string>;
  /** A string with a known set of values. Any other value fails the node that reads it. */
  enum<const V extends readonly [string, ...string[]]>(...values: V): ColumnType<V[number]>;
  /** A list of items; of `.nullable()` ones where an item may be null. JSON, Parquet and Delta hold it. */
  list<T>(item: ColumnType<T>): ColumnType<List<T>>;
  /** Named fields, each with a type: `o.address.city`. JSON, Parquet and Delta hold it. */
  struct<const S extends Schema>(fields: S): ColumnType<SchemaRow<S>>;
  /** Values by key, a text or a whole number. JSON, Parquet and Delta hold it. */
  map<K extends string | number, V>(key: ColumnType<K>, value: ColumnType<V>): ColumnType<MapOf<K, V>>;
  /** A sequence of bytes. */
  binary(): ColumnType<Binary>;
  /** A calendar date. In a file: `2024-01-31`. */
  date(): ColumnType<DateOnly>;
  /** An instant in microseconds, UTC. In a file: `2024-01-31T10:00:00Z`; a time without a zone is UTC. */
  timestamp(): ColumnType<Timestamp>;
  /** A wall-clock date and time in microseconds, of no zone. */
  timestampNtz(): ColumnType<TimestampNtz>;
}

function columnTypes(): ColumnTypes;
function columnTypes(): unknown {
  return inert;
}

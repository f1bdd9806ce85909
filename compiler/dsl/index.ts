export { any, asc, avg, count, countDistinct, desc, every, max, min, type SortKey, sum } from "./aggregates.ts";
export {
  date,
  dateAdd,
  dateDiff,
  dayOfMonth,
  dayOfWeek,
  hour,
  month,
  now,
  quarter,
  timestamp,
  today,
  truncate,
  week,
  year,
} from "./dates.ts";
export {
  type Csv,
  csv,
  type Delta,
  type DeltaWrite,
  delta,
  type FileWrite,
  type Format,
  type Json,
  json,
  type Parquet,
  parquet,
  read,
} from "./files.ts";
export {
  byEnvironment,
  type Config,
  type Connection,
  type Duration,
  defineConfig,
  type Environment,
  local,
  type NodeConfig,
  type Pipeline,
  param,
  pipeline,
} from "./project.ts";
export { type ColumnType, type Schema, t } from "./schema.ts";
export type { AnyTable, Grouped, NotNullOtherwise, RowOf, Table } from "./table.ts";
export type {
  Binary,
  Columns,
  ColumnValue,
  DateOnly,
  Decimal,
  Float32,
  Int8,
  Int16,
  Int32,
  Int64,
  JsRow,
  JsRowInput,
  Timestamp,
  TimestampNtz,
} from "./types.ts";
export { cast, greatest, ifNotNull, isIn, least, nullIf, round, sha256, tryCast } from "./values.ts";

export type { TableDescription } from "./maintain/describe.ts";
export type { HistoryEntry } from "./maintain/history.ts";
export type { OptimizeResult } from "./maintain/optimize.ts";
export type { RestoreResult } from "./maintain/restore.ts";
export type { VacuumOptions, VacuumResult } from "./maintain/vacuum.ts";
export type { DeleteResult } from "./merge/deleteRows.ts";
export type { Predicate } from "./scan/predicate.ts";
export type { DeltaField, DeltaType } from "./schema.ts";
export type {
  AppendOptions,
  CreateTableOptions,
  DataFile,
  DeltaTable,
  EngineOptions,
  MergeOptions,
  OpenOptions,
  ScanOptions,
} from "./table/openTable.ts";
export { createTable, openTable } from "./table/openTable.ts";
export type { TableRows } from "./table/stageRows.ts";
export type { TableInput, TableInputRow, TableRow, TableValue } from "./table/value.ts";
export type { SchemaChanges, WriteResult } from "./write/writeRequest.ts";

import { nearestName } from "../../../../compiler/diagnostics/nearestName.ts";
import { printType } from "../../../../compiler/plan/notation/printType.ts";
import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { Failure } from "../../../failure.ts";
import { quoteName, quoteText } from "../../../sql/quote.ts";
import { sqlType } from "../../../sql/sqlType.ts";
import { quoteTexts } from "../literal.ts";
import type { Database, Row } from "../openDatabase.ts";

export interface ParquetRead {
  readonly files: readonly string[];
  readonly columns: readonly Column[];
  readonly extraColumns: "fail" | "ignore";
  /** Columns that folders name (`country=de/`) instead of the files. */
  readonly partitionColumns: readonly string[];
  /** What the files are called in a message. */
  readonly what: string;
}

/** A SELECT over Parquet files whose schemas, nulls and enum values were checked against the declaration; fails with each column that does not fit. */
export async function readParquet(read: ParquetRead, database: Database, signal?: AbortSignal): Promise<string> {
  if (read.files.length === 0) return emptyTable(read.columns);
  const schemas = await fileSchemas(read.files, database, signal);
  const inFiles = read.columns.filter(column => !read.partitionColumns.includes(column.name));
  for (const [file, found] of schemas) checkSchema(file, found, inFiles, read);
  await checkValues(read, inFiles, database, signal);
  const types = new Map(inFiles.map(column => [column.name, [...schemas.values()].map(found => found.get(column.name)?.duckdb)]));
  const select = read.columns.map(column => {
    const as = sqlType(column.type);
    const stored = types.get(column.name);
    return stored?.every(type => type === as) === true
      ? quoteName(column.name)
      : `cast(${quoteName(column.name)} as ${as}) as ${quoteName(column.name)}`;
  });
  return `select ${select.join(", ")} from ${parquetFiles(read, schemas)}`;
}

/** A SELECT over Parquet files that this run wrote itself. */
export function readOwnParquet(read: ParquetRead): string {
  if (read.files.length === 0) return emptyTable(read.columns);
  const select = read.columns.map(column =>
    read.partitionColumns.includes(column.name)
      ? `cast(${quoteName(column.name)} as ${sqlType(column.type)}) as ${quoteName(column.name)}`
      : quoteName(column.name),
  );
  return `select ${select.join(", ")} from ${parquetFiles(read, new Map())}`;
}

export function emptyTable(columns: readonly Column[]): string {
  return `select ${columns.map(column => `cast(null as ${sqlType(column.type)}) as ${quoteName(column.name)}`).join(", ")} where false`;
}

function parquetFiles(read: ParquetRead, schemas: FileSchemas): string {
  const differ =
    new Set([...schemas.values()].map(columns => JSON.stringify([...columns].map(([name, { duckdb }]) => [name, duckdb])))).size > 1;
  const hive = read.partitionColumns.length > 0;
  const options = [
    `hive_partitioning = ${hive}`,
    ...(hive ? ["hive_types_autocast = false"] : []),
    ...(differ ? ["union_by_name = true"] : []),
  ];
  return `read_parquet(${quoteTexts(read.files)}, ${options.join(", ")})`;
}

interface StoredColumn {
  readonly duckdb: string;
  readonly physical: string;
  readonly required: boolean;
}
type FileSchemas = ReadonlyMap<string, ReadonlyMap<string, StoredColumn>>;

async function fileSchemas(files: readonly string[], database: Database, signal: AbortSignal | undefined): Promise<FileSchemas> {
  const rows = await database.execute(
    `select file_name, name, type, repetition_type, num_children, duckdb_type from parquet_schema(${quoteTexts(files)}) order by file_name, column_id`,
    signal === undefined ? {} : { signal },
  );
  const schemas = new Map<string, Map<string, StoredColumn>>();
  for (const [file, own] of Map.groupBy(rows, row => String(row["file_name"]))) schemas.set(file, topColumns(own));
  return schemas;
}

/** The columns at the top of a schema that is listed depth first. */
function topColumns(rows: readonly Row[]): Map<string, StoredColumn> {
  const columns = new Map<string, StoredColumn>();
  let at = 1;
  const skip = (): void => {
    const children = Number(rows[at]?.["num_children"] ?? 0);
    at += 1;
    for (let child = 0; child < children; child += 1) skip();
  };
  while (at < rows.length) {
    const row = rows[at];
    const nested = Number(row?.["num_children"] ?? 0) > 0;
    columns.set(String(row?.["name"]), {
      duckdb: nested ? "a nested type" : plainType(String(row?.["duckdb_type"])),
      physical: String(row?.["type"]),
      required: row?.["repetition_type"] === "REQUIRED",
    });
    skip();
  }
  return columns;
}

/** DuckDB's name of a type as this project writes it. */
function plainType(name: string): string {
  return name
    .toLowerCase()
    .replace("timestamp with time zone", "timestamptz")
    .replace(/,(?=\d)/, ", ");
}

function checkSchema(file: string, found: ReadonlyMap<string, StoredColumn>, declared: readonly Column[], read: ParquetRead): void {
  const names = [...found.keys()];
  const missing = declared
    .filter(column => !found.has(column.name))
    .map(column => {
      const near = nearestName(column.name, names);
      return `"${column.name}" is missing${near === undefined ? "" : ` (there is "${near}")`}`;
    });
  const extra =
    read.extraColumns === "ignore"
      ? []
      : names
          .filter(name => !declared.some(column => column.name === name) && !read.partitionColumns.includes(name))
          .map(name => `"${name}" is not declared`);
  const retyped = declared.flatMap(column => {
    const stored = found.get(column.name);
    return stored === undefined || accepts(column.type, stored)
      ? []
      : [
          `"${column.name}" is ${stored.physical === "INT96" ? "an INT96 timestamp" : stored.duckdb} where ${printType(column.type)} is declared`,
        ];
  });
  const faults = [...missing, ...retyped, ...extra];
  if (faults.length === 0) return;
  throw new Failure(
    "ODB6010",
    `${read.what} "${file}" does not match its declaration: ${faults.join("; ")}.`,
    extra.length === faults.length
      ? `Declare the columns, or read with { extraColumns: "ignore" }.`
      : "Declare what the file holds. A narrower type in the file fits (int32 for int64), a wider one never does.",
  );
}

/** Whether every value of the stored type is one of the declared type, unchanged. */
function accepts(type: DataType, { duckdb, physical }: StoredColumn): boolean {
  switch (type.kind) {
    case "int16":
      return ["tinyint", "smallint", "utinyint"].includes(duckdb);
    case "int32":
      return ["tinyint", "smallint", "integer", "utinyint", "usmallint"].includes(duckdb);
    case "int64":
      return ["tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger"].includes(duckdb);
    case "float64":
      return duckdb === "double" || duckdb === "float";
    case "decimal": {
      const [, precision, scale] = /^decimal\((\d+), (\d+)\)$/.exec(duckdb) ?? [];
      return (
        precision !== undefined &&
        scale !== undefined &&
        Number(scale) <= type.scale &&
        Number(precision) - Number(scale) <= type.precision - type.scale
      );
    }
    case "timestamp":
      return duckdb === "timestamptz" || physical === "INT96";
    case "timestampNtz":
      return physical !== "INT96" && ["timestamp", "timestamp_ms", "timestamp_s"].includes(duckdb);
    default:
      return duckdb === sqlType(type);
  }
}

/** Nulls by the files' own statistics where they have them; what those leave open, and enums, by one scan of these columns. */
async function checkValues(
  read: ParquetRead,
  columns: readonly Column[],
  database: Database,
  signal: AbortSignal | undefined,
): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const strict = columns.filter(column => !column.nullable);
  const open =
    strict.length === 0
      ? []
      : await database.execute(
          `select distinct path_in_schema as name from parquet_metadata(${quoteTexts(read.files)}) where coalesce(stats_null_count, 1) > 0 and path_in_schema in (${strict.map(column => quoteText(column.name)).join(", ")})`,
          options,
        );
  const mayBeNull = new Set(open.map(row => row["name"]));
  const checks = columns.flatMap(column => [
    ...(mayBeNull.has(column.name) ? [{ column, fault: `${quoteName(column.name)} is null` }] : []),
    ...(column.type.kind === "enum"
      ? [{ column, fault: `${quoteName(column.name)} not in (${column.type.values.map(quoteText).join(", ")})` }]
      : []),
  ]);
  if (checks.length === 0) return;
  const list = quoteTexts(read.files);
  const faults = await database.execute(
    `select filename, file_row_number as row, ${checks.map(({ column, fault }, at) => `(${fault}) as f${at}, cast(${quoteName(column.name)} as varchar) as v${at}`).join(", ")} from read_parquet(${list}, filename = true, file_row_number = true, hive_partitioning = false) where ${checks.map(({ fault }) => `(${fault})`).join(" or ")} limit 1`,
    options,
  );
  const [found] = faults;
  if (found === undefined) return;
  const at = checks.findIndex((_, index) => found[`f${index}`] === true);
  const column = checks[at]?.column;
  const where = `${read.what} "${String(found["filename"])}", row ${Number(found["row"]) + 1}, column "${column?.name}"`;
  if (found[`v${at}`] === null)
    throw new Failure(
      "ODB6002",
      `${where}: null, where ${printType(column?.type ?? { kind: "null" })} is declared.`,
      "Declare the column .nullable(), or mend the data.",
    );
  throw new Failure(
    "ODB6003",
    `${where}: "${String(found[`v${at}`])}" is none of the values of ${printType(column?.type ?? { kind: "null" })}.`,
    "Add the value to the enum, or mend the data.",
  );
}

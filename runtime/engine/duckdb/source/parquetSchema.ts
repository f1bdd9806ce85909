import { nearestName } from "../../../../compiler/diagnostics/nearestName.ts";
import { printType } from "../../../../compiler/plan/notation/printType.ts";
import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { Failure } from "../../../failure.ts";
import { quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { quoteTexts } from "../literal.ts";
import type { Database, Row } from "../openDatabase.ts";
import type { ParquetRead } from "./readParquet.ts";

export interface StoredColumn {
  readonly duckdb: string;
  readonly physical: string;
  readonly required: boolean;
  readonly isNested: boolean;
}
/** The columns at the top of each file. */
export type FileSchemas = ReadonlyMap<string, ReadonlyMap<string, StoredColumn>>;

/** What the footers of files say: their schemas, and which of the columns that are to have no null may have one, by the counts of each row group or for want of them. */
export interface FileFacts {
  readonly schemas: FileSchemas;
  readonly mayBeNull: ReadonlySet<string>;
}

/** Reads the footers of files, in one statement. (Ordered here: the first ORDER BY of a process takes DuckDB nine milliseconds.) */
export async function readFooters(
  files: readonly string[],
  strict: readonly string[],
  database: Database,
  signal: AbortSignal | undefined,
): Promise<FileFacts> {
  const list = quoteTexts(files);
  const nulls = `select distinct null, path_in_schema, null, null, null, null, null from parquet_metadata(${list}) where coalesce(stats_null_count, 1) > 0 and path_in_schema in (${strict.map(quoteText).join(", ")})`;
  const rows = await database.execute(
    `select file_name, name, type, repetition_type, num_children, duckdb_type, column_id from parquet_schema(${list})${strict.length === 0 ? "" : ` union all ${nulls}`}`,
    signal === undefined ? {} : { signal },
  );
  const schemas = new Map<string, Map<string, StoredColumn>>();
  const ofSchemas = rows.filter(row => row["file_name"] !== null);
  for (const [file, own] of Map.groupBy(ofSchemas, row => String(row["file_name"])))
    schemas.set(file, topColumns(own.toSorted((a, b) => Number(a["column_id"]) - Number(b["column_id"]))));
  return { schemas, mayBeNull: new Set(rows.filter(row => row["file_name"] === null).map(row => String(row["name"]))) };
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
      isNested: nested,
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

/** Fails with each column of a file that is missing, of another type, or not declared. */
export function checkSchema(
  file: string,
  found: ReadonlyMap<string, StoredColumn>,
  declared: readonly Column[],
  read: ParquetRead,
  nestedTypes: ReadonlyMap<string, string>,
): void {
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
    return stored === undefined || accepts(column.type, stored, nestedTypes.get(column.name))
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
function accepts(type: DataType, { duckdb, physical }: StoredColumn, nestedType: string | undefined): boolean {
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
    case "list":
    case "struct":
    case "map":
      return duckdb === nestedType;
    default:
      return duckdb === sqlType(type);
  }
}

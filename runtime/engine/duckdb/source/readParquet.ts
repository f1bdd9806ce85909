import { type Column, isNested } from "../../../../compiler/plan/types.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { quoteTexts } from "../literal.ts";
import type { Database } from "../openDatabase.ts";
import { checkParquetValues } from "./checkParquetValues.ts";
import { describeNested } from "./describeNested.ts";
import { checkSchema, type FileSchemas, readFooters } from "./parquetSchema.ts";

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
  const inFiles = read.columns.filter(column => !read.partitionColumns.includes(column.name));
  const strict = inFiles.filter(column => !column.nullable).map(column => column.name);
  const strictPlain = strict.filter(name => inFiles.some(column => column.name === name && !isNested(column.type)));
  const { schemas, mayBeNull } = await readFooters(read.files, strictPlain, database, signal);
  const declared = await describeNested(schemas, inFiles, database, signal);
  for (const [file, found] of declared.schemas) checkSchema(file, found, inFiles, read, declared.types);
  await checkParquetValues(read, inFiles, mayBeNull, database, signal);
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

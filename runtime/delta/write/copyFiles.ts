import { join, relative } from "node:path";
import { quoteName, quoteText } from "../../sql/duckdb/quote.ts";
import type { Metadata, PartitionValues } from "../action.ts";
import type { Query, Row } from "../query.ts";
import type { DeltaField } from "../schema.ts";
import { codecOf } from "./codecOf.ts";
import { fieldIds } from "./fieldIds.ts";
import { partitionText } from "./partitionText.ts";
import { isMapped, physicalName } from "./physicalName.ts";
import { physicalSelect } from "./physicalSelect.ts";
import { type ColumnStatistics, printStatistics } from "./printStatistics.ts";
import { type StatisticsColumn, statisticsColumns } from "./statisticsColumns.ts";

/** A data file in the staged folder. */
export interface StagedFile {
  /** Relative to the staged folder. */
  readonly path: string;
  readonly partitionValues: PartitionValues;
  readonly rows: number;
  readonly bytes: number;
  readonly stats: string;
  /** The columns at the top, under their names in the schema, that have a null in the file; of structs, lists and maps nothing is said. */
  readonly nullColumns: readonly string[];
}

/** What data files of a table have to hold, and how. */
export interface FileLayout {
  readonly fields: readonly DeltaField[];
  readonly metadata: Pick<Metadata, "configuration" | "partitionColumns">;
  readonly clusteredBy?: readonly (readonly string[])[];
  /** With deletion vectors in the table, statistics say that they are exact. */
  readonly tightBounds: boolean;
  /** Where files are not split by partitions: about how large one becomes. */
  readonly fileBytes: number;
  /** How many partitions the table has had so far. */
  readonly partitions: number;
}

/** So many files the engine writes to at once; of more partitions it would begin new files again and again. */
const openFiles = 1000;
/** With more partitions, rows that come in any order take longer to part than to sort. */
const sortedFrom = 100;

/** Writes the rows of a SELECT into data files in a staged folder. `present` are the columns that the SELECT has. */
export async function copyFiles(
  query: Query,
  staged: string,
  {
    select,
    present,
    layout,
    orderBy = [],
    signal,
  }: {
    readonly select: string;
    readonly present: ReadonlySet<string>;
    readonly layout: FileLayout;
    /** Names in the schema. */
    readonly orderBy?: readonly string[];
    readonly signal?: AbortSignal;
  },
): Promise<readonly StagedFile[]> {
  const { fields, metadata } = layout;
  const partitions = metadata.partitionColumns.flatMap(name => fields.filter(field => field.name === name));
  const dataFields = fields.filter(field => !partitions.includes(field));
  const sorted = layout.partitions > sortedFrom ? partitions : [];
  const order = [...sorted, ...orderBy.flatMap(name => fields.filter(field => field.name === name))].map(field =>
    quoteName(physicalName(field)),
  );
  const options = [
    "format parquet",
    `compression ${codecOf(metadata.configuration).duckdb}`,
    "filename_pattern 'part-{uuid}'",
    "return_stats",
    "overwrite_or_ignore",
    // Spark takes dates before 1582 and instants before 1900 as they are only where a newer Spark says that it wrote them.
    "kv_metadata {'org.apache.spark.version': '3.5.0'}",
    ...(isMapped(metadata) ? [`field_ids ${fieldIds(dataFields)}`] : []),
    ...(partitions.length === 0
      ? [`file_size_bytes ${layout.fileBytes}`, "write_empty_file false"]
      : [
          `partition_by (${partitions.map(field => quoteName(physicalName(field))).join(", ")})`,
          "write_partition_columns false",
          "hive_file_pattern false",
        ]),
  ];
  const rows = physicalSelect(select, fields, present) + (order.length === 0 ? "" : ` order by ${order.join(", ")}`);
  const written = await query.execute(
    `set partitioned_write_max_open_files = ${openFiles}; copy (${rows}) to ${quoteText(join(staged, "files"))} (${options.join(", ")})`,
    signal === undefined ? {} : { signal },
  );
  const columns = statisticsColumns(fields, metadata, layout.clusteredBy);
  return written.map(row => describeFile(row, staged, partitions, dataFields, columns, layout));
}

function describeFile(
  row: Row,
  staged: string,
  partitions: readonly DeltaField[],
  dataFields: readonly DeltaField[],
  columns: readonly StatisticsColumn[],
  { tightBounds }: FileLayout,
): StagedFile {
  const statistics = new Map(entriesOf(row["column_statistics"]).map(([key, value]) => [String(key), statisticsOf(value)]));
  const find = (path: readonly string[]): ColumnStatistics | undefined => statistics.get(path.map(quoteAlways).join("."));
  const rows = Number(row["count"]);
  const keys = new Map(entriesOf(row["partition_keys"]).map(([key, value]) => [String(key), value === null ? null : String(value)]));
  const values = partitions.map(field => [field, partitionText(field, keys.get(physicalName(field)) ?? null)] as const);
  return {
    path: relative(staged, String(row["filename"])),
    partitionValues: Object.fromEntries(values.map(([field, value]) => [physicalName(field), value])),
    rows,
    bytes: Number(row["file_size_bytes"]),
    stats: printStatistics(rows, columns, find, { tightBounds }),
    nullColumns: [
      ...values.filter(([, value]) => value === null).map(([{ name }]) => name),
      ...dataFields.filter(field => Number(find([physicalName(field)])?.["null_count"] ?? 0) > 0).map(({ name }) => name),
    ],
  };
}

/** The engine names a column of its statistics with quotes, needed or not. */
const quoteAlways = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A map of the engine's: a list of keys and values. */
function entriesOf(value: unknown): readonly (readonly [key: unknown, value: unknown])[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { readonly key: unknown; readonly value: unknown }) => [entry.key, entry.value]);
}

const statisticsOf = (value: unknown): ColumnStatistics =>
  Object.fromEntries(entriesOf(value).map(([key, text]) => [String(key), String(text)]));

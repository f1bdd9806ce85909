import type { PlainFormat } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import type { Target } from "../../engine.ts";
import { raise } from "../raise.ts";
import { compressionOf, fileExtension } from "./fileExtension.ts";
import { layoutOf } from "./layouts.ts";

/** Where and how plain files are written. */
export interface PlainWrite {
  readonly file: PlainFormat;
  readonly path: string;
  readonly partitionBy: readonly string[];
}

/** The COPY that writes a SELECT into the target, every column in its declared type or its text. */
export function copyStatement(select: string, columns: readonly Column[], write: PlainWrite, target: Target, run: string): string {
  const layout = layoutOf(write.file);
  const partitioned = write.partitionBy.length > 0;
  const inFile = columns.filter(column => !write.partitionBy.includes(column.name));
  const partitions = columns.filter(column => write.partitionBy.includes(column.name)).map(partitionValue);
  const shell = `select ${[...layout.columns(inFile), ...partitions].join(", ")} from (${select})`;
  const options = [
    ...layout.options(inFile, compressionOf(write)),
    ...(partitioned
      ? [
          `partition_by (${write.partitionBy.map(quoteName).join(", ")})`,
          `filename_pattern ${quoteText(`part-${run}-{i}`)}`,
          `file_extension ${quoteText(fileExtension(write).slice(1))}`,
        ]
      : []),
    "return_files",
  ];
  const path = partitioned || target.kind === "file" ? target.path : `${target.path}/part-${run}-0${fileExtension(write)}`;
  return `copy (${shell}) to ${quoteText(path)} (${options.join(", ")})`;
}

/** Partition values become names of folders. Hive reads an empty one, and its own word for null, as null. */
function partitionValue(column: Column): string {
  const name = quoteName(column.name);
  if (column.type.kind !== "string" && column.type.kind !== "enum") return `cast(${name} as ${sqlType(column.type)}) as ${name}`;
  return `case when ${name} in ('', '__HIVE_DEFAULT_PARTITION__') then ${raise("ODB6030", column.name, name)} else ${name} end as ${name}`;
}

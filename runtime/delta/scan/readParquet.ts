import { quoteText } from "../../sql/duckdb/quote.ts";

/** A column that is looked for in each file, and is null where the file has none. */
export interface FileColumn {
  /** The name or the field's id in the files. */
  readonly key: string | number;
  readonly name: string;
  /** What the values are cast to. */
  readonly sqlType: string;
}

/** Parquet files as one table with exactly these columns, whatever each file has; all keys are names, or all are ids. */
export function readParquet(localPaths: readonly string[], columns: readonly FileColumn[]): string {
  const files = localPaths.map(path => quoteText(path.replace(/[*?[]/g, "[$&]")));
  const entries = columns.map(
    ({ key, name, sqlType }) =>
      `${typeof key === "number" ? key : quoteText(key)}: {name: ${quoteText(name)}, type: ${quoteText(sqlType)}, default_value: null}`,
  );
  return `read_parquet([${files.join(", ")}], hive_partitioning = false, schema = map {${entries.join(", ")}})`;
}

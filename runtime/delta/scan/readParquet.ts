import { quoteText } from "../../sql/duckdb/quote.ts";

/** A column that is looked for in each file, and is null where the file has none. */
export interface FileColumn {
  /** The name or the field's id in the files. */
  readonly key: string | number;
  readonly name: string;
  /** What the values are cast to. */
  readonly sqlType: string;
}

/**
 * Parquet files as one table with exactly these columns, whatever each file has; all keys are names, or all are ids. `rows` is about how many they have: the
 * engine would take a thousand a file, and build the hash table of a join on the side of millions.
 */
export function readParquet(localPaths: readonly string[], columns: readonly FileColumn[], rows?: number | undefined): string {
  const files = localPaths.map(quotePath);
  const entries = columns.map(
    ({ key, name, sqlType }) =>
      `${typeof key === "number" ? key : quoteText(key)}: {name: ${quoteText(name)}, type: ${quoteText(sqlType)}, default_value: null}`,
  );
  const cardinality = rows === undefined ? "" : `, explicit_cardinality = ${Math.max(rows, 1)}`;
  return `read_parquet([${files.join(", ")}], hive_partitioning = false, schema = map {${entries.join(", ")}}${cardinality})`;
}

/** A path as a literal of SQL; what would be a pattern in it is not. */
export const quotePath = (path: string): string => quoteText(path.replace(/[*?[]/g, "[$&]"));

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The data files of a Delta table that has one writer and no checkpoint yet, by its log's own text. */
export function liveFiles(table: string): readonly string[] {
  const log = join(table, "_delta_log");
  const live = new Set<string>();
  for (const name of readdirSync(log)
    .filter(entry => /^\d{20}\.json$/.test(entry))
    .sort())
    for (const line of readFileSync(join(log, name), "utf8").trim().split("\n")) {
      const { add, remove } = JSON.parse(line);
      if (remove) live.delete(decodeURIComponent(remove.path));
      if (add) live.add(decodeURIComponent(add.path));
    }
  return [...live].map(path => join(table, path));
}

/** What stands after FROM in DuckDB's SQL for the rows of such a table; partition columns are texts. */
export function liveRows(table: string): string {
  const files = liveFiles(table).map(path => `'${path}'`);
  return `read_parquet([${files.join(", ")}], hive_partitioning = true, hive_types_autocast = false)`;
}

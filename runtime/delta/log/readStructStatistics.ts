import type { Query } from "../query.ts";
import { quotePath } from "../scan/readParquet.ts";
import { explainRead } from "./explainRead.ts";

/** The statistics of a checkpoint that has them as columns, which differ from table to table: their text as the log has it, by the file's path. */
export async function readStructStatistics(
  query: Query,
  paths: readonly string[],
  localPaths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const source = `read_parquet([${localPaths.map(quotePath).join(", ")}], hive_partitioning = false, union_by_name = true)`;
  // A checkpoint's first file may be one without files of the table.
  const [add] = await explainRead(paths, () => query.execute(`describe select columns('^add$') from ${source}`));
  if (!String(add?.["column_type"]).includes("stats_parsed STRUCT(")) return new Map();
  const rows = await explainRead(paths, () =>
    query.execute(`select add.path as path, to_json(add.stats_parsed) as stats from ${source} where add.path is not null`),
  );
  return new Map(rows.flatMap(({ path, stats }) => (typeof path === "string" && typeof stats === "string" ? [[path, stats]] : [])));
}

import { quoteName, quoteText } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { physicalName } from "../write/physicalName.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";

/** A SELECT of some columns of some files, and under `fileColumn` of each row its file's place in the list. */
export async function scanFiles(
  store: ObjectStore,
  snapshot: Snapshot,
  files: readonly AddFile[],
  columns: readonly string[],
  fileColumn?: string,
): Promise<string> {
  const fields = columns.flatMap(name => snapshot.schema.filter(field => field.name === name));
  if (files.length === 0) {
    const nothing = [
      ...fields.map(f => `cast(null as ${sqlTypeOf(f.type)}) as ${quoteName(f.name)}`),
      ...(fileColumn ? [`0::bigint as ${fileColumn}`] : []),
    ];
    return `select ${nothing.join(", ")} limit 0`;
  }
  const paths = await store.localPaths(files.map(file => decodeURIComponent(file.path)));
  const values = fields.map(f => {
    if (!snapshot.metadata.partitionColumns.includes(f.name))
      return `cast(${quoteName(physicalName(f))} as ${sqlTypeOf(f.type)}) as ${quoteName(f.name)}`;
    const list = files.map(file => {
      const value = file.partitionValues[physicalName(f)];
      return value === null || value === undefined ? "null" : quoteText(value);
    });
    return `cast((cast([${list.join(", ")}] as varchar[]))[file_index::bigint + 1] as ${sqlTypeOf(f.type)}) as ${quoteName(f.name)}`;
  });
  if (fileColumn !== undefined) values.push(`file_index as ${fileColumn}`);
  return `select ${values.join(", ")} from read_parquet([${paths.map(quoteText).join(", ")}], union_by_name = true, hive_partitioning = false)`;
}

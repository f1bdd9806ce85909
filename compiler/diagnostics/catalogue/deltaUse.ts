import { type Entry, error, warning } from "../entry.ts";

/** 82xx: Delta tables in pipelines, runs and on the command line. */
export const deltaUse = {
  ODB8201: warning(
    "A write that the table had already",
    "An earlier run made this write and ended before it was recorded. The sources are what they were then, so it is the same write: the table knows it by the run's transaction, and nothing is added twice.",
    'export const kept = orders.write(delta(lake, "orders"), { mode: "append" });     // the run is killed right after its commit, and run again',
    "odibi run",
  ),
  ODB8202: warning(
    "Something after a commit went wrong",
    "The version was made and holds. What comes after it, a checkpoint of the log or the removal of old entries, failed; the next write tries again.",
    'export const kept = orders.write(delta(lake, "orders"));     // and the disk fills up while the checkpoint is written',
    "odibi run",
  ),
  ODB8203: error(
    "A Delta table read as plain files",
    "A Delta table's folder holds files of all its versions. Its log says which of them are the table; read as plain files, replaced and deleted rows would come back.",
    'read(parquet(lake, "silver/orders"), {…})',
    'read(delta(lake, "silver/orders"), {…})',
  ),
  ODB8204: error(
    "A Delta table overwritten by plain files",
    "The folder has a log of versions, and plain files would be no part of it; an overwrite would throw the versions away.",
    '.write(parquet(lake, "silver/orders"))       // where lake/silver/orders is a Delta table',
    '.write(delta(lake, "silver/orders"))',
  ),
  ODB8205: error(
    "A value that is none of the column's type",
    "A row that is written through `odibi/delta` has the table's columns and no other, each value of its column's type. Nothing is rounded or made null.",
    'await table.append([{ id: "one" }]);           // where id is a long',
    "await table.append([{ id: 1n }]);",
  ),
  ODB8206: error(
    "A write to a table of the past",
    "A table that was opened at a version or an instant is read only.",
    'const table = await openTable("lake/orders", { version: 3 });\nawait table.append(rows);',
    'const table = await openTable("lake/orders");\nawait table.append(rows);',
  ),
} as const satisfies { readonly [code: string]: Entry };

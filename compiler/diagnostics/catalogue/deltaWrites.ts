import { type Entry, error } from "../entry.ts";

/** 81xx: writes to Delta tables, and their maintenance. */
export const deltaWrites = {
  ODB8101: error(
    "Columns that are not the Delta table's",
    "The rows have other columns than the stored table: some are missing, extra, or of another type. `schemaChanges` says what to do: add the new ones, or, in an overwrite, take the new ones alone.",
    `{ mode: "append" }`,
    `{ mode: "append", schemaChanges: "addColumns" }`,
  ),
  ODB8102: error(
    "Partition columns that do not fit",
    "A table keeps the partition columns that it was made with, unless an overwrite replaces its schema. They are among its columns, hold plain values (no bytes), and are not all of its columns.",
    `{ mode: "append", partitionBy: o => o.country }   // the table is partitioned by day`,
    `{ mode: "append", partitionBy: o => o.day }`,
  ),
  ODB8103: error(
    "Table feature that cannot be written",
    "The table asks its writers for a feature, which is named and is not known here. A write without it would break what others rely on.",
    `{"protocol":{"minWriterVersion":7,"writerFeatures":["rowTracking"]}}`,
    `{"protocol":{"minWriterVersion":7,"writerFeatures":["appendOnly"]}}`,
  ),
  ODB8104: error(
    "Null in a column of a Delta table that has none",
    "The table says that the column is never null, and the rows have a null there. Nothing was written.",
    `select null as id`,
    `select id from orders where id is not null`,
  ),
  ODB8105: error(
    "Two incoming rows of one key",
    "A merge updates each stored row from one incoming row at most; with two it would be chance which one stays. Nothing was written.",
    `{ mode: "merge", keys: o => o.order_id }   // two rows of order 7`,
    `orders.distinctBy(o => o.order_id, { keep: o => o.changed_at })`,
  ),
  ODB8106: error(
    "Null in a key",
    "A row whose key is null matches nothing, so it would be inserted again by each merge. Nothing was written.",
    `{ mode: "merge", keys: o => o.email }   // email is null in a row`,
    `orders.filter(o => o.email !== null)`,
  ),
  ODB8107: error(
    "Other writers were always first",
    "Others committed to what this write had read, each time that it was tried again. Nothing was written.",
    "8 jobs merge into one table, all at once",
    "the jobs merge one after the other, or each into partitions of its own",
  ),
  ODB8108: error(
    "Folder that has other files",
    "A new Delta table is made in a folder of its own: files that are not its own would be deleted by its vacuum.",
    `delta(lake, "orders")   // a folder of CSV files`,
    `delta(lake, "orders_delta")`,
  ),
  ODB8109: error(
    "Partition value that cannot be written",
    "Delta Lake writes an empty text as no value at all, and knows only the years 1 to 9999. A row that came back otherwise would be a loss.",
    `{ mode: "append", partitionBy: o => o.country }   // country is "" in a row`,
    `orders.withColumns(o => ({ country: o.country === "" ? null : o.country }))`,
  ),
  ODB8110: error(
    "Table that is only appended to",
    "The table has the property `delta.appendOnly`: its rows are neither changed nor removed.",
    `{ mode: "overwrite" }`,
    `{ mode: "append" }`,
  ),
  ODB8111: error(
    "Keys that do not fit",
    "A merge compares rows by keys: at least one, each a column of plain values that the rows and the table have, of one type.",
    `{ mode: "merge", keys: o => o.tags }   // a list`,
    `{ mode: "merge", keys: o => o.order_id }`,
  ),
  ODB8112: error(
    "Retention that is too short",
    "A vacuum keeps removed files for a time (`delta.deletedFileRetentionDuration`, a week), because readers of older versions and writers that are on their way still need them.",
    "vacuum({ retentionHours: 0 })",
    "vacuum({ retentionHours: 168 })",
  ),
  ODB8113: error(
    "Version whose files are gone",
    "The version cannot be restored: data files of it are no longer there, because a vacuum removed them.",
    "restore({ version: 3 })   // vacuumed since",
    "restore({ version: 40 })",
  ),
  ODB8114: error(
    "Properties that a new table cannot have",
    "A property asks for a feature that is not written, or its value is none that it can have.",
    `createTable({ properties: { "delta.enableRowTracking": "true" } })`,
    `createTable({ properties: { "delta.appendOnly": "true" } })`,
  ),
  ODB8115: error(
    "Table that is there already",
    "A table is made where none is; nothing was changed.",
    `createTable("lake/orders")   // twice`,
    `openTable("lake/orders")`,
  ),
} as const satisfies { readonly [code: string]: Entry };

import { type Entry, error } from "../entry.ts";

/** 80xx: Delta tables that cannot be read. */
export const deltaTables = {
  ODB8001: error(
    "Folder that is no Delta table",
    "A Delta table has a folder `_delta_log` with at least one commit. The path leads somewhere else, or the table was never written.",
    `openTable("lake/orders.parquet")`,
    `openTable("lake/orders")`,
  ),
  ODB8002: error(
    "Version that is not there",
    "The table has no such version, had none at that time, or its log no longer reaches back so far.",
    `openTable("lake/orders", { version: 99 })`,
    `openTable("lake/orders", { version: 3 })`,
  ),
  ODB8003: error(
    "Log with a gap",
    "A commit is missing between the checkpoint, or the table's beginning, and the version asked for. Without it rows would be missing or twice there.",
    "rm lake/orders/_delta_log/00000000000000000002.json",
    "odibi table history lake/orders",
  ),
  ODB8004: error(
    "Damaged log",
    "A file of the log is cut short, is missing, or holds what the protocol does not allow. The message names the file.",
    "head -c 100 _delta_log/00000000000000000002.json > cut.json",
    "cp backup/00000000000000000002.json _delta_log/",
  ),
  ODB8005: error(
    "Table feature that is not known",
    "The table needs readers that know a feature, which is named. To read it without would give wrong rows.",
    `{"protocol":{"minReaderVersion":3,"readerFeatures":["variantType"]}}`,
    `{"protocol":{"minReaderVersion":3,"readerFeatures":["deletionVectors"]}}`,
  ),
  ODB8006: error(
    "Schema that cannot be read",
    "The table's log has a schema that is malformed or has a type that is not known.",
    `{"name":"v","type":"variant","nullable":true,"metadata":{}}`,
    `{"name":"v","type":"string","nullable":true,"metadata":{}}`,
  ),
  ODB8007: error(
    "Missing data file",
    "The table's log names a file that is not there. It was removed by hand, or by a vacuum that kept less than this version needs.",
    "rm lake/orders/part-00000.parquet",
    `openTable("lake/orders")   // a newer version, whose files are there`,
  ),
  ODB8008: error(
    "Damaged deletion vector",
    "The list of a file's deleted rows is missing, cut short, or its checksum or count is wrong. Deleted rows would come back.",
    "truncate -s 10 lake/orders/deletion_vector_d2c639aa.bin",
    "cp backup/deletion_vector_d2c639aa.bin lake/orders/",
  ),
  ODB8009: error(
    "File in another storage",
    "The table's log names a file by an absolute address that cannot be reached from where the table is read.",
    `{"add":{"path":"s3://bucket/part-00000.parquet"}}`,
    `{"add":{"path":"part-00000.parquet"}}`,
  ),
  ODB8010: error(
    "File system without hard links",
    "A commit to a local table is a hard link: of two writers at once, one gets it. This file system has none.",
    "mount -t vfat …",
    "mount -t ext4 …",
  ),
  ODB8011: error(
    "Partition value that cannot be read",
    "The log has a text for a file's partition column that is no value of the column's type.",
    `{"add":{"path":"p=x/a.parquet","partitionValues":{"p":"x"}}}   // p is a date`,
    `{"add":{"path":"p=x/a.parquet","partitionValues":{"p":"2024-01-31"}}}`,
  ),
  ODB8012: error(
    "Column that the Delta table does not have",
    "A column is asked for, or compared, that is not in the table's schema at this version.",
    `table.scan({ columns: ["amont"] })`,
    `table.scan({ columns: ["amount"] })`,
  ),
  ODB8013: error(
    "Value that does not compare",
    "A condition of a scan compares a column with a value that is none of the column's type, or compares a column that has parts.",
    `table.scan({ where: [["id", "=", "x"]] })`,
    `table.scan({ where: [["id", "=", 7]] })`,
  ),
} as const satisfies { readonly [code: string]: Entry };

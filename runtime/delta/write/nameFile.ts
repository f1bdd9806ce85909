import { randomUUID } from "node:crypto";
import type { PartitionValues } from "../action.ts";

/** A new data file's path below the table's root: a folder a partition column, as others have it, and a name that no other file has. */
export function nameFile(partitionValues: PartitionValues, extension: string): string {
  const folders = Object.entries(partitionValues).map(
    ([name, value]) => `${folderName(name, 80)}=${folderName(value ?? "__HIVE_DEFAULT_PARTITION__", 120)}`,
  );
  return [...folders, `part-${randomUUID()}${extension}`].join("/");
}

/** Whether nameFile() made this name: such a file is Delta's though no log may name it yet. */
export const isDataFileName = (path: string): boolean =>
  /(^|\/)part-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(snappy|zstd|gzip|lz4_raw|uncompressed)\.parquet$/.test(path);

/** The folder is for people, the log has the value: what is too long for a file system is cut. */
const folderName = (text: string, length: number): string =>
  encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*~]/g, escapeMark)
    .slice(0, length)
    .replace(/%.?$/, "");

const escapeMark = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;

/** A path as the log has it, a URI. */
export const pathToUri = (path: string): string =>
  path
    .split("/")
    .map(part => encodeURIComponent(part).replaceAll("%3D", "="))
    .join("/");

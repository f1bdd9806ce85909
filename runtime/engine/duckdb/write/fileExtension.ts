import type { PlainFormat } from "../../../../compiler/plan/step.ts";

/** How a written file is compressed: as its options say, else as its name says, else as the format is usually. */
export function compressionOf(write: { readonly file: PlainFormat; readonly path: string }): string {
  const { file, path } = write;
  if (file.compression !== undefined)
    return file.compression === "none" ? (file.format === "parquet" ? "uncompressed" : "none") : file.compression;
  if (file.format === "parquet") return "snappy";
  return /\.gz$/i.test(path) ? "gzip" : "none";
}

const suffixes: { readonly [compression: string]: string } = { gzip: ".gz", zstd: ".zst" };

/** The ending of a written part file, point included. */
export function fileExtension(write: { readonly file: PlainFormat; readonly path: string }): string {
  const suffix = write.file.format === "parquet" ? "" : (suffixes[compressionOf(write)] ?? "");
  return `.${write.file.format === "json" ? "jsonl" : write.file.format}${suffix}`;
}

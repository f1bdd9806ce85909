/** What a path's ending says: the format of one file, and whether it is compressed. Undefined for a folder (and for endings that mean nothing). */
export function fileEnding(path: string): { readonly format: "csv" | "json" | "parquet"; readonly isGzip: boolean } | undefined {
  const match = /\.(csv|json|jsonl|parquet)(\.gz)?$/i.exec(path);
  const name = match?.[1]?.toLowerCase();
  if (name === undefined || (name === "parquet" && match?.[2] !== undefined)) return undefined;
  return { format: name === "csv" || name === "parquet" ? name : "json", isGzip: match?.[2] !== undefined };
}

/** Whether a path is one file; any other is a folder of files. */
export function isOneFile(path: string): boolean {
  return fileEnding(path) !== undefined;
}

/** What a path's ending says: the format of one file, and whether it is compressed. Undefined for a folder (and for endings that mean nothing). */
export function fileEnding(path: string): { readonly format: "csv" | "json" | "parquet"; readonly isGzip: boolean } | undefined {
  const match = /\.(csv|json|jsonl|parquet)(\.gz)?$/i.exec(path);
  const name = match?.[1]?.toLowerCase();
  if (name === undefined || (name === "parquet" && match?.[2] !== undefined)) return undefined;
  return { format: name === "csv" || name === "parquet" ? name : "json", isGzip: match?.[2] !== undefined };
}

/** The ending by which a path is taken for a compressed file, where it is not one that is written: `.zst` of `orders.csv.zst`. */
export function strayCompression(path: string): string | undefined {
  return isOneFile(path) ? undefined : /\.(gz|gzip|zst|zstd|bz2|xz|lz4|br|zip|snappy)$/i.exec(path)?.[0];
}

/** Whether a path is one file; any other is a folder of files. */
export function isOneFile(path: string): boolean {
  return fileEnding(path) !== undefined;
}

/** Whether a path may be the folder of a local connection: one with "/" between folders, that may lie anywhere. */
export function isLocalPath(path: string): boolean {
  return path !== "" && !path.includes("\\") && !path.includes("\0") && (path === "/" || !path.endsWith("/"));
}

/** Whether a text is the shortest relative way from the plan's folder to the project's root: `.`, or `..`s and then names. */
export function isWayToRoot(way: string): boolean {
  if (way === ".") return true;
  const segments = way.split("/");
  const names = segments.slice(segments.lastIndexOf("..") + 1);
  const ups = segments.slice(0, segments.length - names.length);
  return ups.every(segment => segment === "..") && names.every(segment => segment !== "" && segment !== ".");
}

/** What is wrong with a path below a connection, in words; it stays inside, with "/" between folders. */
export function pathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return "is absolute";
  if (path.includes("\\")) return "has a back slash";
  if (/[\0-\x1f]/.test(path)) return "has a control character";
  const segments = path.replace(/\/$/, "").split("/");
  if (segments.includes("..")) return "leads out of its connection by `..`";
  if (segments.includes("") || segments.includes(".")) return "has an empty segment or a `.`";
  return undefined;
}

import type { Files } from "./files.ts";

/** The files that match one of the patterns (`*`, `?`, `**`; from the project's root), sorted by path. Folders named `node_modules` and names that begin with "." are skipped. */
export function findFiles(patterns: readonly string[], files: Files): readonly string[] {
  const found = new Set<string>();
  for (const pattern of patterns)
    walk(
      pattern.split("/").filter(segment => segment !== "." && segment !== ""),
      "",
      files,
      found,
    );
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The part of a pattern before its first wildcard: `pipelines/` for every `.pipeline.ts` below it. */
export function fixedFolder(pattern: string): string {
  const segments = pattern.replace(/^\.\//, "").split("/");
  const wild = segments.findIndex(segment => /[*?]/.test(segment));
  const fixed = segments.slice(0, wild < 0 ? segments.length - 1 : wild);
  return fixed.length === 0 ? "" : `${fixed.join("/")}/`;
}

function walk(segments: readonly string[], folder: string, files: Files, found: Set<string>): void {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  if (segment === "**") {
    walk(rest, folder, files, found);
    for (const name of files.list(folder)) if (name.endsWith("/") && isVisible(name)) walk(segments, folder + name, files, found);
    return;
  }
  if (!/[*?]/.test(segment)) {
    if (rest.length > 0) walk(rest, `${folder}${segment}/`, files, found);
    else if (files.stamp(folder + segment) !== undefined) found.add(folder + segment);
    return;
  }
  const expression = new RegExp(
    `^${segment
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "u",
  );
  for (const entry of files.list(folder)) {
    const isFolder = entry.endsWith("/");
    const name = isFolder ? entry.slice(0, -1) : entry;
    if (!isVisible(entry) || !expression.test(name)) continue;
    if (rest.length > 0 && isFolder) walk(rest, `${folder}${entry}`, files, found);
    if (rest.length === 0 && !isFolder) found.add(folder + name);
  }
}

function isVisible(name: string): boolean {
  return !name.startsWith(".") && name !== "node_modules/";
}

import type { TsconfigText } from "../parse/tsconfigText.ts";

/** What module resolution needs of a tsconfig: `paths` and the folder that they are relative to. */
export interface PathMapping {
  readonly base: string;
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

/** The path mapping that is in force for a project: its tsconfig's, or what the nearest one that it extends says. `read` gives a tsconfig by its path. */
export function pathMapping(
  read: (path: string) => TsconfigText | undefined,
  path = "tsconfig.json",
  seen: readonly string[] = [],
): PathMapping {
  const config = seen.includes(path) ? undefined : read(path);
  if (config === undefined) return { base: "", paths: [] };
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
  // TypeScript takes `paths` and `baseUrl` each from the last configuration that has it.
  let inherited: PathMapping = { base: "", paths: [] };
  for (const parent of config.extends) {
    const from = pathMapping(read, extendedPath(folder, parent), [...seen, path]);
    if (from.paths.length > 0) inherited = from;
  }
  if (config.paths === undefined) return inherited;
  return { base: config.baseUrl === undefined ? folder : normalize(folder + config.baseUrl), paths: config.paths };
}

function extendedPath(folder: string, name: string): string {
  const withEnding = name.endsWith(".json") ? name : `${name}.json`;
  return name.startsWith(".") ? normalize(folder + withEnding) : `node_modules/${name.endsWith(".json") ? name : `${name}/tsconfig.json`}`;
}

/** A path without `.` and `..`; one that leads out of the project keeps its leading `..`. */
export function normalize(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else segments.push(segment);
  }
  return segments.join("/") + (path.endsWith("/") && segments.length > 0 ? "/" : "");
}

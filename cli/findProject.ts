import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./usageError.ts";

export const configFile = "odibi.config.ts";

/** The project's root: the named folder, or the nearest one from the current folder upwards that holds odibi.config.ts. */
export function findProject(named: string | undefined): string {
  const start = resolve(named ?? ".");
  if (named !== undefined) {
    if (isFile(join(start, configFile))) return start;
    throw new UsageError(
      "ODB7005",
      `There is no ${configFile} in ${named}.`,
      "Name the project's folder, or make a project with `odibi init`.",
    );
  }
  for (let folder = start; ; folder = dirname(folder)) {
    if (isFile(join(folder, configFile))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new UsageError(
    "ODB7005",
    `There is no ${configFile} here or in a folder above.`,
    "Go to the project's folder, name it, or make a project with `odibi init`.",
  );
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

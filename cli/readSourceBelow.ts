import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ReadSource } from "./terminal/formatDiagnostic.ts";

/** Reads the sources below a folder, for code frames; a plan may name places whose files are not there. */
export function readSourceBelow(root: string): ReadSource {
  return file => {
    const path = join(root, file);
    if (relative(root, path).startsWith("..") || !file.endsWith(".ts")) return undefined;
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  };
}

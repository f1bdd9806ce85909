import { mkdirSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** A folder that stays between runs, so that what is generated is generated once. */
export function workFolder(name: string): string {
  const folder = join(root, "bench/work", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The command line of the built package. */
export function odibi(...words: readonly string[]): readonly string[] {
  return [process.execPath, join(root, "dist/cli.js"), ...words];
}

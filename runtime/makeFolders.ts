import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing, one by one; one that is there is fine. Raises the file system's error.
 * Node's own way of making them all never ends where the system answers that nothing is there although the folder above is, as below /proc.
 */
export function makeFolders(path: string): void {
  const error = makeFolder(path);
  if (error === undefined) return;
  const above = dirname(path);
  if (error.code !== "ENOENT" || above === path) throw error;
  makeFolders(above);
  const still = makeFolder(path);
  if (still !== undefined) throw still;
}

function makeFolder(path: string): (Error & { readonly code: unknown }) | undefined {
  try {
    mkdirSync(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? undefined : error;
  }
}

import { statSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolders } from "../../makeFolders.ts";

/** So many files are made durable at once: the file system writes them in groups then. */
const atOnce = 64;

/** Moves files into a table's folder: when it is done, they and their names outlast a loss of power. */
export async function keepFiles(
  root: string,
  staged: string,
  files: readonly { readonly from: string; readonly to: string }[],
): Promise<void> {
  await inGroups(
    files.map(({ from }) => join(staged, from)),
    syncPath,
  );
  const named = new Set<string>();
  for (const { to } of files) for (const folder of newFolders(root, dirname(join(root, to)))) named.add(folder);
  for (const { from, to } of files) {
    await rename(join(staged, from), join(root, to));
    named.add(dirname(join(root, to)));
  }
  await inGroups([...named], syncPath);
}

/** Makes a folder below the root: those whose lists of names are other than before. */
function newFolders(root: string, folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return [];
  const above = dirname(folder);
  const changed = folder === root ? [] : newFolders(root, above);
  makeFolders(folder);
  return [...changed, above];
}

/** Makes a file, or a folder's list of names, durable. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function inGroups(paths: readonly string[], work: (path: string) => Promise<void>): Promise<void> {
  for (let start = 0; start < paths.length; start += atOnce) await Promise.all(paths.slice(start, start + atOnce).map(work));
}

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readJournal } from "./journal.ts";
import type { Storage } from "./storage.ts";
import { isLeftover, type StoredTable, workNames } from "./table.ts";

/** Finishes or takes back what a killed run left half done at a table, and removes its leftovers. The caller holds the table's lease. True where there was something to do. */
export async function healTable(table: StoredTable, storage: Storage): Promise<boolean> {
  const parent = dirname(table.path);
  const journalPath = workNames(table, "").journal;
  const journal = await readJournal(journalPath);
  if (journal !== undefined) {
    const names = workNames(table, journal.run);
    if (journal.action === "swap") await finishSwap(table, names, storage);
    else await takeBack(table, journal.files, storage);
    await storage.removeFile(journalPath);
    await storage.sync(parent);
  }
  const leftovers = (await namesIn(parent)).filter(name => isLeftover(table, name));
  for (const name of leftovers) await storage.removeFolder(join(parent, name));
  return journal !== undefined || leftovers.length > 0;
}

async function finishSwap(table: StoredTable, names: { readonly staged: string; readonly old: string }, storage: Storage): Promise<void> {
  if (!existsSync(names.staged)) {
    if (!existsSync(table.path) && existsSync(names.old)) await storage.rename(names.old, table.path);
    return;
  }
  if (existsSync(table.path)) await storage.rename(table.path, names.old);
  await storage.rename(names.staged, table.path);
  await storage.sync(dirname(table.path));
}

async function takeBack(table: StoredTable, files: readonly string[], storage: Storage): Promise<void> {
  for (const file of files) {
    const path = join(table.path, file);
    if (existsSync(path)) await storage.removeFile(path);
    await removeEmptyFolders(table.path, dirname(file), storage);
  }
}

/** The folders that the append made for its partitions, as far as nothing is in them. */
async function removeEmptyFolders(root: string, folder: string, storage: Storage): Promise<void> {
  if (folder === "." || (await namesIn(join(root, folder))).length > 0) return;
  await storage.removeFolder(join(root, folder));
  await removeEmptyFolders(root, dirname(folder), storage);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}

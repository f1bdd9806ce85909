import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Failure } from "../failure.ts";
import type { Journal } from "./journal.ts";
import type { Storage } from "./storage.ts";
import { type StoredTable, workNames } from "./table.ts";

export interface StagedWrite {
  /** The file to write, or the folder to write files into. Nothing is there yet, but its parent is. */
  readonly staged: string;
  /** Makes what was staged the table (overwrite), or a part of it (append). `files` are the staged files, from the staged folder. */
  publish(files: readonly string[]): Promise<void>;
}

/** Opens an atomic write of a table: a reader sees what was there before or what is there after, whole. The caller holds the table's lease. */
export async function openWrite(table: StoredTable, mode: "overwrite" | "append", run: string, storage: Storage): Promise<StagedWrite> {
  const found = await kindAt(table.path);
  if (found !== undefined && found !== table.kind)
    throw new Failure(
      "ODB5020",
      `"${table.path}" is a ${found}, and this node writes a ${table.kind} there.`,
      table.kind === "file" ? "Move the folder away, or write to another path." : "Move the file away, or write to another path.",
    );
  if (existsSync(join(table.path, "_delta_log")))
    throw new Failure(
      "ODB8204",
      `"${table.path}" is a Delta table, and this node writes plain files there.`,
      "Write it as one, delta(connection, path), or write to another path.",
    );
  await storage.makeFolder(dirname(table.path));
  const names = workNames(table, run);
  if (table.kind === "file") return { staged: names.staged, publish: () => replaceFile(table, names.staged, storage) };
  if (found === undefined) return { staged: names.staged, publish: files => placeFolder(table, names.staged, files, storage) };
  if (mode === "append") return { staged: names.staged, publish: files => addFiles(table, run, files, storage) };
  return { staged: names.staged, publish: files => swapFolder(table, run, files, storage) };
}

async function replaceFile(table: StoredTable, staged: string, storage: Storage): Promise<void> {
  await storage.sync(staged);
  await storage.rename(staged, table.path);
  await storage.sync(dirname(table.path));
}

async function placeFolder(table: StoredTable, staged: string, files: readonly string[], storage: Storage): Promise<void> {
  await syncStaged(staged, files, storage);
  await storage.rename(staged, table.path);
  await storage.sync(dirname(table.path));
}

async function swapFolder(table: StoredTable, run: string, files: readonly string[], storage: Storage): Promise<void> {
  const names = workNames(table, run);
  const parent = dirname(table.path);
  await syncStaged(names.staged, files, storage);
  await writeJournal(table, { action: "swap", run }, storage);
  await storage.rename(table.path, names.old);
  await storage.rename(names.staged, table.path);
  await storage.sync(parent);
  await storage.removeFile(names.journal);
  await storage.sync(parent);
  await storage.removeFolder(names.old);
}

async function addFiles(table: StoredTable, run: string, files: readonly string[], storage: Storage): Promise<void> {
  const names = workNames(table, run);
  await syncStaged(names.staged, files, storage);
  // A single rename needs no journal: it happened, or it did not.
  const single = files.length === 1;
  if (!single) await writeJournal(table, { action: "append", run, files }, storage);
  for (const folder of foldersOf(files)) {
    await storage.makeFolder(join(table.path, folder));
    await storage.sync(dirname(join(table.path, folder)));
  }
  for (const file of files) await storage.rename(join(names.staged, file), join(table.path, file));
  for (const folder of ["", ...foldersOf(files)]) await storage.sync(join(table.path, folder));
  if (!single) {
    await storage.removeFile(names.journal);
    await storage.sync(dirname(table.path));
  }
  await storage.removeFolder(names.staged);
}

async function writeJournal(table: StoredTable, journal: Journal, storage: Storage): Promise<void> {
  const names = workNames(table, journal.run);
  await storage.writeFile(names.journalDraft, `${JSON.stringify(journal)}\n`);
  await storage.rename(names.journalDraft, names.journal);
  await storage.sync(dirname(table.path));
}

async function syncStaged(staged: string, files: readonly string[], storage: Storage): Promise<void> {
  for (const file of files) await storage.sync(join(staged, file));
  for (const folder of foldersOf(files).reverse()) await storage.sync(join(staged, folder));
  await storage.sync(staged);
}

/** Every folder between the root and the files, parents first, without the root. */
function foldersOf(files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders].sort();
}

async function kindAt(path: string): Promise<StoredTable["kind"] | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? "folder" : "file";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR")
      throw new Failure(
        "ODB5020",
        `"${basename(dirname(path))}" above "${path}" is a file, not a folder.`,
        "Move the file away, or write to another path.",
      );
    throw error;
  }
}

import { randomUUID } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { link, open, readdir, rename, rm, unlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { Failure } from "../../failure.ts";
import { makeFolders } from "../../makeFolders.ts";
import { explainStorageError } from "../../publish/explainStorageError.ts";
import { keepFiles, syncPath } from "./keepFiles.ts";
import type { ObjectStore, StoredObject } from "./objectStore.ts";

/** A table in a folder of this machine. */
export function localStore(root: string): ObjectStore {
  const at = (path: string): string => localPath(root, path);
  return {
    root,
    // A log has thousands of small files, and Node reads those many times faster at once than through its pool of threads.
    list: (folder, from = "") =>
      explained(async () => {
        const names = unlessMissing(() => readdirSync(at(folder)), []).filter(name => name >= from);
        return names.sort().flatMap(name => describeFile(at(folder), name, folder === "" ? name : `${folder}/${name}`));
      }),
    listBelow: folder => explained(() => listBelow(root, at(folder))),
    read: path => explained(async () => unlessMissing(() => readFileSync(at(path)), undefined)),
    readRange: (path, offset, length) => explained(async () => unlessMissing(() => readPart(at(path), offset, length), undefined)),
    putIfAbsent: (path, content) => explained(() => putIfAbsent(at(path), content)),
    put: (path, content) =>
      explained(async () => {
        await rename(await writeBeside(at(path), content), at(path));
        await syncPath(dirname(at(path)));
      }),
    remove: path => explained(() => rm(at(path), { force: true })),
    localPaths: async paths => paths.map(path => existing(root, path)),
    stage: () =>
      explained(async () => {
        // Right in the root: a folder in between would be removed by one write while another one begins.
        const folder = at(`_staged_${randomUUID()}`);
        makeFolders(folder);
        return folder;
      }),
    keep: (staged, files) => explained(() => keepFiles(root, staged, files)),
  };
}

/** Paths that begin with a scheme or `/` are absolute; only this machine's own can be reached. */
function localPath(root: string, path: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(path)?.[1]?.toLowerCase();
  if (scheme === "file") return path.replace(/^file:(\/\/[^/]*)?/i, "");
  if (scheme !== undefined && path.startsWith("//", scheme.length + 1)) {
    throw new Failure(
      "ODB8009",
      `The table in "${root}" names the file "${path}", which lies in another storage.`,
      "Read the table where it was made.",
    );
  }
  return path.startsWith("/") ? path : join(root, path);
}

/** The engine would say of a file that is not there that a pattern matches none. */
function existing(root: string, path: string): string {
  const local = localPath(root, path);
  if (statSync(local, { throwIfNoEntry: false }) !== undefined) return local;
  throw new Failure(
    "ODB8007",
    `The log of the table "${root}" names the file "${path}", which is not there.`,
    "Bring it back, or read a version whose files are there.",
  );
}

/** Nothing where it is no file: a folder, or gone since it was listed. */
function describeFile(folder: string, name: string, path: string): readonly StoredObject[] {
  const found = statSync(join(folder, name), { throwIfNoEntry: false });
  return found?.isFile() === true ? [{ path, bytes: found.size, modified: Math.floor(found.mtimeMs) }] : [];
}

async function listBelow(root: string, folder: string): Promise<readonly StoredObject[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(error => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter(entry => !entry.isDirectory())
    .flatMap(({ parentPath, name }) => describeFile(parentPath, name, relative(root, join(parentPath, name))));
}

function readPart(path: string, offset: number, length: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const part = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(file, part, filled, length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return part.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

async function putIfAbsent(path: string, content: Uint8Array): Promise<boolean> {
  const temporary = await writeBeside(path, content);
  try {
    // Fails where a file is there, and shows the whole file or none; a rename would replace.
    await link(temporary, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (codeOf(error) === "EPERM" || codeOf(error) === "ENOTSUP") {
      throw new Failure(
        "ODB8010",
        `The file system of "${dirname(path)}" has no hard links, without which two writers at once are not kept apart.`,
        "Keep the table on a file system that has them.",
      );
    }
    throw error;
  } finally {
    await unlink(temporary);
  }
  await syncPath(dirname(path));
  return true;
}

/** A durable file in the same folder, under a name that no reader of a table looks at. */
async function writeBeside(path: string, content: Uint8Array): Promise<string> {
  await makeDurableFolder(dirname(path));
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(temporary, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await unlink(temporary);
    throw error;
  } finally {
    await file.close();
  }
  return temporary;
}

async function makeDurableFolder(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  try {
    makeFolders(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Failure("ODB5032", `The folder "${path}" cannot be made: the system says that there is no such place.`, "Write elsewhere.");
  }
  await syncPath(dirname(path));
}

async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw explainStorageError(error) ?? error;
  }
}

function unlessMissing<Found, Missing>(work: () => Found, missing: Missing): Found | Missing {
  try {
    return work();
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

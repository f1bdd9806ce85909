import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What makes a file the one that was read before: a change of its content changes one of these, or falls into the moment in which it was read. */
export interface Stamp {
  readonly size: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly inode: number;
}

/** A project's files, by their paths from its root, with "/". All that the compiler sees of the disk; it writes none of it. */
export interface Files {
  read(path: string): string | undefined;
  /** Of a file; undefined where there is none. */
  stamp(path: string): Stamp | undefined;
  isDirectory(path: string): boolean;
  /** Names in a folder, sorted by code unit, folders with a "/" at the end; empty where there is no folder. */
  list(folder: string): readonly string[];
}

/** The files below a folder on disk. */
export function openFiles(root: string): Files {
  const absolute = (path: string) => join(root, path);
  return {
    read: path => orUndefined(() => readFileSync(absolute(path), "utf8")),
    stamp: path => {
      const stat = statSync(absolute(path), { throwIfNoEntry: false });
      return stat?.isFile() === true ? { size: stat.size, mtime: stat.mtimeMs, ctime: stat.ctimeMs, inode: stat.ino } : undefined;
    },
    isDirectory: path => statSync(absolute(path), { throwIfNoEntry: false })?.isDirectory() === true,
    list: folder =>
      (orUndefined(() => readdirSync(absolute(folder), { withFileTypes: true })) ?? [])
        .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort(byCodeUnit),
  };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// A file that is not there, or that may not be read, is no file to the compiler; resolution reports it where it was named.
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import { tableKind } from "../publish/table.ts";

export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** When it was changed, in milliseconds. */
  readonly modified: number;
}

/** The files of a read, sorted by path: one file, every file below a folder, or those that a glob matches. Names that begin with `_` or `.` are skipped, unless the path spells them. */
export function listFiles(path: string, isTable = false): FoundFile[] {
  if (!isTable && /[*?[]/.test(path)) return listGlob(path);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Failure(
      "ODB5021",
      `There is no ${tableKind(path)} "${path}".`,
      "Check the connection's path, and that what makes it has run.",
    );
  if (!found.isDirectory()) return [{ path, bytes: found.size, modified: found.mtimeMs }];
  return filesBelow(path);
}

/** Every file below a folder, sorted, hidden names left out. */
function filesBelow(folder: string): FoundFile[] {
  return entriesOf(folder).flatMap(entry => (entry.isFolder ? filesBelow(join(folder, entry.name)) : [fileAt(join(folder, entry.name))]));
}

function listGlob(path: string): FoundFile[] {
  const parts = path.split("/");
  const literal = parts.findIndex(part => /[*?[]/.test(part));
  const root = parts.slice(0, literal).join("/") || "/";
  const files = matchParts(root, parts.slice(literal));
  if (files.length === 0)
    throw new Failure(
      "ODB5022",
      `The glob "${path}" matches no file.`,
      "Check the connection's path, and that the files are there. Names that begin with _ or . are skipped.",
    );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function matchParts(folder: string, parts: readonly string[]): FoundFile[] {
  const [part = "", ...rest] = parts;
  if (part === "**") {
    const below = entriesOf(folder)
      .filter(entry => entry.isFolder)
      .flatMap(entry => matchParts(join(folder, entry.name), parts));
    const here =
      rest.length === 0
        ? entriesOf(folder)
            .filter(entry => !entry.isFolder)
            .map(entry => fileAt(join(folder, entry.name)))
        : matchParts(folder, rest);
    return uniquePaths([...here, ...below]);
  }
  const pattern = globToRegExp(part);
  const isLiteral = !/[*?[]/.test(part);
  const names = isLiteral ? literalEntry(folder, part) : entriesOf(folder).filter(entry => pattern.test(entry.name));
  return names.flatMap(entry => {
    const path = join(folder, entry.name);
    if (rest.length === 0) return entry.isFolder ? [] : [fileAt(path)];
    return entry.isFolder ? matchParts(path, rest) : [];
  });
}

/** The data files that lie in a Delta table's folder, of whatever version. */
export function listDeltaFiles(path: string): FoundFile[] {
  return readFolder(path).flatMap(entry =>
    entry.isFolder ? listDeltaFiles(join(path, entry.name)) : entry.name.endsWith(".parquet") ? [fileAt(join(path, entry.name))] : [],
  );
}

/** One part of a glob as a regular expression over a name: `*` any characters, `?` one, `[a-z]` and `[!a-z]` one of a class. */
export function globToRegExp(part: string): RegExp {
  let text = "";
  for (let at = 0; at < part.length; at += 1) {
    const character = part.charAt(at);
    const close = character === "[" ? part.indexOf("]", at + 2) : -1;
    if (character === "*") text += "[^/]*";
    else if (character === "?") text += "[^/]";
    else if (close > 0) {
      const inside = part.slice(at + 1, close);
      const negated = inside.startsWith("!") || inside.startsWith("^");
      text += `[${negated ? "^" : ""}${(negated ? inside.slice(1) : inside).replace(/[\\\]^[]/g, "\\$&")}]`;
      at = close;
    } else text += character.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  }
  return new RegExp(`^${text}$`, "u");
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder of plain files, hidden names left out. */
function entriesOf(folder: string): Entry[] {
  if (statSync(join(folder, "_delta_log"), { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Failure(
      "ODB8203",
      `"${folder}" is a Delta table: which of its files hold its rows is in its log.`,
      "Read it as one: delta(connection, path).",
    );
  return readFolder(folder);
}

function readFolder(folder: string): Entry[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => !/^[._]/.test(entry.name))
    .map(entry => ({
      name: entry.name,
      isFolder: entry.isSymbolicLink()
        ? statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true
        : entry.isDirectory(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function literalEntry(folder: string, name: string): Entry[] {
  const found = statSync(join(folder, name), { throwIfNoEntry: false });
  return found === undefined ? [] : [{ name, isFolder: found.isDirectory() }];
}

function fileAt(path: string): FoundFile {
  const { size, mtimeMs } = statSync(path);
  return { path, bytes: size, modified: mtimeMs };
}

function uniquePaths(files: readonly FoundFile[]): FoundFile[] {
  return [...new Map(files.map(file => [file.path, file])).values()];
}

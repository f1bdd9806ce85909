import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Files, Stamp } from "./files.ts";

/** The memo around reading a file: what was made of a content is kept beside the stamp with which the content was seen. */
export interface Memo<T> {
  /** The parsed file, parsed now where no kept result is of this very content; undefined where there is no such file. */
  get(path: string): Promise<T | undefined>;
  /** What tells a content from any other; undefined where there is no such file. */
  hash(path: string): string | undefined;
  /** Keeps what was parsed; says nothing where the place can't be written. */
  save(): void;
}

interface Entry {
  readonly stamp: Stamp;
  /** When the content was read, ms. A file that was changed in that very moment may have its stamp and another content. */
  readonly seen: number;
  readonly hash: string;
  /** Empty for a file that is quickly read again. */
  readonly json: string;
}

/** A file as it is now: of a content that is kept, or of a new one. */
type Look = { readonly kept: Entry } | (Omit<Entry, "json"> & { readonly text: string });

/** A result that becomes text only when it is written, one after the other. */
type Parsed<T> = Omit<Entry, "json"> & { readonly result: T };

/** The two ways to read a file. */
export interface Reader<T> {
  /** So quick that its result is not kept; undefined where it can't. */
  readQuickly(path: string, text: string): T | undefined;
  /** Any file, at the cost of loading the parser. */
  loadParser(): Promise<(path: string, text: string) => T>;
}

const granularity = 50;

/**
 * Opens the memo kept at `path` (none where it is left out). `version` says which program made the results: another one's are not used.
 * The kept file is lines, one a result, appended to; the last line of a path counts. A line that is not whole is no result.
 */
export function openMemo<T>(files: Files, path: string | undefined, version: string, reader: Reader<T>): Memo<T> {
  const header = `odibi-memo ${version}`;
  const { entries, lines } = path === undefined ? { entries: new Map<string, Entry>(), lines: 0 } : readEntries(path, header);
  const fresh = new Map<string, Entry | Parsed<T>>();
  const looks = new Map<string, Look | undefined>();
  const parsed = new Map<string, T | undefined>();
  let parser: ((path: string, text: string) => T) | undefined;

  const look = (file: string): Look | undefined => {
    const stamp = files.stamp(file);
    if (stamp === undefined) return undefined;
    const kept = entries.get(file);
    if (kept !== undefined && isSame(kept.stamp, stamp) && Math.max(stamp.mtime, stamp.ctime) < kept.seen - granularity) return { kept };
    const seen = Date.now();
    const text = files.read(file);
    if (text === undefined) return undefined;
    const hash = hashOf(text);
    if (kept?.hash !== hash) return { text, hash, stamp, seen };
    fresh.set(file, { ...kept, stamp, seen });
    return { kept };
  };
  const lookOnce = (file: string): Look | undefined => {
    if (!looks.has(file)) looks.set(file, look(file));
    return looks.get(file);
  };
  const load = async (file: string): Promise<T | undefined> => {
    const found = lookOnce(file);
    if (found === undefined) return undefined;
    if ("kept" in found && found.kept.json !== "") return JSON.parse(found.kept.json);
    const { text, ...seen } = "text" in found ? found : { ...found.kept, text: files.read(file) };
    if (text === undefined) return undefined;
    if ("kept" in found && hashOf(text) !== found.kept.hash) {
      // Changed since its stamp was looked at: it is of a new content, and no stamp is known of that.
      looks.set(file, { text, hash: hashOf(text), stamp: seen.stamp, seen: 0 });
      return load(file);
    }
    const quick = reader.readQuickly(file, text);
    if (quick !== undefined) {
      if (path !== undefined && !("kept" in found)) fresh.set(file, { ...seen, json: "" });
      return quick;
    }
    parser ??= await reader.loadParser();
    const result = parser(file, text);
    if (path !== undefined) fresh.set(file, { ...seen, result });
    return result;
  };

  return {
    get: async file => {
      if (!parsed.has(file)) parsed.set(file, await load(file));
      return parsed.get(file);
    },
    hash: file => {
      const found = lookOnce(file);
      return found === undefined || "text" in found ? found?.hash : found.kept.hash;
    },
    save: () => {
      if (path === undefined || fresh.size === 0) return;
      const stillThere = [...entries].filter(([file]) => looks.has(file) && !fresh.has(file));
      const isMostlyDead = lines > 2 * (stillThere.length + fresh.size) || entries.size === 0;
      writeEntries(path, header, isMostlyDead ? [...stillThere, ...fresh] : [...fresh], isMostlyDead);
    },
  };
}

function hashOf(text: string): string {
  return createHash("sha1").update(text).digest("base64");
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime && a.inode === b.inode;
}

function readEntries(path: string, header: string): { readonly entries: Map<string, Entry>; readonly lines: number } {
  const entries = new Map<string, Entry>();
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return { entries, lines: 0 };
  }
  if (!text.startsWith(`${header}\n`)) return { entries, lines: 0 };
  const lines = text.slice(header.length + 1).split("\n");
  lines.pop();
  for (const line of lines) {
    const [file, size, mtime, ctime, inode, seen, hash, length, json] = line.split("\t");
    if (file === undefined || json === undefined || hash === undefined || json.length !== Number(length)) continue;
    entries.set(file, {
      stamp: { size: Number(size), mtime: Number(mtime), ctime: Number(ctime), inode: Number(inode) },
      seen: Number(seen),
      hash,
      json,
    });
  }
  return { entries, lines: lines.length };
}

function writeEntries<T>(path: string, header: string, entries: readonly (readonly [string, Entry | Parsed<T>])[], whole: boolean): void {
  const beside = `${path}.${process.pid}`;
  try {
    if (whole) mkdirSync(dirname(path), { recursive: true });
    const file = openSync(whole ? beside : path, whole ? "w" : "a");
    try {
      if (whole) writeFileSync(file, `${header}\n`);
      for (let start = 0; start < entries.length; start += batch)
        writeFileSync(
          file,
          entries
            .slice(start, start + batch)
            .map(lineOf)
            .join(""),
        );
    } finally {
      closeSync(file);
    }
    if (whole) renameSync(beside, path);
  } catch {
    // A memo that can't be kept (a read-only checkout, --permission) costs time, nothing else.
  }
}

const batch = 100;

function lineOf<T>([file, entry]: readonly [string, Entry | Parsed<T>]): string {
  const { stamp, seen, hash } = entry;
  const json = "result" in entry ? JSON.stringify(entry.result) : entry.json;
  return `${[file, stamp.size, stamp.mtime, stamp.ctime, stamp.inode, seen, hash, json.length, json].join("\t")}\n`;
}

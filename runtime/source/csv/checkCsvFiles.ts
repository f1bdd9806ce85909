import { closeSync, openSync, readSync } from "node:fs";
import { type Compression, openBytes } from "../openBytes.ts";
import { type CsvChecker, type CsvFault, createCsvChecker, type FileColumn } from "./checkRecords.ts";
import type { CsvDialect } from "./dialect.ts";
import { createFastReader, type FastReader } from "./fast/createFastReader.ts";
import type { CsvStart } from "./readHeader.ts";

export interface CsvFile {
  readonly path: string;
  readonly bytes: number;
  readonly compression: Compression;
  readonly start: CsvStart;
  readonly columns: readonly FileColumn[];
}
export interface CsvCheck {
  readonly kind: "csv";
  readonly files: readonly CsvFile[];
  readonly dialect: CsvDialect /** Judge every record by the plain reader. */;
  readonly thorough: boolean;
}

export type CsvVerdict =
  | { readonly right: true; readonly rows: number; readonly unlike: boolean }
  | { readonly right: false; readonly path: string; readonly fault: CsvFault };

/** Checks files whole, one after the other; the first fault ends it. */
export async function checkCsvFiles({ files, dialect, thorough }: CsvCheck): Promise<CsvVerdict> {
  let rows = 0;
  let unlike = false;
  let last: { readonly names: string; readonly fast: FastReader } | undefined;
  for (const file of files) {
    // Files mostly have the same columns.
    const names = JSON.stringify(file.columns.map(column => column.name));
    const { fast } = last?.names === names ? last : { fast: createFastReader(file.columns, dialect) };
    last = { names, fast };
    const checker = createCsvChecker(file.columns, dialect, fast, { line: file.start.line, thorough });
    const fault = (await readInto(checker, file)) ?? checker.end();
    if (fault !== undefined) return { right: false, path: file.path, fault };
    rows += checker.summary.rows;
    unlike ||= checker.summary.unlike;
  }
  return { right: true, rows, unlike };
}

async function readInto(checker: CsvChecker, { path, compression, start }: CsvFile): Promise<CsvFault | undefined> {
  if (compression === "none") return readPlain(checker, path, start.bytes);
  let skip = start.bytes;
  for await (const bytes of openBytes(path, compression)) {
    const skipped = Math.min(skip, bytes.length);
    skip -= skipped;
    const fault = push(checker, bytes.subarray(skipped));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Without a stream, which makes a buffer for each piece: the system clears its pages, and that takes as long as the half of checking them. */
function readPlain(checker: CsvChecker, path: string, start: number): CsvFault | undefined {
  const file = openSync(path, "r");
  try {
    let position = start;
    for (;;) {
      const count = readSync(file, checker.room(), { position });
      if (count === 0) return undefined;
      const fault = checker.take(count);
      if (fault !== undefined) return fault;
      position += count;
    }
  } finally {
    closeSync(file);
  }
}

/** Puts bytes where the checker wants them. */
export function push(checker: CsvChecker, bytes: Uint8Array): CsvFault | undefined {
  for (let at = 0; at < bytes.length; ) {
    const room = checker.room();
    if (room.length === 0) return checker.end();
    const piece = bytes.subarray(at, at + room.length);
    room.set(piece);
    const fault = checker.take(piece.length);
    if (fault !== undefined) return fault;
    at += piece.length;
  }
  return undefined;
}

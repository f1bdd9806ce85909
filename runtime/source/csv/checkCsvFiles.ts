import { type Compression, openBytes } from "../openBytes.ts";
import { readPieces } from "../readPieces.ts";
import { type CsvFault, createCsvChecker, type FileColumn } from "./checkRecords.ts";
import type { CsvDialect } from "./dialect.ts";
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
  for (const { path, compression, start, columns } of files) {
    const checker = createCsvChecker(columns, dialect, start.line, thorough);
    let skip = start.bytes;
    let fault: CsvFault | undefined;
    for await (const bytes of compression === "none" ? readPieces(path) : openBytes(path, compression)) {
      const skipped = Math.min(skip, bytes.length);
      skip -= skipped;
      fault = checker.push(skipped === 0 ? bytes : bytes.subarray(skipped));
      if (fault !== undefined) break;
    }
    fault ??= checker.end();
    if (fault !== undefined) return { right: false, path, fault };
    rows += checker.summary.rows;
    unlike ||= checker.summary.unlike;
  }
  return { right: true, rows, unlike };
}

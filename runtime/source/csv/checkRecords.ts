import { fitsType } from "../../../compiler/plan/fitsType.ts";
import type { Column, DataType } from "../../../compiler/plan/types.ts";
import type { CsvDialect } from "./dialect.ts";
import type { FastReader } from "./fast/createFastReader.ts";
import { type SplitRecord, splitRecord } from "./splitRecord.ts";

/** A column of the file, in its order there: as declared, or undefined where the read ignores it. */
export type FileColumn = { readonly name: string; readonly declared?: Column };

export interface CsvFault {
  readonly line: number;
  readonly column?: string;
  readonly value?: string | null;
  readonly reason: "type" | "null" | "enum" | "fields" | "stray quote" | "text after quote" | "open quote" | "not UTF-8" | "line ends";
  readonly type?: DataType;
  readonly found?: number;
}

/** Checks a csv file's bytes as they come. Beside the record that it is in, it keeps numbers alone. */
export interface CsvChecker {
  /** Where the next bytes are to be put; of no length where a record is larger than any memory, which ends the check. */
  room(): Uint8Array;
  /** Takes so many bytes that were put there: the first fault in what has come so far; nothing is checked after it. */
  take(count: number): CsvFault | undefined;
  end(): CsvFault | undefined;
  /** `unlike`: some value is right and the engine's own reader makes another of it, or none. */
  readonly summary: { readonly rows: number; readonly unlike: boolean };
}

const lineFeed = 10;
const carriageReturn = 13;

/** The timestamps of which DuckDB's reader makes the right value: it drops an offset, and reads "10:00Z" as null. */
const plainTimestamp = /^(?:[0-9-]{10}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z?)?$/;

/**
 * Every record against the declared columns: the number of fields, and of each field null, spelling and enum.
 * The fast reader, which has the bytes, goes over what is plainly right; where it is in doubt, or `thorough`, the plain one judges the record.
 * `line` is the number of the first record's line.
 */
export function createCsvChecker(
  columns: readonly FileColumn[],
  dialect: CsvDialect,
  fast: FastReader,
  { line, thorough }: { readonly line: number; readonly thorough: boolean },
): CsvChecker {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0);
  const count = columns.length;

  let bytes = fast.bytes();
  // What is still to be checked.
  let from = fast.start;
  let to = fast.start;
  let rows = 0;
  let lines = line;
  let lineEnd = 0;
  let unlike = false;

  /** Judges one record by itself: the offset after it, a fault, or undefined where more bytes are needed. */
  const judgeRecord = (bytes: Uint8Array, start: number, end: number, last: boolean): number | CsvFault | undefined => {
    const record = splitRecord(bytes, start, end, delimiter, quote);
    if ("malformed" in record) return record.malformed === "open quote" && !last ? undefined : faultOf(record);
    const { fields, next } = record;
    const blank = fields.length === 1 && fields[0]?.text === "" && !fields[0].quoted;
    if (blank && count > 1) {
      lines += record.lines;
      return next;
    }
    const kind = lineEndBefore(bytes, next);
    if (lineEnd === 0) lineEnd = kind;
    else if (kind !== 0 && kind !== lineEnd) return { line: lines, reason: "line ends" };
    if (fields.length !== count) return { line: lines, reason: "fields", found: fields.length };
    for (const [at, { text, quoted }] of fields.entries()) {
      const declared = columns[at]?.declared;
      if (quoted && text.includes("\r\n")) unlike = true;
      if (declared === undefined) continue;
      if ((declared.type.kind === "timestamp" || declared.type.kind === "timestampNtz") && !plainTimestamp.test(text)) unlike = true;
      const place = { line: lines, column: declared.name, type: declared.type };
      if (!quoted && text === dialect.nullValue) {
        if (!declared.nullable) return { ...place, reason: "null", value: null };
      } else if (!fitsType(text, declared.type)) return { ...place, reason: declared.type.kind === "enum" ? "enum" : "type", value: text };
    }
    rows += 1;
    lines += record.lines;
    return next;
  };
  const faultOf = (record: Extract<SplitRecord, { readonly malformed: string }>): CsvFault => {
    const column = columns[record.column]?.name;
    return { line: lines, reason: record.malformed, value: record.text, ...(column === undefined ? {} : { column }) };
  };

  /** Goes over whole records up to the limit. The last record of a file may lack its line end, which the fast reader counts on. */
  const scan = (limit: number, last: boolean): CsvFault | undefined => {
    while (from < limit) {
      if (!thorough && !last && (lineEnd === 1 || lineEnd === 2)) {
        const [at, passed, passedLines] = fast.pass(from, limit, lineEnd);
        from = at;
        rows += passed;
        lines += passedLines;
        if (from >= limit) break;
      }
      const judged = judgeRecord(bytes, from, limit, last);
      if (judged === undefined) break;
      if (typeof judged !== "number") return judged;
      from = judged;
    }
    return undefined;
  };

  return {
    room() {
      bytes.copyWithin(fast.start, from, to);
      to -= from - fast.start;
      from = fast.start;
      // A record that fills half of the room would be gone over again and again.
      if (to - from > (bytes.length - from) / 2 && fast.grow()) bytes = fast.bytes();
      return bytes.subarray(to);
    },
    take(count) {
      to += count;
      const lineFeedAt = bytes.lastIndexOf(lineFeed, to - 1);
      if (lineFeedAt >= from) return scan(lineFeedAt + 1, false);
      // A file without a line feed ends its lines by carriage returns; the last one may be half of a pair.
      const carriageReturnAt = to - from < 2 ? -1 : bytes.lastIndexOf(carriageReturn, to - 2);
      return scan(Math.max(carriageReturnAt + 1, from), false);
    },
    end: () => scan(to, true),
    get summary() {
      return { rows, unlike };
    },
  };
}

/** 1 for a line feed, 2 for a pair, 3 for a carriage return, 0 where the file ends without. */
function lineEndBefore(bytes: Uint8Array, next: number): number {
  if (bytes[next - 1] === lineFeed) return bytes[next - 2] === carriageReturn ? 2 : 1;
  return bytes[next - 1] === carriageReturn ? 3 : 0;
}

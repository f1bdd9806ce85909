import { fitsType } from "../../../compiler/plan/fitsType.ts";
import type { Column, DataType } from "../../../compiler/plan/types.ts";
import type { CsvDialect } from "./dialect.ts";
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

/** Checks a csv file's bytes as they come. A table of line numbers, rows and a fault is all that it keeps. */
export interface CsvChecker {
  /** The first fault in what has come so far; nothing is checked after it. */
  push(bytes: Uint8Array): CsvFault | undefined;
  end(): CsvFault | undefined;
  /** `unlike`: some value is right and the engine's own reader makes another of it, or none. */
  readonly summary: { readonly rows: number; readonly unlike: boolean };
}

// What a field is to the fast reader: the shape of its spelling. Ranges and the calendar are left to the engine, which reads the same file by its types.
const shapes = { text: 0, whole: 1, decimal: 2, float: 3, boolean: 4, date: 5, timestamp: 6, timestampNtz: 7, enum: 8, slow: 9 } as const;

const lineFeed = 10;
const carriageReturn = 13;

/** The timestamps of which DuckDB's reader makes the right value: it drops an offset, and reads "10:00Z" as null. */
const plainTimestamp = /^(?:[0-9-]{10}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z?)?$/;

/**
 * Every record against the declared columns: the number of fields, and of each field null, spelling and enum.
 * A fast reader goes over the bytes and passes what is plainly right; where it is in doubt, or `thorough`, the plain one judges the record.
 * `line` is the number of the first record's line.
 */
export function createCsvChecker(columns: readonly FileColumn[], dialect: CsvDialect, line: number, thorough: boolean): CsvChecker {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0);
  const count = columns.length;
  const shapeOf = Uint8Array.from(columns, ({ declared }) => (declared === undefined ? shapes.text : shape(declared.type)));
  const nullable = Uint8Array.from(columns, ({ declared }) => (declared === undefined || declared.nullable ? 1 : 0));
  const scale = Uint8Array.from(columns, ({ declared }) => (declared?.type.kind === "decimal" ? declared.type.scale : 0));
  const values = columns.map(({ declared }) =>
    declared?.type.kind === "enum" ? declared.type.values.map(value => new TextEncoder().encode(value)) : [],
  );
  // With a null value of its own, an empty field is an empty text: the plain reader then judges every empty field and every null.
  const emptyIsNull = dialect.nullValue === "";
  const nullBytes = new TextEncoder().encode(dialect.nullValue);
  const firstNullByte = emptyIsNull ? -1 : (nullBytes[0] ?? -1);

  let buffer: Uint8Array = new Uint8Array(0);
  let rows = 0;
  let lines = line;
  let lineEnd = 0;
  let unlike = false;

  /** Passes over one record that is plainly right and gives the offset after it; -1 where it is in doubt. */
  const passRecord = (bytes: Uint8Array, start: number, limit: number): number => {
    let at = start;
    for (let field = 0; field < count; field += 1) {
      let byte = bytes[at] ?? 0;
      const quoted = byte === quote;
      if (quoted) byte = bytes[++at] ?? 0;
      const from = at;
      if (!quoted && (byte === delimiter || byte === lineFeed || byte === carriageReturn)) {
        if (!emptyIsNull || nullable[field] === 0) return -1;
      } else {
        if (byte === firstNullByte) return -1;
        switch (shapeOf[field]) {
          case shapes.text:
          case shapes.enum:
            if (quoted) {
              for (;;) {
                while (byte !== quote && byte !== lineFeed && byte !== carriageReturn) {
                  if (at >= limit) return -1;
                  byte = bytes[++at] ?? 0;
                }
                // A doubled quote or a line end inside is rare enough for the plain reader.
                if (byte !== quote || bytes[at + 1] === quote) return -1;
                break;
              }
            } else {
              while (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
                if (byte === quote) return -1;
                byte = bytes[++at] ?? 0;
              }
            }
            if (shapeOf[field] === shapes.enum && !isOneOf(bytes, from, at, values[field] ?? [])) return -1;
            break;
          case shapes.whole: {
            if (byte === 45 || byte === 43) byte = bytes[++at] ?? 0;
            const digits = at;
            while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
            if (at === digits) return -1;
            break;
          }
          case shapes.decimal: {
            if (byte === 45 || byte === 43) byte = bytes[++at] ?? 0;
            const digits = at;
            while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
            if (at === digits) return -1;
            if (byte === 46) {
              const point = at;
              byte = bytes[++at] ?? 0;
              while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
              if (at === point + 1 || at - point - 1 > (scale[field] ?? 0)) return -1;
            }
            break;
          }
          case shapes.float: {
            if (byte === 45 || byte === 43) byte = bytes[++at] ?? 0;
            const digits = at;
            while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
            if (at === digits) return -1;
            // More digits may be no float at all.
            if (at - digits > 38) return -1;
            if (byte === 46) {
              byte = bytes[++at] ?? 0;
              while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
            }
            break;
          }
          case shapes.boolean:
            if (word(bytes, at, 116, 114, 117)) at += 4;
            else if (word(bytes, at, 102, 97, 108) && ((bytes[at + 4] ?? 0) | 32) === 101) at += 5;
            else return -1;
            // "true" ends in e as "fals" is followed by it.
            if (((bytes[at - 1] ?? 0) | 32) !== 101 || (at - from === 5 && ((bytes[from + 3] ?? 0) | 32) !== 115)) return -1;
            byte = bytes[at] ?? 0;
            break;
          case shapes.date:
          case shapes.timestamp:
          case shapes.timestampNtz:
            if (!isDate(bytes, at)) return -1;
            at += 10;
            byte = bytes[at] ?? 0;
            if (shapeOf[field] !== shapes.date) {
              if ((byte !== 84 && byte !== 32) || !isTime(bytes, at + 1)) return -1;
              at += 9;
              byte = bytes[at] ?? 0;
              if (byte === 46) {
                const point = at;
                byte = bytes[++at] ?? 0;
                while (byte >= 48 && byte <= 57) byte = bytes[++at] ?? 0;
                if (at === point + 1 || at - point > 7) return -1;
              }
              if (byte === 90 && shapeOf[field] === shapes.timestamp) byte = bytes[++at] ?? 0;
            }
            break;
          default:
            return -1;
        }
      }
      if (quoted) {
        if (byte !== quote) return -1;
        byte = bytes[++at] ?? 0;
      }
      if (field < count - 1) {
        if (byte !== delimiter) return -1;
        at += 1;
      } else if (byte === lineFeed) {
        if (lineEnd !== 1) return -1;
        at += 1;
      } else if (byte === carriageReturn && bytes[at + 1] === lineFeed) {
        if (lineEnd !== 2) return -1;
        at += 2;
      } else return -1;
    }
    return at;
  };

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

  /** Goes over whole records up to the limit and keeps what is left of the buffer. The last record of a file may lack its line end, which the fast reader counts on. */
  const scan = (limit: number, last: boolean): CsvFault | undefined => {
    let at = 0;
    while (at < limit) {
      const passed = thorough || last ? -1 : passRecord(buffer, at, limit);
      if (passed >= 0) {
        at = passed;
        rows += 1;
        lines += 1;
        continue;
      }
      const judged = judgeRecord(buffer, at, limit, last);
      if (judged === undefined) break;
      if (typeof judged !== "number") return judged;
      at = judged;
    }
    buffer = buffer.subarray(at);
    return undefined;
  };

  /** Goes over the buffer's whole lines. A file without a line feed ends its lines by carriage returns; the last one may be half of a pair. */
  const scanLines = (): CsvFault | undefined => {
    const limit = buffer.lastIndexOf(lineFeed) + 1;
    return scan(limit > 0 ? limit : buffer.lastIndexOf(carriageReturn, buffer.length - 2) + 1, false);
  };

  return {
    push(bytes) {
      const first = bytes.indexOf(lineFeed) + 1;
      if (buffer.length === 0 || first === 0) {
        buffer = buffer.length === 0 ? bytes : Buffer.concat([buffer, bytes]);
        return scanLines();
      }
      // The piece's rest is gone over where it lies; only the record that two pieces share is put together.
      buffer = Buffer.concat([buffer, bytes.subarray(0, first)]);
      const fault = scan(buffer.length, false);
      if (fault !== undefined) return fault;
      const rest = bytes.subarray(first);
      buffer = buffer.length === 0 ? rest : Buffer.concat([buffer, rest]);
      return scanLines();
    },
    end: () => (buffer.length === 0 ? undefined : scan(buffer.length, true)),
    get summary() {
      return { rows, unlike };
    },
  };
}

function shape(type: DataType): number {
  switch (type.kind) {
    case "string":
      return shapes.text;
    case "enum":
      return shapes.enum;
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return shapes.whole;
    case "decimal":
      return shapes.decimal;
    case "float32":
    case "float64":
      return shapes.float;
    case "boolean":
      return shapes.boolean;
    case "date":
      return shapes.date;
    case "timestamp":
      return shapes.timestamp;
    case "timestampNtz":
      return shapes.timestampNtz;
    case "binary":
    case "list":
    case "null":
      return shapes.slow;
  }
}

function word(bytes: Uint8Array, at: number, a: number, b: number, c: number): boolean {
  return ((bytes[at] ?? 0) | 32) === a && ((bytes[at + 1] ?? 0) | 32) === b && ((bytes[at + 2] ?? 0) | 32) === c;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function isDate(bytes: Uint8Array, at: number): boolean {
  return (
    isDigit(bytes[at]) &&
    isDigit(bytes[at + 1]) &&
    isDigit(bytes[at + 2]) &&
    isDigit(bytes[at + 3]) &&
    bytes[at + 4] === 45 &&
    isDigit(bytes[at + 5]) &&
    isDigit(bytes[at + 6]) &&
    bytes[at + 7] === 45 &&
    isDigit(bytes[at + 8]) &&
    isDigit(bytes[at + 9]) &&
    !(bytes[at] === 48 && bytes[at + 1] === 48 && bytes[at + 2] === 48 && bytes[at + 3] === 48)
  );
}

/** `HH:mm:ss`, hours to 23, which the engine would take further. */
function isTime(bytes: Uint8Array, at: number): boolean {
  const tens = bytes[at] ?? 0;
  const ones = bytes[at + 1] ?? 0;
  return (
    isDigit(tens) &&
    isDigit(ones) &&
    (tens - 48) * 10 + ones - 48 < 24 &&
    bytes[at + 2] === 58 &&
    isDigit(bytes[at + 3]) &&
    isDigit(bytes[at + 4]) &&
    bytes[at + 5] === 58 &&
    isDigit(bytes[at + 6]) &&
    isDigit(bytes[at + 7])
  );
}

function isOneOf(bytes: Uint8Array, from: number, to: number, values: readonly Uint8Array[]): boolean {
  for (const value of values) {
    if (value.length !== to - from) continue;
    let at = 0;
    while (at < value.length && bytes[from + at] === value[at]) at += 1;
    if (at === value.length) return true;
  }
  return false;
}

/** 1 for a line feed, 2 for a pair, 3 for a carriage return, 0 where the file ends without. */
function lineEndBefore(bytes: Uint8Array, next: number): number {
  if (bytes[next - 1] === lineFeed) return bytes[next - 2] === carriageReturn ? 2 : 1;
  return bytes[next - 1] === carriageReturn ? 3 : 0;
}

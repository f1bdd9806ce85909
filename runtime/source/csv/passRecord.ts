import type { Column, DataType } from "../../../compiler/plan/types.ts";
import type { CsvDialect } from "./dialect.ts";

// The fast reader of csv: it goes over the bytes and knows what is plainly right. What it is in doubt about, the plain reader judges.

export type FileColumns = readonly { readonly name: string; readonly declared?: Column }[];

/** Which line end a file has: a line feed, or a pair with a carriage return before it. */
export type LineEnd = 1 | 2;

// What a field is here: the shape of its spelling. Ranges and the calendar are left to the engine, which reads the same file by its types.
const [text, oneOf, whole, decimal, float, boolean, date, timestamp, timestampNtz, doubtful] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const [lineFeed, carriageReturn, minus, plus, point, zero, nine] = [10, 13, 45, 43, 46, 48, 57];

/** A function that passes over one record that is plainly right and gives the offset after it; -1 where it is in doubt. `limit` is just after a line feed. */
export function createPassRecord(
  columns: FileColumns,
  dialect: CsvDialect,
): (bytes: Uint8Array, start: number, limit: number, lineEnd: LineEnd) => number {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0);
  const shapes = Uint8Array.from(columns, ({ declared }) => (declared === undefined ? text : shapeOf(declared.type)));
  const nullable = Uint8Array.from(columns, ({ declared }) => (declared === undefined || declared.nullable ? 1 : 0));
  const scales = Uint8Array.from(columns, ({ declared }) => (declared?.type.kind === "decimal" ? declared.type.scale : 0));
  const values = columns.map(({ declared }) =>
    declared?.type.kind === "enum" ? declared.type.values.map(value => new TextEncoder().encode(value)) : [],
  );
  // With a null value of its own, an empty field is an empty text: every empty field, and what begins as null does, is then in doubt.
  const emptyIsNull = dialect.nullValue === "";
  const nullStart = emptyIsNull ? -1 : (new TextEncoder().encode(dialect.nullValue)[0] ?? -1);
  const last = columns.length - 1;

  const passText = (bytes: Uint8Array, start: number): number => {
    let at = start;
    for (let byte = bytes[at] ?? 0; byte !== delimiter && byte !== lineFeed && byte !== carriageReturn; byte = bytes[++at] ?? 0)
      if (byte === quote) return -1;
    return at;
  };
  /** A doubled quote or a line end inside of quotes is rare enough to be in doubt. */
  const passQuotedText = (bytes: Uint8Array, start: number): number => {
    let at = start;
    for (let byte = bytes[at] ?? 0; byte !== quote; byte = bytes[++at] ?? 0) if (byte === lineFeed || byte === carriageReturn) return -1;
    return at;
  };

  return (bytes, start, limit, lineEnd) => {
    let at = start;
    for (let field = 0; ; field += 1) {
      const first = bytes[at] ?? 0;
      const quoted = first === quote;
      if (quoted) at += 1;
      const from = at;
      if (first === delimiter || first === lineFeed || first === carriageReturn) {
        if (!emptyIsNull || nullable[field] === 0) return -1;
      } else {
        if (first === nullStart) return -1;
        switch (shapes[field]) {
          case text:
            at = quoted ? passQuotedText(bytes, at) : passText(bytes, at);
            break;
          case whole:
            at = passWhole(bytes, at);
            break;
          case decimal:
            at = passDecimal(bytes, at, scales[field] ?? 0);
            break;
          case float:
            at = passFloat(bytes, at);
            break;
          case date:
            at = passDate(bytes, at);
            break;
          case timestamp:
            at = passTimestamp(bytes, at);
            if (bytes[at] === 90) at += 1;
            break;
          case timestampNtz:
            at = passTimestamp(bytes, at);
            break;
          case boolean:
            at = passBoolean(bytes, at);
            break;
          case oneOf:
            at = quoted ? passQuotedText(bytes, at) : passText(bytes, at);
            if (at >= 0 && !isOneOf(bytes, from, at, values[field] ?? [])) return -1;
            break;
          default:
            return -1;
        }
        if (at < 0) return -1;
        if (quoted) {
          if (bytes[at] !== quote) return -1;
          at += 1;
        }
      }
      if (field < last) {
        if (bytes[at] !== delimiter) return -1;
        at += 1;
        continue;
      }
      if (at >= limit) return -1;
      if (lineEnd === 1) return bytes[at] === lineFeed ? at + 1 : -1;
      return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : -1;
    }
  };
}

function shapeOf(type: DataType): number {
  switch (type.kind) {
    case "string":
      return text;
    case "enum":
      return oneOf;
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return whole;
    case "decimal":
      return decimal;
    case "float32":
    case "float64":
      return float;
    case "boolean":
      return boolean;
    case "date":
      return date;
    case "timestamp":
      return timestamp;
    case "timestampNtz":
      return timestampNtz;
    case "binary":
    case "list":
    case "null":
      return doubtful;
  }
}

/** The offset after a sign and digits; -1 where there is no digit. */
function passWhole(bytes: Uint8Array, start: number): number {
  const sign = bytes[start];
  const from = sign === minus || sign === plus ? start + 1 : start;
  const at = passDigits(bytes, from);
  return at === from ? -1 : at;
}

function passDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine; ) byte = bytes[++at] ?? 0;
  return at;
}

function passDecimal(bytes: Uint8Array, start: number, scale: number): number {
  const at = passWhole(bytes, start);
  if (at < 0 || bytes[at] !== point) return at;
  const end = passDigits(bytes, at + 1);
  return end === at + 1 || end - at - 1 > scale ? -1 : end;
}

/** Of more than 38 digits it may be no float at all; with an exponent likewise. */
function passFloat(bytes: Uint8Array, start: number): number {
  const at = passWhole(bytes, start);
  if (at < 0 || at - start > 38) return -1;
  return bytes[at] === point ? passDigits(bytes, at + 1) : at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function passDate(bytes: Uint8Array, at: number): number {
  const isDate =
    isDigit(bytes[at]) &&
    isDigit(bytes[at + 1]) &&
    isDigit(bytes[at + 2]) &&
    isDigit(bytes[at + 3]) &&
    bytes[at + 4] === minus &&
    isDigit(bytes[at + 5]) &&
    isDigit(bytes[at + 6]) &&
    bytes[at + 7] === minus &&
    isDigit(bytes[at + 8]) &&
    isDigit(bytes[at + 9]) &&
    // There is no year 0.
    (bytes[at] !== zero || bytes[at + 1] !== zero || bytes[at + 2] !== zero || bytes[at + 3] !== zero);
  return isDate ? at + 10 : -1;
}

/** A day and a time to the second or its fraction, hours to 23, which the engine would take further. */
function passTimestamp(bytes: Uint8Array, start: number): number {
  const at = passDate(bytes, start);
  if (at < 0) return -1;
  const tens = bytes[at + 1] ?? 0;
  const ones = bytes[at + 2] ?? 0;
  const isTime =
    (bytes[at] === 84 || bytes[at] === 32) &&
    isDigit(tens) &&
    isDigit(ones) &&
    (tens - zero) * 10 + ones - zero < 24 &&
    bytes[at + 3] === 58 &&
    isDigit(bytes[at + 4]) &&
    isDigit(bytes[at + 5]) &&
    bytes[at + 6] === 58 &&
    isDigit(bytes[at + 7]) &&
    isDigit(bytes[at + 8]);
  if (!isTime) return -1;
  if (bytes[at + 9] !== point) return at + 9;
  const end = passDigits(bytes, at + 10);
  return end === at + 10 || end - at > 16 ? -1 : end;
}

/** `true` or `false`, in any case. */
function passBoolean(bytes: Uint8Array, at: number): number {
  const first = lower(bytes[at]);
  const isTrue = first === 116 && lower(bytes[at + 1]) === 114 && lower(bytes[at + 2]) === 117 && lower(bytes[at + 3]) === 101;
  if (isTrue) return at + 4;
  const isFalse =
    first === 102 &&
    lower(bytes[at + 1]) === 97 &&
    lower(bytes[at + 2]) === 108 &&
    lower(bytes[at + 3]) === 115 &&
    lower(bytes[at + 4]) === 101;
  return isFalse ? at + 5 : -1;
}

const lower = (byte: number | undefined): number => (byte ?? 0) | 32;

function isOneOf(bytes: Uint8Array, from: number, to: number, values: readonly Uint8Array[]): boolean {
  for (const value of values) {
    if (value.length !== to - from) continue;
    let at = 0;
    while (at < value.length && bytes[from + at] === value[at]) at += 1;
    if (at === value.length) return true;
  }
  return false;
}

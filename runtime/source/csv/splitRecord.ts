/** A field as it stands in a file: its text without quotes, and whether it had any. */
export interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

export type SplitRecord =
  | { readonly fields: readonly Field[]; readonly next: number; readonly lines: number }
  | { readonly malformed: "stray quote" | "text after quote"; readonly column: number; readonly text: string }
  | { readonly malformed: "open quote"; readonly column: number; readonly text: string }
  | { readonly malformed: "not UTF-8"; readonly column: number; readonly text: string };

const lineFeed = 10;
const carriageReturn = 13;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads one record of a csv file from an offset, field by field: the plain reader that judges what the fast one finds suspicious. Quotes are doubled inside quotes, and stand around a whole field or not at all. */
export function splitRecord(bytes: Uint8Array, start: number, end: number, delimiter: number, quote: number): SplitRecord {
  const fields: Field[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    const column = fields.length;
    let pieces: Uint8Array[] = [];
    const quoted = bytes[at] === quote && at < end;
    if (quoted) {
      let from = at + 1;
      at = from;
      for (;;) {
        if (at >= end) return { malformed: "open quote", column, text: lossy.decode(bytes.subarray(from, Math.min(end, from + 60))) };
        if (bytes[at] === lineFeed) lines += 1;
        if (bytes[at] === quote) {
          if (bytes[at + 1] === quote && at + 1 < end) {
            pieces = [...pieces, bytes.subarray(from, at + 1)];
            at += 2;
            from = at;
            continue;
          }
          pieces = [...pieces, bytes.subarray(from, at)];
          at += 1;
          break;
        }
        at += 1;
      }
      if (at < end && bytes[at] !== delimiter && !isLineEnd(bytes[at]))
        return { malformed: "text after quote", column, text: lossy.decode(Buffer.concat(pieces)) };
    } else {
      const from = at;
      while (at < end && bytes[at] !== delimiter && !isLineEnd(bytes[at])) {
        if (bytes[at] === quote)
          return { malformed: "stray quote", column, text: lossy.decode(bytes.subarray(from, endOfLine(bytes, at, end))) };
        at += 1;
      }
      pieces = [bytes.subarray(from, at)];
    }
    const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const text = decode(whole);
    if (text === undefined) return { malformed: "not UTF-8", column, text: lossy.decode(whole) };
    fields.push({ text, quoted });
    if (bytes[at] === delimiter && at < end) {
      at += 1;
      continue;
    }
    if (at >= end) return { fields, next: end, lines };
    const next = bytes[at] === carriageReturn && at + 1 < end && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
    return { fields, next, lines };
  }
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

function endOfLine(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && !isLineEnd(bytes[at])) at += 1;
  return at;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

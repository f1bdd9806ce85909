import type { DecodedColumn, InputColumn } from "../../function/inputColumn.ts";

/** A column of the task's rows, and how its numbers lie in their buffer. */
export interface WireColumn extends InputColumn {
  readonly wire: "int32" | "int64" | "float64" | "utf8";
}

/** A column's buffers as Arrow has them: a bit for each value that is there (none where all are), the texts' offsets, and the values. */
export interface ArrowBuffers {
  readonly nulls: Buffer;
  readonly offsets: Buffer;
  readonly items: Buffer;
}

/** The values of a column: numbers of 32 or 64 bits where they lie, booleans as numbers, and of texts one by one. */
export function decodeColumn({ kind, wire }: WireColumn, rows: number, { nulls, offsets, items }: ArrowBuffers): DecodedColumn {
  const isNull = nulls.length === 0 ? undefined : missing(nulls, rows);
  if (kind === "text" || kind === "binary") {
    const texts = decodeTexts(items, new Int32Array(copyOf(offsets)), rows, isNull);
    return { items: kind === "text" ? texts : texts.map(text => (text === null ? null : Uint8Array.from(Buffer.from(text, "hex")))) };
  }
  const bytes = copyOf(items);
  const numbers =
    kind === "bigint"
      ? new BigInt64Array(bytes, 0, rows)
      : wire === "int32"
        ? new Int32Array(bytes, 0, rows)
        : new Float64Array(bytes, 0, rows);
  return { items: numbers, nulls: isNull ?? new Uint8Array(rows) };
}

/** On its own, where typed arrays may begin. */
function copyOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function missing(bits: Buffer, rows: number): Uint8Array {
  const isNull = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) isNull[row] = (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) ^ 1;
  return isNull;
}

function decodeTexts(bytes: Buffer, offsets: Int32Array, rows: number, isNull: Uint8Array | undefined): (string | null)[] {
  const texts = new Array<string | null>(rows);
  // One text and its parts cost a fraction of many texts; where each character is one byte, offsets fit both.
  const whole = bytes.toString("utf8");
  const fits = whole.length === bytes.length;
  for (let row = 0; row < rows; row += 1) {
    const [begin = 0, end = 0] = [offsets[row], offsets[row + 1]];
    texts[row] = isNull?.[row] === 1 ? null : fits ? whole.slice(begin, end) : bytes.toString("utf8", begin, end);
  }
  return texts;
}

import type { ResultColumn } from "../../function/resultColumn.ts";

/** A function's results as Arrow's buffers: bits of the values that are there (none where all are), offsets (of texts), values. */
export function encodeColumn(column: ResultColumn, rows: number): readonly [nulls: Uint8Array, offsets: Uint8Array, items: Uint8Array] {
  if (column.kind === "texts") return encodeTexts(column.items, rows);
  const nulls = column.nulls();
  const { buffer, byteOffset, byteLength } = column.items;
  return [nulls === undefined ? none : present(rows, row => nulls[row] !== 1), none, new Uint8Array(buffer, byteOffset, byteLength)];
}

const none = new Uint8Array(0);

function encodeTexts(texts: readonly (string | null)[], rows: number): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const offsets = new Int32Array(rows + 1);
  const whole = Buffer.from(texts.join(""));
  let units = 0;
  let hasNull = false;
  for (const text of texts) {
    units += text?.length ?? 0;
    if (text === null) hasNull = true;
  }
  const isPlain = units === whole.length;
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const text = texts[row] ?? "";
    at += isPlain ? text.length : Buffer.byteLength(text);
    offsets[row + 1] = at;
  }
  return [hasNull ? present(rows, row => texts[row] !== null) : none, new Uint8Array(offsets.buffer), whole];
}

function present(rows: number, isThere: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row += 1) if (isThere(row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
}

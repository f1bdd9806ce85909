/** The values of an enum in memory: of each by turns sixteen of its bytes and a mask of those that it has, and then its length. */
export interface PlacedValues {
  readonly from: number;
  readonly to: number;
  /** How many times sixteen bytes a value has. */
  readonly pieces: number;
  /** The bytes from one value to the next; the length stands in the last sixteen. */
  readonly stride: number;
  readonly bytes: Uint8Array;
}

export function placeValues(values: readonly Uint8Array[], from: number): PlacedValues {
  const pieces = Math.max(1, ...values.map(value => Math.ceil(value.length / 16)));
  const stride = pieces * 32 + 16;
  const bytes = new Uint8Array(values.length * stride);
  const numbers = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    const start = index * stride;
    for (const [at, byte] of value.entries()) {
      const place = start + Math.floor(at / 16) * 32 + (at % 16);
      bytes[place] = byte;
      bytes[place + 16] = 0xff;
    }
    numbers.setUint32(start + pieces * 32, value.length, true);
  }
  return { from, to: from + bytes.length, pieces, stride, bytes };
}

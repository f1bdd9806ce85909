import { readSync, writeSync } from "node:fs";

/** A message: a header in JSON, and bytes behind it. On the line: the header's length and the payload's, each in four bytes, and then both. */
export interface Frame<H> {
  readonly header: H;
  readonly payload: Buffer;
}

/** The next message of a pipe; undefined at its end. It waits, and nothing else is done meanwhile. */
export function readFrame<H>(pipe: number): Frame<H> | undefined {
  const lengths = readBytes(pipe, 8);
  if (lengths === undefined) return undefined;
  const header = readBytes(pipe, lengths.readUInt32LE(0));
  const payload = readBytes(pipe, lengths.readUInt32LE(4));
  if (header === undefined || payload === undefined) return undefined;
  return { header: JSON.parse(header.toString()) as H, payload };
}

export function writeFrame(pipe: number, header: object, payload: readonly Uint8Array[] = []): void {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(
    payload.reduce((sum, part) => sum + part.byteLength, 0),
    4,
  );
  for (const part of [lengths, text, ...payload]) {
    for (let at = 0; at < part.byteLength; ) at += writeSync(pipe, part, at);
  }
}

function readBytes(pipe: number, count: number): Buffer | undefined {
  // Aligned, so that numbers can be seen in place.
  const bytes = Buffer.from(new ArrayBuffer(count));
  for (let at = 0; at < count; ) {
    const read = readSync(pipe, bytes, at, count - at, null);
    if (read === 0) return undefined;
    at += read;
  }
  return bytes;
}

import { Failure } from "../../failure.ts";
import { type Compression, openBytes } from "../openBytes.ts";
import type { CsvDialect } from "./dialect.ts";
import { splitRecord } from "./splitRecord.ts";

export interface CsvStart {
  /** The names of the header; undefined where the file has none. */
  readonly names?: readonly string[];
  /** Bytes before the first record: a byte order mark and the header. */
  readonly bytes: number;
  /** The line of the first record. */
  readonly line: number;
  /** Whether the file holds nothing at all. */
  readonly empty: boolean;
}

/** Reads the beginning of a csv file. */
export async function readHeader(path: string, compression: Compression, dialect: CsvDialect): Promise<CsvStart> {
  let begun: Uint8Array = new Uint8Array(0);
  for await (const bytes of openBytes(path, compression)) {
    begun = Buffer.concat([begun, bytes]);
    const found = begun.length < 3 ? undefined : parseStart(path, begun, dialect, false);
    if (found !== undefined) return found;
  }
  if (begun.length === 0) return { bytes: 0, line: 1, empty: true };
  const found = parseStart(path, begun, dialect, true);
  if (found === undefined) throw new Error("a whole header was not read");
  return found;
}

function parseStart(path: string, bytes: Uint8Array, dialect: CsvDialect, whole: boolean): CsvStart | undefined {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (!dialect.header) return { bytes: mark, line: 1, empty: bytes.length === mark };
  const record = splitRecord(
    bytes,
    mark,
    bytes.length,
    dialect.delimiter.charCodeAt(0),
    dialect.quote === "" ? -1 : dialect.quote.charCodeAt(0),
  );
  // What ends with the bytes may go on in the next ones, the second half of a line end at least.
  if (!whole && ("malformed" in record ? record.malformed === "open quote" : record.next >= bytes.length)) return undefined;
  if ("malformed" in record)
    throw new Failure(
      "ODB6004",
      `"${path}", line 1: the header cannot be read: ${record.malformed} at "${record.text}".`,
      "Mend the header, or read with the file's own quote and delimiter.",
    );
  return { names: record.fields.map(field => field.text), bytes: record.next, line: 1 + record.lines, empty: false };
}

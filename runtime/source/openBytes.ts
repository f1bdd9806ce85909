import { createReadStream } from "node:fs";
import { Failure } from "../failure.ts";

export type Compression = "none" | "gzip" | "zstd";

/** How a text file is compressed: as the options say, else as its name does. */
export function compressionOf(path: string, option: Compression | undefined): Compression {
  if (option !== undefined) return option;
  if (/\.gz$/i.test(path)) return "gzip";
  return /\.zst$/i.test(path) ? "zstd" : "none";
}

/** A file's bytes, decompressed, in pieces. */
export async function* openBytes(path: string, compression: Compression): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  if (compression === "none") {
    yield* file;
    return;
  }
  // Few files need it, and every start would wait for it.
  const zlib = await import("node:zlib");
  const unpacked = file.pipe(
    compression === "gzip" ? zlib.createGunzip({ chunkSize: 1 << 20 }) : zlib.createZstdDecompress({ chunkSize: 1 << 20 }),
  );
  file.on("error", error => unpacked.destroy(error));
  try {
    yield* unpacked;
  } catch (error) {
    if (error instanceof Error && "code" in error && /^Z_|^ZSTD_|^ERR_ZSTD|^ERR_STREAM/.test(String(error.code)))
      throw new Failure(
        "ODB6006",
        `"${path}" cannot be unpacked by ${compression}: ${error.message}.`,
        "Check that the file is whole and compressed as its options or name say.",
      );
    throw error;
  }
}

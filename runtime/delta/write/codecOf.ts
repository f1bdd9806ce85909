/** How data files are compressed: by the table's property, else by zstd, as the protocol recommends. */
export function codecOf(configuration: Readonly<Record<string, string>>): { readonly duckdb: string; readonly extension: string } {
  const asked = configuration["delta.parquet.compression.codec"]?.toLowerCase() ?? "zstd";
  const codec = asked === "none" ? "uncompressed" : asked;
  const known = codecs.includes(codec) ? codec : "zstd";
  return { duckdb: known, extension: `.${known}.parquet` };
}

const codecs = ["uncompressed", "snappy", "gzip", "lz4_raw", "zstd"];

import type { FileFormat } from "../../compiler/plan/step.ts";
import { call, text, type Value, word } from "./python/value.ts";

const given = (value: string | undefined): Value | undefined => (value === undefined ? undefined : text(value));

export function emitFormat(file: FileFormat): Value {
  const compression = "compression" in file ? given(file.compression) : undefined;
  switch (file.format) {
    case "csv":
      return call("Csv", [], {
        delimiter: given(file.delimiter),
        header: file.header === undefined ? undefined : word(file.header),
        quote: given(file.quote),
        null_value: given(file.nullValue),
        compression,
      });
    case "json":
      return call("Json", [], { compression });
    case "parquet":
      return call("Parquet", [], { compression });
    case "delta":
      return call("Delta", [], { version: file.version === undefined ? undefined : word(file.version), at: given(file.at) });
  }
}

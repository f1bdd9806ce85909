import type { FileFormat } from "../../../compiler/plan/step.ts";
import { Failure } from "../../failure.ts";

export type CsvFormat = Extract<FileFormat, { readonly format: "csv" }>;

/** How a csv file is written, every option filled in. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Empty where nothing is quoted. */
  readonly quote: string;
  readonly header: boolean;
  /** What an unquoted field spells null with. */
  readonly nullValue: string;
}

export function dialectOf(file: CsvFormat): CsvDialect {
  const dialect = {
    delimiter: file.delimiter ?? ",",
    quote: file.quote ?? '"',
    header: file.header ?? true,
    nullValue: file.nullValue ?? "",
  };
  for (const [name, text] of [
    ["delimiter", dialect.delimiter],
    ["quote", dialect.quote],
  ] as const) {
    if (isPlain(text) || (name === "quote" && text === "")) continue;
    throw new Failure("ODB5013", `A csv file's ${name} is one ASCII character, and not ${JSON.stringify(text)}.`);
  }
  return dialect;
}

/** One ASCII character that is no line end. */
function isPlain(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && code > 0 && code < 127 && text !== "\n" && text !== "\r";
}

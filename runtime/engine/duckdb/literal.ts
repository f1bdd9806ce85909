import { quoteText } from "../../sql/duckdb/quote.ts";

/** A list of texts as a literal of DuckDB's SQL. */
export function quoteTexts(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(", ")}]`;
}

import type { values } from "../../../compiler/diagnostics/catalogue/values.ts";
import { quoteText } from "./quote.ts";

// A fault that the data has is raised inside DuckDB, by `error(…)`, with a text that a program can read back: `odibi:ODB6101:{"value":"x", …}`.

export type DataErrorCode = keyof typeof values;

/** What a statement said of the value that it met: the code, and the value and what else was said of it, as texts. */
export interface DataError {
  readonly code: DataErrorCode;
  readonly details: { readonly [name: string]: string | null };
}

/** An SQL expression that raises the fault. Each detail is an SQL expression of a text. It has no type: it stands in a branch of a CASE. */
export function raiseDataError(code: DataErrorCode, details: { readonly [name: string]: string }): string {
  const pairs = Object.entries(details).map(([name, sql]) => `${quoteText(name)}: ${sql}`);
  return `error('odibi:${code}:' || to_json({${pairs.join(", ")}})::varchar)`;
}

/** The fault that a message of DuckDB's carries, or undefined where it carries none. */
export function readDataError(message: string): DataError | undefined {
  // A text that is JSON holds no line feed, but may hold the other characters that end a line.
  const match = /odibi:(ODB61\d\d):(\{[^\n]*\})/.exec(message);
  if (match === null) return undefined;
  try {
    return { code: match[1] as DataErrorCode, details: JSON.parse(match[2] ?? "") as DataError["details"] };
  } catch {
    return undefined;
  }
}

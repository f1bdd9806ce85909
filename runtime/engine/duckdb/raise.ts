import { quoteText } from "../../sql/duckdb/quote.ts";

/** Faults of the data that the engine's own shells around a statement raise. */
export type RaisedCode = "ODB6030" | "ODB6031";

/** An SQL expression that fails the statement with a code, a column and a value that readRaised finds again. */
export function raise(code: RaisedCode, column: string, value: string): string {
  return `error('odibi-raised:' || to_json({'code': ${quoteText(code)}, 'column': ${quoteText(column)}, 'value': ${value}})::varchar)`;
}

export interface Raised {
  readonly code: RaisedCode;
  readonly column: string;
  readonly value: string;
}

/** What `raise` put into an error's message; undefined where it did not. */
export function readRaised(message: string): Raised | undefined {
  const [, json] = /odibi-raised:(\{.*\})/.exec(message) ?? [];
  return json === undefined ? undefined : (JSON.parse(json) as Raised);
}

import type { values } from "../../../compiler/diagnostics/catalogue/values.ts";
import { quoteText } from "./quote.ts";

// A fault that the data has is raised inside Spark, by `raise_error(…)`, with a text that a program can read back: `odibi:ODB6101:{"value":"x", …}`.

type DataErrorCode = keyof typeof values;

/** An SQL expression that raises the fault. Each detail is an SQL expression of a text. It has no type: it stands in a branch of a choice. */
export function raiseDataError(code: DataErrorCode, details: { readonly [name: string]: string }): string {
  const pairs = Object.entries(details).map(([name, sql]) => `${quoteText(name)}, ${sql}`);
  return `raise_error(concat('odibi:${code}:', to_json(named_struct(${pairs.join(", ")}))))`;
}

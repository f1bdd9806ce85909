import type { Code } from "../../diagnostics/catalogue.ts";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../expression.ts";
import { printExpression } from "../notation/printExpression.ts";

/** Why an expression has no type: a problem that does not know its place yet. */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly span?: Span;
}

export const refuse = (code: Code, message: string, hint?: string): Refusal =>
  hint === undefined ? { code, message } : { code, message, hint };

export const isRefusal = (result: object): result is Refusal => "code" in result;

/** An expression in a sentence: its text, the middle left out when it is long. */
export function show(expression: Expression): string {
  const text = printExpression(expression);
  return text.length <= 60 ? text : `${text.slice(0, 40)} … ${text.slice(-15)}`;
}

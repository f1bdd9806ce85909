import type { Code } from "../compiler/diagnostics/catalogue.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";

/** The command was used wrongly: told as a diagnostic, exit code 2. */
export class UsageError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  constructor(code: Code, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** The same as data. */
export function describeUsageError(error: UsageError): Diagnostic {
  return { code: error.code, severity: "error", message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}

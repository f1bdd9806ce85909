import type { Code } from "../compiler/diagnostics/catalogue.ts";
import { catalogue } from "../compiler/diagnostics/catalogue.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Place } from "../compiler/plan/plan.ts";

/** What went wrong in the user's world (data, files, memory), thrown from wherever it is met. Anything else that is thrown is a bug of ours. */
export class Failure extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  constructor(code: Code, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** The failure as a diagnostic, at the node's place in the sources. */
export function describeFailure(failure: Failure, place?: Pick<Place, "file" | "line" | "column">): Diagnostic {
  return {
    code: failure.code,
    severity: catalogue[failure.code].severity,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(place === undefined ? {} : { file: place.file, line: place.line, column: place.column }),
  };
}

import type { Code } from "../compiler/diagnostics/catalogue.ts";
import { catalogue } from "../compiler/diagnostics/catalogue.ts";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Place } from "../compiler/plan/plan.ts";

/** What went wrong in the user's world (data, files, memory), thrown from wherever it is met. Anything else that is thrown is a bug of ours. */
export class Failure extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  /** Where in the sources, where that is known better than by the node. */
  readonly place: SourcePlace | undefined;
  constructor(code: Code, message: string, hint?: string, place?: SourcePlace) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.place = place;
  }
}

export type SourcePlace = Pick<Place, "file" | "line" | "column">;

/** The failure as a diagnostic, at its own place in the sources or else the node's. */
export function describeFailure(failure: Failure, node?: SourcePlace): Diagnostic {
  const place = failure.place ?? node;
  return {
    code: failure.code,
    severity: catalogue[failure.code].severity,
    message: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(place === undefined ? {} : { file: place.file, line: place.line, column: place.column }),
  };
}

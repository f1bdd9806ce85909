import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import { describeFailure, Failure } from "./failure.ts";

/** A command that was used wrongly, and that touched nothing. */
export interface Refusal {
  readonly diagnostic: Diagnostic;
}

/** What the work gives, or what is wrong with what it was asked. */
export function refusing<T extends object>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    return refusal(error);
  }
}

export function refusal(error: unknown): Refusal {
  if (!(error instanceof Failure)) throw error;
  return { diagnostic: describeFailure(error) };
}

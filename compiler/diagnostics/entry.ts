import type { Severity } from "./diagnostic.ts";

/** What the catalogue says of a code: `odibi explain CODE` and docs/errors.md are made of it. */
export interface Entry {
  readonly severity: Severity;
  /** A few words: the fault in general. */
  readonly title: string;
  /** Why it is refused, and what to do. */
  readonly explanation: string;
  /** Code that triggers it, and the same mended. */
  readonly wrong: string;
  readonly right: string;
}

/** The same, of what is told and does not fail. */
export const warning = (title: string, explanation: string, wrong: string, right: string): Entry & { readonly severity: "warning" } => ({
  severity: "warning",
  title,
  explanation,
  wrong,
  right,
});

/** An entry of an error. Its examples are programs: a test compiles them. */
export const error = (title: string, explanation: string, wrong: string, right: string): Entry & { readonly severity: "error" } => ({
  severity: "error",
  title,
  explanation,
  wrong,
  right,
});

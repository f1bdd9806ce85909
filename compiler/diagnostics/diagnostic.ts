import type { Code } from "./catalogue.ts";

/** A stretch of a source text: offsets in UTF-16 units, the end excluded. `file` is from the project's root, with "/". */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Severity = "error" | "warning";

/** What a user is told, as the command line's JSON has it. Lines and columns count from 1, in UTF-16 units. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what was found. */
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly related?: readonly { readonly message: string; readonly file: string; readonly line: number; readonly column: number }[];
}

/** A diagnostic before its place is known as line and column: what a stage of the compiler or the loader of a plan finds. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly span?: Span;
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
}

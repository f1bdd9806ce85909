import type { Problem, Span } from "../diagnostics/diagnostic.ts";
import type { Program } from "../load/loadProject.ts";
import type { FunctionSyntax } from "../parse/syntax.ts";
import type { Scope } from "../plan/inferExpression.ts";
import type { DataType } from "../plan/types.ts";
import type { ConnectionValue, TableValue, Value } from "./value.ts";

/** Where a piece of syntax is read: its file, the names bound around it, and the columns that a lambda sees. */
export interface Environment {
  readonly file: string;
  readonly names: ReadonlyMap<string, Value>;
  /** The types of the columns in reach, for what depends on them (`labels[o.status]`). */
  readonly scope?: Scope;
  /** How many macros are open; a macro that calls itself is reported, not followed. */
  readonly depth: number;
}

export interface ParameterDeclaration {
  readonly name: string;
  readonly type: DataType;
  readonly default?: string;
  readonly description?: string;
  readonly span: Span;
}

/** A node as it was read, before the checks and the inference of the whole. */
export interface NodeDraft {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly nameSpan: Span;
  readonly description?: string;
  readonly table: TableValue;
}

/** What one compilation carries along: the program, and what was found so far. Each function adds to it, none takes away. */
export interface Lowering {
  readonly program: Program;
  readonly problems: Problem[];
  /** By id. */
  readonly nodes: Map<string, NodeDraft>;
  readonly parameters: Map<string, ParameterDeclaration>;
  /** Their types, for inference: a param may be met for the first time inside the lambda that uses it. */
  readonly parameterTypes: Map<string, DataType>;
  /** Top-level values by `file\0name`; one that is being read is "open". */
  readonly values: Map<string, Value | "open">;
  /** The top-level names that are being read, the outermost first, each with the place that asked for it. */
  readonly open: { readonly file: string; readonly name: string; readonly asked: Span }[];
  /** For each top-level name what was read for it, as keys of `values`; `\0param` where it declares a param, `\0connection …` where it uses a connection. */
  readonly reads: Map<string, Set<string>>;
  readonly environments: readonly string[];
  /** The connections that nodes use, by name. */
  readonly connections: Map<string, ConnectionValue>;
  /** Functions of `mapRows`, by the name under which the plan knows them. */
  readonly functions: FunctionDraft[];
  idOf(file: string, name: string): string;
}

/** A function that is to be bundled. */
export interface FunctionDraft {
  readonly placeholder: string;
  readonly file: string;
  readonly syntax: FunctionSyntax | undefined;
  /** A top-level name of `file` instead of an inline function. */
  readonly name?: string;
  readonly span: Span;
}

/** Reports a fault once: the same words at the same place, met again through a macro, add nothing. */
export function report(lowering: Lowering, problem: Problem): void {
  const known = lowering.problems.some(
    other =>
      other.code === problem.code &&
      other.message === problem.message &&
      other.span?.file === problem.span?.file &&
      other.span?.start === problem.span?.start,
  );
  if (!known) lowering.problems.push(problem);
}

/** Notes what the top-level name that is being read depends on. */
export function noteRead(lowering: Lowering, read: string): void {
  const reader = lowering.open.at(-1);
  if (reader === undefined) return;
  const key = `${reader.file}\0${reader.name}`;
  const reads = lowering.reads.get(key);
  if (reads === undefined) lowering.reads.set(key, new Set([read]));
  else reads.add(read);
}

/** The span of a piece of syntax. */
export function spanOf(environment: { readonly file: string }, syntax: { readonly s: number; readonly e: number }): Span {
  return { file: environment.file, start: syntax.s, end: syntax.e };
}

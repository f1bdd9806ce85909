import type { Problem, Span } from "../diagnostics/diagnostic.ts";
import type { Program } from "../load/loadProject.ts";
import type { Resolution } from "../load/resolveModule.ts";
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

/** A declaration of a file's top level, or its default export, from when it is first asked for, and what it was made of. */
export interface TopLevel {
  readonly file: string;
  readonly name: string;
  /** The place that asked for it first. */
  readonly asked: Span;
  /** "open" while it is being read. */
  value: Value | "open";
  /** The others that were read for it, each once. */
  readonly reads: TopLevel[];
  /** The connections that it uses, each once. */
  readonly connections: string[];
  declaresParameter: boolean;
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
  /** By file and name. */
  readonly topLevel: Map<string, Map<string, TopLevel>>;
  /** Those that are being read, the outermost first. */
  readonly open: TopLevel[];
  readonly environments: readonly string[];
  /** The connections that nodes use, by name. */
  readonly connections: Map<string, ConnectionValue>;
  /** Functions of `mapRows`, by the name under which the plan knows them. */
  readonly functions: FunctionDraft[];
  idOf(file: string, name: string): string;
  /** What a file means by a module; asked of the program once. */
  resolve(from: string, specifier: string): Resolution;
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

/** A top-level name that is not read yet; `value` is what is known of it before. */
export function addTopLevel(file: string, name: string, asked: Span, value: Value | "open", lowering: Lowering): TopLevel {
  const added: TopLevel = { file, name, asked, value, reads: [], connections: [], declaresParameter: false };
  const inFile = lowering.topLevel.get(file);
  if (inFile === undefined) lowering.topLevel.set(file, new Map([[name, added]]));
  else inFile.set(name, added);
  return added;
}

/** The span of a piece of syntax. */
export function spanOf(environment: { readonly file: string }, syntax: { readonly s: number; readonly e: number }): Span {
  return { file: environment.file, start: syntax.s, end: syntax.e };
}

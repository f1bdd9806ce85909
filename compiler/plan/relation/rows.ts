import type { Problem, Span } from "../../diagnostics/diagnostic.ts";
import type { Refusal } from "../infer/refusal.ts";
import type { Step, Typed, Untyped } from "../step.ts";
import type { Column, DataType } from "../types.ts";

/** What inference asks of its surroundings. */
export interface RelationContext {
  /** The columns of another node; undefined where that node has a fault of its own or is not there, which its reader reports. */
  readonly node: (id: string) => readonly Column[] | undefined;
  readonly parameters: ReadonlyMap<string, DataType>;
}

/** The rows that reach a step. `unknown` names columns whose expressions have faults: they are there, and nothing more is said of them. */
export interface Rows {
  readonly columns: readonly Column[];
  readonly unknown: ReadonlySet<string>;
}

/** What a rule finds: the typed step if it has no fault, the rows that leave it as far as they are known. */
export interface StepResult {
  readonly typed?: Step<Typed>;
  readonly rows?: Rows;
}

/** The state of one step's inference. */
export interface StepInferring {
  readonly context: RelationContext;
  readonly problems: Problem[];
  /** The steps before, nearest last. */
  readonly before: readonly Step<Untyped>[];
}

export function isTypedStep(step: Step<Untyped>): step is Step<Typed> {
  return "output" in step;
}

const nothing: ReadonlySet<string> = new Set();

export const noRows: Rows = { columns: [], unknown: nothing };

export const rowsOf = (columns: readonly Column[], unknown: ReadonlySet<string> = nothing): Rows => ({ columns, unknown });

export function report({ problems }: StepInferring, refusal: Refusal, span: Span | undefined): void {
  problems.push(span === undefined ? refusal : { ...refusal, span });
}

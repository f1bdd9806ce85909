import type { Environment, Plan, PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import type { ParameterValues } from "../environment/resolveParameters.ts";
import type { Treatments } from "../optimize/treatNodes.ts";

export type RunNode = PlanNode<Typed>;

/** What an engine is told once, before the first node. */
export interface EngineJob {
  readonly plan: Plan<Typed>;
  /** The plan's node of that id. */
  node(id: string): RunNode;
  readonly treatments: Treatments;
  readonly environment: Environment;
  readonly parameters: ParameterValues;
  /** The project's root, where relative connections begin. */
  readonly root: string;
  /** The plan's folder, which holds `functions/`. */
  readonly planDirectory: string;
  /** The instant that `now()` is in the whole run. */
  readonly instant: Date;
  readonly run: string;
  /** A folder of this run alone, for what does not fit in memory and what is computed once. */
  readonly spill: string;
  readonly threads?: number;
  /** A number and a unit: `4GB`. */
  readonly memoryLimit?: string;
  /** Where the engine computes, instead of where the environment says; for one that computes elsewhere. */
  readonly master?: string;
  /** Aborted when the run has to end: also while the engine is being opened. */
  readonly signal?: AbortSignal;
}

/** Where the rows of a written node go: a file to write, or a folder to make and write `part-<run>-<n>` files into. */
export interface Target {
  readonly path: string;
  readonly kind: "file" | "folder";
}

export interface Written {
  readonly rows: number;
  readonly bytes: number;
  /** From the target's folder; the target itself as "" where it is one file. */
  readonly files: readonly string[];
}

/** A table of versions (Delta), which the engine makes the next version of, whole or not at all. */
export interface VersionedTable {
  readonly path: string;
  /** Names this write in the table's log. What the log names already is not applied again. */
  readonly transaction: { readonly application: string; readonly version: number };
}

export interface Committed {
  readonly rows: number;
  readonly bytes: number;
  /** The version that holds the write. */
  readonly version: number;
  /** The table had the write already. */
  readonly repeated?: boolean;
  /** What went wrong after the version was made, which stands. */
  readonly warning?: string;
}

export interface NodeContext {
  /** Aborted when the node has to end now; the call then rejects. */
  readonly signal: AbortSignal;
  /** Told how far it is, from 0 to 1, where somebody wants to know: asking takes the engine a statement. */
  readonly onProgress?: (fraction: number) => void;
}

/** A row's values as the texts that a template string gives them, in the order of the columns. */
export type PreviewRow = readonly (string | null)[];

/** What computes nodes. Order, retries, publishing and events are done around it and know no engine. User faults are thrown as `Failure`. */
export interface Engine {
  readonly name: string;
  /** Computes a view once, for those that read it in this run. */
  keep(view: RunNode, context: NodeContext): Promise<Written>;
  /** Computes a node into the target. */
  write(node: RunNode, target: Target, context: NodeContext): Promise<Written>;
  /** Computes a node into the next version of a table; its readers in this run read that version. */
  commit(node: RunNode, table: VersionedTable, context: NodeContext): Promise<Committed>;
  /** The first rows of a node, each column as its text, written nowhere. */
  preview(node: RunNode, limit: number, context: NodeContext): Promise<readonly PreviewRow[]>;
  /** Whether it tells of every node how far it is; of others it is asked for large ones alone. */
  readonly tellsProgress?: boolean;
  /** How many bytes the node reads from files, where that is known before it runs. */
  inputBytes(node: RunNode): number;
  /** Frees all; the folder for spill may then be removed. */
  close(): Promise<void>;
}

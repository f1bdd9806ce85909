import type { FileFormat, FilePlace, Relation, SchemaChanges, Stage, WriteMode } from "./step.ts";
import type { DataType } from "./types.ts";

// The plan, in memory. file.ts lays it out as JSON and reads it back.

export interface Plan<S extends Stage> {
  readonly project: string;
  /** Where the project's root lies, from the plan's folder. */
  readonly root: string;
  readonly parameters: readonly Parameter[];
  readonly defaultEnvironment: string;
  readonly environments: readonly Environment[];
  /** By id, in the order of the sources. */
  readonly nodes: readonly PlanNode<S>[];
}

export interface Parameter {
  readonly name: string;
  readonly type: DataType;
  readonly description?: string;
  /** As it is given on the command line: `2020-01-01`. */
  readonly default?: string;
}

export interface Environment {
  readonly name: string;
  readonly engine: "duckdb" | "spark";
  readonly threads?: number;
  readonly memoryLimit?: string;
  readonly spark?: SparkSettings;
  readonly params: { readonly [name: string]: string };
  readonly connections: { readonly [name: string]: Connection };
}
/** How Spark is started; `python` is seen from the project's root. */
export interface SparkSettings {
  readonly master?: string;
  readonly python?: string;
  readonly conf: { readonly [key: string]: string };
}
export type Connection = { readonly kind: "local"; readonly path: string };

export interface PlanNode<S extends Stage> {
  /** `silver/orders.dailyRevenue`. */
  readonly id: string;
  readonly description?: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  readonly retries: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly onError: "continue" | "stop";
  /** Of a view: whether it is computed once in a run (true) or folded into each dependant (false); the runtime's rule where it is left out. */
  readonly cache?: boolean;
  /** The nodes it reads, in the order in which the steps name them. */
  readonly dependsOn: readonly string[];
  /** The nodes it runs after, though no data comes from them. */
  readonly after: readonly string[];
  readonly columns: readonly PlanColumn[];
  /** The source columns that decide which rows there are (filters, joins, keys), as `node.column`. */
  readonly rowsFrom: readonly string[];
  readonly relation: Relation<S>;
  /** A node without one is a view. */
  readonly write?: Write<S>;
  /** Where the node stands. */
  readonly place: Place;
}

export interface PlanColumn {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly description?: string;
  /** The columns that it is computed from, as `node.column`. */
  readonly from: readonly string[];
}

export interface Write<S extends Stage> extends FilePlace {
  readonly file: FileFormat;
  readonly mode: WriteMode;
  readonly partitionBy: readonly string[];
  /** What identifies a row, where rows are merged. */
  readonly keys?: readonly string[];
  /** Which matched rows are updated (all where it is left out) and which are deleted, over the columns of `incoming` and `stored`. */
  readonly updateWhen?: S["expression"];
  readonly deleteWhen?: S["expression"];
  /** Of a Delta table; "fail" where it is left out. */
  readonly schemaChanges?: SchemaChanges;
}

/** A place in the sources, for people: lines and columns from 1. `steps` has one for each step, depth first in the order of the text. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly steps: readonly { readonly line: number; readonly column: number; readonly file?: string }[];
}

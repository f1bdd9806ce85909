import { inert } from "./inert.ts";
import type { ColumnType } from "./schema.ts";
import type { ColumnValue, kind } from "./types.ts";

/** A length of time: `"90 seconds"`, `"3 days"`. */
export type Duration = `${number} ${"second" | "minute" | "hour" | "day"}${"" | "s"}`;

/** Settings of a node. */
export interface NodeConfig {
  /** Who answers for it: a team or a mail address. */
  owner?: string;
  /** Words to select it by: `odibi run --select tag:nightly`. */
  tags?: readonly string[];
  /** How often a failed attempt is repeated; 0 by default. A value that is wrong is not tried again. */
  retries?: number;
  /** How long one attempt may take; without one, as long as it takes. */
  timeout?: Duration;
  /** Whether nodes that do not depend on this one go on when it fails (the default), or the run stops. */
  onError?: "continue" | "stop";
  /** Of a view: compute it once per run (true), or inside each dependant (false). */
  cache?: boolean;
}

/** `export default pipeline({...})`: the defaults of every node in the file. */
export interface Pipeline {
  readonly [kind]: "pipeline";
}
/** The defaults of every node in the file: `export default pipeline({ owner: "sales", tags: ["nightly"] })`. */
export function pipeline(defaults: NodeConfig): Pipeline;
export function pipeline(): unknown {
  return inert;
}

/**
 * A value given at run time (`--param since=2024-01-01`), used like a constant. The command line beats the environment, which beats
 * the default; a run without any of them is refused. It is never null.
 */
export function param<T extends ColumnValue>(name: string, type: ColumnType<T>, options?: { default: NoInfer<T> }): T;
export function param(): unknown {
  return inert;
}

/** A place where files lie. */
export interface Connection {
  readonly [kind]: "connection";
}
/** A folder of this machine; a relative one is seen from the project's root. */
export function local(folder: string): Connection;
export function local(): unknown {
  return inert;
}

/** One connection, a place per environment: it has exactly the names of the config's environments. */
export function byEnvironment(connections: { readonly [environment: string]: Connection }): Connection;
export function byEnvironment(): unknown {
  return inert;
}

/** The project: `export default defineConfig({...})` in odibi.config.ts. */
export interface Config {
  /** Which files are pipelines, from the project's root: `"pipelines/**\/*.pipeline.ts"`. */
  pipelines: string | readonly string[];
  /** The environments that a run may choose (`--env prod`); one, `default`, where left out. */
  environments?: { readonly [name: string]: Environment };
  /** The environment of a run without `--env`; the first by default. */
  defaultEnvironment?: string;
  /** Settings of DuckDB. */
  duckdb?: {
    /** How much memory DuckDB may take before it spills to disk. */
    memoryLimit?: `${number} ${"MB" | "GB"}`;
  };
  /** Settings of Spark, for runs on it. */
  spark?: {
    /** Where it runs, as spark-submit has it: `local[4]`, `spark://host:7077`; all cores of this machine by default. */
    master?: string;
    /** The Python that has pyspark, from the project's root: `.venv/bin/python`. By default the one that SPARK_HOME, spark-submit or python3 leads to. */
    python?: string;
    /** Settings of the session. No secret: the plan holds them. */
    conf?: { readonly [key: string]: string };
  };
}
/** What an environment sets. */
export interface Environment {
  /** What computes the tables; DuckDB by default. `odibi run --engine` comes before it. */
  engine?: "duckdb" | "spark";
  /** Values of params; those of the command line come first. */
  params?: { readonly [name: string]: ColumnValue };
  /** How many threads a run may use; by default one per core. */
  threads?: number;
}
/** The settings of a project. */
export function defineConfig(config: Config): Config;
export function defineConfig(): unknown {
  return inert;
}

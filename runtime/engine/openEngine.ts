import type { Environment } from "../../compiler/plan/plan.ts";
import type { FindCostly } from "../optimize/treatNodes.ts";
import { findCostly } from "../sql/spark/findCostly.ts";
import type { Engine, EngineJob } from "./engine.ts";

export type EngineName = Environment["engine"];

/** Opens an engine for a run; what it is made of is loaded only then. */
export type OpenEngine = (name: EngineName, job: EngineJob) => Promise<Engine>;

const engines: { readonly [name in EngineName]: (job: EngineJob) => Promise<Engine> } = {
  duckdb: async job => (await import("./duckdb/createDuckDb.ts")).createDuckDb(job),
  spark: async job => (await import("./spark/createSpark.ts")).createSpark(job),
};

export const openEngine: OpenEngine = (name, job) => engines[name](job);

/** What each engine computes once for all readers of a view. DuckDB reads and joins faster than it writes and reads again. */
export const costlyOn: { readonly [name in EngineName]: FindCostly } = { duckdb: () => undefined, spark: findCostly };

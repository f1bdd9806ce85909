import { lowerCast } from "../../sql/duckdb/lowerCast.ts";
import { lowerRelation, type Surroundings } from "../../sql/duckdb/lowerRelation.ts";
import { quoteName, quoteText } from "../../sql/duckdb/quote.ts";
import { sqlType } from "../../sql/duckdb/sqlType.ts";
import type { EngineJob } from "../engine.ts";
import type { TypedRelation } from "./session.ts";

/** The relation as a SELECT of DuckDB's SQL; the nodes that it reads are names in it. */
export function lowerSteps(relation: TypedRelation, job: Pick<EngineJob, "parameters" | "instant">): string {
  return lowerRelation(relation, surroundingsOf(job));
}

export function surroundingsOf(job: Pick<EngineJob, "parameters" | "instant">): Surroundings {
  return {
    table(step) {
      if (step.kind !== "read") throw new Error(`a ${step.kind} was not staged`);
      return quoteName(step.node);
    },
    parameter(name, type) {
      const value = job.parameters.get(name);
      if (value === undefined) throw new Error(`the param "${name}" has no value`);
      return type.kind === "string" || type.kind === "enum"
        ? `${quoteText(value.text)}::${sqlType(type)}`
        : lowerCast(quoteText(value.text), { kind: "string" }, type, "null");
    },
    now: `timestamptz ${quoteText(job.instant.toISOString())}`,
  };
}

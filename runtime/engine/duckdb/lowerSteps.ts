import type { EngineJob } from "../engine.ts";
import { quoteName } from "./literal.ts";
import type { TypedRelation } from "./session.ts";

/** The relation as a SELECT of DuckDB's SQL; the nodes that it reads are names in it. */
export function lowerSteps(relation: TypedRelation, _job: EngineJob): string {
  const [first] = relation.steps;
  if (relation.steps.length !== 1 || first?.kind !== "read") throw new Error("lowering is not there yet");
  return `select * from ${quoteName(first.node)}`;
}

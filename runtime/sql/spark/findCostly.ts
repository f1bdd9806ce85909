import type { Relation, Stage, StepKind } from "../../../compiler/plan/step.ts";
import { allSteps } from "../../../compiler/plan/walkSteps.ts";

/** The first step of a relation for which Spark sends rows from machine to machine: to do that again for each reader costs more than to keep what comes of it. */
export const findCostly = <S extends Stage>(relation: Relation<S>): StepKind | undefined =>
  allSteps(relation).find(step => shuffling.includes(step.kind))?.kind;

const shuffling: readonly StepKind[] = ["join", "semiJoin", "aggregate", "distinct", "deduplicate"];

import type { Relation, Stage, Step } from "../../compiler/plan/step.ts";

/** Every step of a relation, those of the tables it is joined or united with included, depth first. */
export function stepsOf<S extends Stage>(relation: Relation<S>): Step<S>[] {
  return relation.steps.flatMap(step => {
    if (step.kind === "join" || step.kind === "semiJoin") return [step, ...stepsOf<S>(step.right)];
    if (step.kind === "union") return [step, ...stepsOf<S>(step.other)];
    return [step];
  });
}

import type { Relation, Stage, Step } from "./step.ts";

/** The nodes that a relation reads, in the order in which its steps name them. */
export function dependencies(relation: Relation<Stage>): readonly string[] {
  return [...new Set(allSteps(relation).flatMap(step => (step.kind === "read" ? [step.node] : [])))];
}

/** The steps of a relation, depth first: an inner table's steps come after the step that names it. */
export function allSteps<S extends Stage>(relation: Relation<S>): readonly Step<S>[] {
  return relation.steps.flatMap(step => {
    const inner = step.kind === "join" || step.kind === "semiJoin" ? step.right : step.kind === "union" ? step.other : undefined;
    return inner === undefined ? [step] : [step, ...allSteps(inner)];
  });
}

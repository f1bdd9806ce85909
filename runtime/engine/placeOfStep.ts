import type { Step, Typed } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";
import { Failure, type SourcePlace } from "../failure.ts";
import type { RunNode } from "./engine.ts";

/** A step's own place, where the plan has it, else its node's. Prepared joins and unions are copies, which are found by their kind and columns. */
export function placeOfStep(node: RunNode, step: Step<Typed>): SourcePlace {
  const at = allSteps(node.relation).findIndex(other => other === step || (other.kind === step.kind && other.output === step.output));
  const place = node.place.steps[at];
  return place === undefined ? node.place : { file: place.file ?? node.place.file, line: place.line, column: place.column };
}

/** Work on a step, whose failures are told at its place. */
export async function atStep<T>(node: RunNode, step: Step<Typed>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure) || error.place !== undefined) throw error;
    throw new Failure(error.code, error.message, error.hint, placeOfStep(node, step));
  }
}

import { allSteps } from "../../../../compiler/plan/walkSteps.ts";
import { Failure } from "../../../failure.ts";
import type { RunNode } from "../../engine.ts";
import { placeOfStep } from "../../placeOfStep.ts";
import { explainError, isAboutData } from "../explainError.ts";
import type { Session } from "../session.ts";
import { locateFault } from "./locateFault.ts";

/** What made a node's statement fail; where it is the data, with the expression and the row, looked for in the views that it folds in first. */
export async function explainFailure(session: Session, node: RunNode, error: unknown, signal: AbortSignal): Promise<unknown> {
  const failure = explainError(error);
  if (!(failure instanceof Failure) || !isAboutData(error) || signal.aborted) return failure;
  for (const owner of foldedInto(session, node)) {
    const prepared = session.prepared.get(owner.id);
    if (prepared === undefined) continue;
    const found = await locateFault(session, prepared.relation, prepared.uses, signal).catch(() => undefined);
    if (found === undefined) continue;
    const where = `${found.expression === undefined ? "" : ` In ${found.expression}`}${found.row === undefined ? "" : `${found.expression === undefined ? " For" : ", for"} the row ${found.row}`}`;
    return new Failure(failure.code, `${failure.message}${where === "" ? "" : `${where}.`}`, failure.hint, placeOfStep(owner, found.step));
  }
  return failure;
}

/** The views that a node's statement holds, those that are read before those that read them, and the node itself. */
function foldedInto(session: Session, node: RunNode): readonly RunNode[] {
  const ordered = new Set<RunNode>();
  const visit = (current: RunNode): void => {
    for (const step of allSteps(current.relation)) {
      const parent = step.kind === "read" && isFolded(session, step.node) ? session.job.node(step.node) : undefined;
      if (parent !== undefined && !ordered.has(parent)) visit(parent);
    }
    ordered.add(current);
  };
  visit(node);
  return [...ordered];
}

function isFolded(session: Session, id: string): boolean {
  const treatment = session.job.treatments.get(id);
  return treatment?.kind === "fold" || (treatment?.kind === "keep" && !treatment.whole);
}

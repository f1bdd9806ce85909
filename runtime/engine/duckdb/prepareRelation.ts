import type { Step, Typed } from "../../../compiler/plan/step.ts";
import { Failure } from "../../failure.ts";
import type { RunNode } from "../engine.ts";
import { atStep } from "../placeOfStep.ts";
import { predicatesOf } from "./delta/predicatesOf.ts";
import { stageStoredTable, stageTable } from "./delta/stageTable.ts";
import { stageFunction } from "./function/stageFunction.ts";
import { lowerSteps } from "./lowerSteps.ts";
import type { Readable } from "./readables.ts";
import type { Session, TypedRelation } from "./session.ts";
import { readStored } from "./source/readStored.ts";
import { stageSource } from "./source/stageSource.ts";

/** The relation as one SELECT. What cannot be part of a statement (a text file, a function) is staged first and then read. */
export async function prepareRelation(session: Session, owner: RunNode, relation: TypedRelation, signal: AbortSignal): Promise<Readable> {
  const uses = new Set<string>();
  const readable = await stageSteps(session, owner, relation, uses, signal);
  session.prepared.set(owner.id, { relation: readable, uses: [...uses] });
  return { sql: lowerSteps(readable, session.job), uses: [...uses] };
}

async function stageSteps(
  session: Session,
  owner: RunNode,
  relation: TypedRelation,
  uses: Set<string>,
  signal: AbortSignal,
): Promise<TypedRelation> {
  let steps: Step<Typed>[] = [];
  for (const [at, step] of relation.steps.entries()) {
    const stored = step.kind === "read" ? storedTable(session, step.node) : undefined;
    if (stored !== undefined) {
      const name = await stageStoredTable(session, owner, stored, predicatesOf(relation.steps.slice(at + 1), session.job), signal);
      uses.add(name);
      steps.push({ kind: "read", node: name, output: step.output });
    } else if (step.kind === "read") {
      await findReadable(session, step.node, signal);
      uses.add(step.node);
      steps.push(step);
    } else if (step.kind === "source") {
      const where = predicatesOf(relation.steps.slice(at + 1), session.job);
      const name = await atStep(owner, step, () =>
        step.file.format === "delta" ? stageTable(session, owner, step, where, signal) : stageSource(session, owner, step, signal),
      );
      uses.add(name);
      steps.push({ kind: "read", node: name, output: step.output });
    } else if (step.kind === "mapRows") {
      const input = { sql: lowerSteps({ steps }, session.job), uses: [...uses] };
      const rows = steps.at(-1)?.output ?? [];
      const name = await atStep(owner, step, () => stageFunction(session, owner, step, rows, input, signal));
      uses.clear();
      uses.add(name);
      steps = [{ kind: "read", node: name, output: step.output }];
    } else if (step.kind === "join" || step.kind === "semiJoin") {
      steps.push({ ...step, right: await stageSteps(session, owner, step.right, uses, signal) });
    } else if (step.kind === "union") {
      steps.push({ ...step, other: await stageSteps(session, owner, step.other, uses, signal) });
    } else steps.push(step);
  }
  return { steps };
}

/** The node where it is a Delta table on storage. */
function storedTable(session: Session, id: string): RunNode | undefined {
  const kind = session.job.treatments.get(id)?.kind;
  if (kind !== "write" && kind !== "stored") return undefined;
  const node = session.job.node(id);
  return node.write?.file.format === "delta" ? node : undefined;
}

/** Makes a node readable by its id: a view by its SELECT, a written one by its files. */
async function findReadable(session: Session, id: string, signal: AbortSignal): Promise<Readable> {
  const known = session.readables.get(id);
  if (known !== undefined) return known;
  const node = session.job.node(id);
  const treatment = session.job.treatments.get(id);
  if (treatment === undefined || treatment.kind === "keep") throw new Error(`"${id}" is read before it was computed`);
  const made = treatment.kind === "fold" ? prepareRelation(session, node, node.relation, signal) : readStored(session, node, signal);
  session.readables.set(id, made);
  made.catch((error: unknown) => {
    // An attempt that failed or was cut off leaves nothing behind: the next reader tries again.
    session.readables.delete(id);
    if (!(error instanceof Failure)) return;
  });
  return made;
}

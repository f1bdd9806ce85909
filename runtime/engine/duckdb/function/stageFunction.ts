import type { MapRowsStep } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import type { RunNode } from "../../engine.ts";
import type { Readable } from "../readables.ts";
import type { Session } from "../session.ts";

/** Runs the function over the rows of the input and gives the name by which its rows are read. */
export async function stageFunction(
  _session: Session,
  owner: RunNode,
  _step: MapRowsStep,
  _input: readonly Column[],
  _readable: Readable,
  _signal: AbortSignal,
): Promise<string> {
  throw new Error(`mapRows is not there yet: ${owner.id}`);
}

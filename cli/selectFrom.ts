import type { Plan, PlanNode } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { Failure } from "../runtime/failure.ts";
import { selectNodes } from "../runtime/select/selectNodes.ts";
import type { Arguments } from "./parseArguments.ts";
import { UsageError } from "./usageError.ts";

/** The nodes that `--select` and `--exclude` leave, in the plan's order. */
export function selectFrom(plan: Plan<Typed>, given: Arguments): readonly PlanNode<Typed>[] {
  try {
    const selected = new Set(selectNodes(plan, given.texts("select"), given.texts("exclude")).map(node => node.id));
    return plan.nodes.filter(node => selected.has(node.id));
  } catch (error) {
    throw error instanceof Failure ? new UsageError(error.code, error.message, error.hint) : error;
  }
}

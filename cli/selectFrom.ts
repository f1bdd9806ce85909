import type { Plan, PlanNode } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { selectNodes } from "../runtime/select/selectNodes.ts";
import type { Arguments } from "./parseArguments.ts";

/** The nodes that `--select` and `--exclude` leave, in the plan's order. */
export function selectFrom(plan: Plan<Typed>, given: Arguments): readonly PlanNode<Typed>[] {
  const selected = new Set(selectNodes(plan, given.texts("select"), given.texts("exclude")).map(node => node.id));
  return plan.nodes.filter(node => selected.has(node.id));
}

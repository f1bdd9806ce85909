import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import type { Treatment } from "./optimize/treatNodes.ts";
import { prepareRun } from "./prepareRun.ts";
import { refusing } from "./refusing.ts";
import type { RunOptions } from "./run.ts";

/** What a run does with a node that it meets, and why: writes it, computes it once for its readers, folds it into them, or reads what is stored. */
export interface PlannedNode {
  readonly node: string;
  readonly action: Treatment["kind"];
  readonly because: string;
}

/** What a run would do with each node, and why, in the order in which it would; touches nothing. */
export function planRun(
  plan: Plan<Typed>,
  options: RunOptions,
): { readonly nodes: readonly PlannedNode[]; readonly diagnostics: readonly Diagnostic[] } {
  const prepared = refusing(() => prepareRun(plan, options));
  if ("diagnostic" in prepared) return { nodes: [], diagnostics: [prepared.diagnostic] };
  const order = new Map(prepared.tasks.map((task, at) => [task.id, at]));
  const nodes = plan.nodes.flatMap((node): readonly PlannedNode[] => {
    const treatment = prepared.treatments.get(node.id);
    return treatment === undefined ? [] : [{ node: node.id, action: treatment.kind, because: reasons[treatment.kind](treatment) }];
  });
  return { diagnostics: [], nodes: nodes.toSorted((a, b) => (order.get(a.node) ?? Infinity) - (order.get(b.node) ?? Infinity)) };
}

const reasons: { readonly [kind in Treatment["kind"]]: (treatment: Treatment) => string } = {
  write: () => "it is selected and writes a table",
  keep: treatment => ("because" in treatment ? treatment.because : ""),
  fold: () => "a view that is folded into what reads it",
  stored: () => "it is not selected: what an earlier run wrote is read",
};

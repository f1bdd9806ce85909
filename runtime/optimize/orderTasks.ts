import type { Plan } from "../../compiler/plan/plan.ts";
import type { Stage } from "../../compiler/plan/step.ts";
import type { Treatments } from "./treatNodes.ts";

/** The nodes that a run computes by themselves, each with those it waits for: what it reads and what it runs after, seen through folded views. In the plan's order. */
export function orderTasks<S extends Stage>(
  plan: Plan<S>,
  treatments: Treatments,
): { readonly id: string; readonly needs: readonly string[] }[] {
  const byId = new Map(plan.nodes.map(node => [node.id, node]));
  const isTask = (id: string): boolean => {
    const kind = treatments.get(id)?.kind;
    return kind === "write" || kind === "keep";
  };
  const needsOf = (id: string, seen: Set<string>): string[] => {
    const node = byId.get(id);
    if (node === undefined) return [];
    return [...node.dependsOn, ...node.after].flatMap(other => {
      if (seen.has(other)) return [];
      seen.add(other);
      if (isTask(other)) return [other];
      // What is read from storage, or not part of this run, is waited for by nobody.
      return treatments.get(other)?.kind === "stored" ? [] : needsOf(other, seen);
    });
  };
  return plan.nodes.filter(node => isTask(node.id)).map(node => ({ id: node.id, needs: needsOf(node.id, new Set([node.id])) }));
}

import { nearestName } from "../compiler/diagnostics/nearestName.ts";
import type { Plan, PlanNode } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { UsageError } from "./usageError.ts";

/** The node of an id, or of the name it is exported by where that is the only one. */
export function findNode(plan: Plan<Typed>, name: string): PlanNode<Typed> {
  const exact = plan.nodes.find(({ id }) => id === name);
  if (exact) return exact;
  const [node, ...others] = plan.nodes.filter(({ id }) => exportedName(id) === name);
  if (node && others.length === 0) return node;
  if (node)
    throw new UsageError(
      "ODB7007",
      `There are ${others.length + 1} nodes "${name}": ${[node, ...others].map(({ id }) => id).join(", ")}.`,
      "Give the whole id.",
    );
  const near = nearestName(
    name,
    plan.nodes.map(({ id }) => (name.includes(".") ? id : exportedName(id))),
  );
  throw new UsageError(
    "ODB7007",
    `There is no node "${name}".`,
    near === undefined ? "`odibi list` shows the nodes." : `Did you mean ${near}?`,
  );
}

const exportedName = (id: string): string => id.slice(id.lastIndexOf(".") + 1);

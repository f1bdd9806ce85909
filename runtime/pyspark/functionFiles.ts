import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";
import { snakeCase } from "./nameProject.ts";

/** The files in `functions` of the bundles that the plan names: `customer_scores-2c8b87f02e89.mjs`, after the first node that uses it. */
export function functionFiles({ nodes }: Plan<Typed>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const node of nodes)
    for (const step of allSteps(node.relation))
      if (step.kind === "mapRows" && !files.has(step.bundle)) {
        const name = snakeCase(node.id.slice(node.id.lastIndexOf(".") + 1));
        files.set(step.bundle, `${name}-${/[0-9a-f]{12}/.exec(step.bundle)?.[0] ?? files.size}.mjs`);
      }
  return files;
}

import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import type { Environment, Plan } from "../../compiler/plan/plan.ts";
import type { Stage } from "../../compiler/plan/step.ts";
import { Failure } from "../failure.ts";

/** The plan's environment of that name, or its default one. */
export function resolveEnvironment(plan: Plan<Stage>, name: string | undefined): Environment {
  const wanted = name ?? plan.defaultEnvironment;
  const found = plan.environments.find(environment => environment.name === wanted);
  if (found !== undefined) return found;
  const names = plan.environments.map(environment => environment.name);
  const near = nearestName(wanted, names);
  throw new Failure(
    "ODB5002",
    `The plan has no environment "${wanted}".`,
    near === undefined ? `It has ${names.map(other => `"${other}"`).join(", ")}.` : `Did you mean "${near}"?`,
  );
}

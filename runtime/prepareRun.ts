import type { Environment, Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { allSteps } from "../compiler/plan/walkSteps.ts";
import { resolvePlace } from "./connection/local.ts";
import { costlyOn } from "./engine/openEngine.ts";
import { resolveEnvironment } from "./environment/resolveEnvironment.ts";
import { type ParameterValues, parameterTexts, resolveParameters } from "./environment/resolveParameters.ts";
import { Failure } from "./failure.ts";
import { orderTasks } from "./optimize/orderTasks.ts";
import { type Treatments, treatNodes } from "./optimize/treatNodes.ts";
import type { RunOptions } from "./run.ts";
import type { Task } from "./schedule/runTasks.ts";
import { selectNodes } from "./select/selectNodes.ts";

/** What a run is about, known before anything is touched. */
export interface PreparedRun {
  readonly environment: Environment;
  readonly parameters: ParameterValues;
  readonly treatments: Treatments;
  readonly tasks: readonly Task[];
}

/** Resolves environment, params and selection, and what is to be done with each node. Used wrongly it fails, and nothing was touched. */
export function prepareRun(plan: Plan<Typed>, options: RunOptions): PreparedRun {
  const environment = resolveEnvironment(plan, options.environment);
  const parameters = resolveParameters(plan, environment, options.params ?? {});
  const selected = selectNodes(plan, options.select ?? [], options.exclude ?? []);
  const findCostly = costlyOn[options.engine ?? environment.engine];
  const treatments = treatNodes(plan, new Set(selected.map(node => node.id)), findCostly);
  const tasks = orderTasks(plan, treatments);
  if (!tasks.some(task => treatments.get(task.id)?.kind === "write")) throw nothingToRun(selected.map(node => node.id));
  checkPlaces(plan, treatments, environment, parameters, options.root);
  return { environment, parameters, treatments, tasks };
}

function nothingToRun(selected: readonly string[]): Failure {
  if (selected.length === 0)
    return new Failure("ODB5007", "The selection is empty: no node is left to run.", "Widen --select, or leave out --exclude.");
  const what = selected.length === 1 ? `${selected[0]} is a view` : `the ${selected.length} selected nodes are views`;
  return new Failure("ODB5007", `Nothing to write: ${what}.`, "A view is computed with what reads it; `odibi preview` shows its rows.");
}

/** Every place that the run reads or writes, resolved once: a connection or a param that is wrong is known before the first node. */
function checkPlaces(plan: Plan<Typed>, treatments: Treatments, environment: Environment, parameters: ParameterValues, root: string): void {
  const texts = parameterTexts(parameters);
  for (const node of plan.nodes) {
    const kind = treatments.get(node.id)?.kind;
    if (kind === undefined) continue;
    const places = [
      ...(node.write === undefined ? [] : [node.write]),
      ...(kind === "stored" ? [] : allSteps(node.relation).filter(step => step.kind === "source")),
    ];
    try {
      for (const place of places) resolvePlace(place, environment, root, texts);
    } catch (error) {
      throw error instanceof Failure ? new Failure(error.code, error.message, error.hint, node.place) : error;
    }
  }
}

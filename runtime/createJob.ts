import type { Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import type { EngineJob } from "./engine/engine.ts";
import type { PreparedRun } from "./prepareRun.ts";
import type { RunOptions } from "./run.ts";
import type { State } from "./state/openState.ts";

/** What the engine is told of a run: the command's options beat the environment's. */
export function createJob(
  plan: Plan<Typed>,
  { environment, parameters, treatments }: Omit<PreparedRun, "tasks">,
  options: Pick<RunOptions, "root" | "planDirectory" | "threads" | "memory" | "master" | "signal">,
  run: string,
  state: State,
): EngineJob {
  const nodes = new Map(plan.nodes.map(node => [node.id, node]));
  const threads = options.threads ?? environment.threads;
  const memoryLimit = options.memory ?? environment.memoryLimit;
  return {
    plan,
    node(id) {
      const found = nodes.get(id);
      if (found === undefined) throw new Error(`there is no node "${id}"`);
      return found;
    },
    treatments,
    environment,
    parameters,
    root: options.root,
    planDirectory: options.planDirectory,
    instant: new Date(),
    run,
    spill: state.spillFolder(run),
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(options.master === undefined ? {} : { master: options.master }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

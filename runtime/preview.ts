import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Plan, PlanNode } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { createJob } from "./createJob.ts";
import type { Engine, PreviewRow, RunNode } from "./engine/engine.ts";
import { costlyOn, openEngine } from "./engine/openEngine.ts";
import { resolveEnvironment } from "./environment/resolveEnvironment.ts";
import { resolveParameters } from "./environment/resolveParameters.ts";
import { describeFailure, Failure } from "./failure.ts";
import { newRunId } from "./newRunId.ts";
import { orderTasks } from "./optimize/orderTasks.ts";
import { treatNodes } from "./optimize/treatNodes.ts";
import { explainStorageError } from "./publish/explainStorageError.ts";
import { healTables } from "./publish/healTables.ts";
import { localStorage } from "./publish/storage.ts";
import type { RunOptions } from "./run.ts";
import { openLeases } from "./state/leases.ts";
import { openState } from "./state/openState.ts";

export interface PreviewOptions
  extends Pick<RunOptions, "root" | "planDirectory" | "environment" | "engine" | "master" | "params" | "threads" | "memory" | "signal"> {
  readonly limit: number;
  /** Computes the written ancestors too, instead of reading what they stored. */
  readonly upstream: boolean;
}

export interface Preview {
  /** Undefined where the node could not be computed; `diagnostics` say why. */
  readonly rows?: readonly PreviewRow[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The first rows of a node, each value as its text, in the order of the node's columns. Nothing is written but what is staged meanwhile. */
export async function preview(plan: Plan<Typed>, id: string, options: PreviewOptions): Promise<Preview> {
  const target = plan.nodes.find(node => node.id === id);
  if (target === undefined) throw new Error(`there is no node "${id}"`);
  try {
    return { rows: await computeRows(plan, target, options), diagnostics: [] };
  } catch (error) {
    const explained = options.signal?.aborted === true ? new Failure("ODB5051", "The preview was cancelled.") : explainStorageError(error);
    if (!(explained instanceof Failure)) throw explained;
    return { diagnostics: [describeFailure(explained, target.place)] };
  }
}

async function computeRows(plan: Plan<Typed>, target: RunNode, options: PreviewOptions): Promise<readonly PreviewRow[]> {
  const environment = resolveEnvironment(plan, options.environment);
  const parameters = resolveParameters(plan, environment, options.params ?? {});
  const computed: Plan<Typed> = { ...plan, nodes: plan.nodes.map(node => asComputed(node, target, options.upstream)) };
  const engineName = options.engine ?? environment.engine;
  const treatments = treatNodes(computed, new Set([target.id]), costlyOn[engineName]);
  const run = newRunId();
  const state = await openState(options.root);
  const leases = openLeases(state, run);
  const job = createJob(computed, { environment, parameters, treatments }, options, run, state);
  let engine: Engine | undefined;
  try {
    await healTables({ ...job, treatments: new Map([...treatments].filter(([id]) => id !== target.id)) }, leases, localStorage);
    engine = await openEngine(engineName, job);
    const context = { signal: options.signal ?? new AbortController().signal };
    for (const view of inOrder(orderTasks(computed, treatments))) {
      if (view !== target.id) await engine.keep(job.node(view), context);
    }
    return await engine.preview(target, options.limit, context);
  } finally {
    await engine?.close();
    leases.close();
    await localStorage.removeFolder(job.spill);
    state.close();
  }
}

/** The previewed node as one that is written, so that all it needs is met; the others as views where they are computed too. */
function asComputed(node: PlanNode<Typed>, target: PlanNode<Typed>, upstream: boolean): PlanNode<Typed> {
  if (node.id === target.id)
    return { ...node, write: node.write ?? { connection: "", path: "", file: { format: "parquet" }, mode: "overwrite", partitionBy: [] } };
  if (!upstream) return node;
  const { write: _, ...view } = node;
  return view;
}

function inOrder(tasks: readonly { readonly id: string; readonly needs: readonly string[] }[]): string[] {
  const ordered = new Set<string>();
  const visit = (id: string): void => {
    if (ordered.has(id)) return;
    for (const need of tasks.find(task => task.id === id)?.needs ?? []) visit(need);
    ordered.add(id);
  };
  for (const { id } of tasks) visit(id);
  return [...ordered];
}

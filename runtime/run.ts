import { availableParallelism } from "node:os";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import type { Engine, RunNode } from "./engine/engine.ts";
import { resolveEnvironment } from "./environment/resolveEnvironment.ts";
import { resolveParameters } from "./environment/resolveParameters.ts";
import type { RunEvent, RunStatus } from "./event.ts";
import { describeFailure, Failure } from "./failure.ts";
import { newRunId } from "./newRunId.ts";
import { orderTasks } from "./optimize/orderTasks.ts";
import { treatNodes } from "./optimize/treatNodes.ts";
import { healTables } from "./publish/healTables.ts";
import { localStorage, type Storage } from "./publish/storage.ts";
import { createRunNode } from "./runNode.ts";
import { runTasks } from "./schedule/runTasks.ts";
import { selectNodes } from "./select/selectNodes.ts";
import { openLeases } from "./state/leases.ts";
import { openState } from "./state/openState.ts";
import { recordEvents } from "./state/recordEvents.ts";

export interface RunOptions {
  /** The project's root: relative connections begin here, and `.odibi/` lies here. */
  readonly root: string;
  /** The plan's folder, with `functions/` in it. */
  readonly planDirectory: string;
  readonly environment?: string;
  /** Selectors; every written node where there are none. */
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** Params by name, as text. */
  readonly params?: Readonly<Record<string, string>>;
  readonly threads?: number;
  /** As DuckDB writes it: `4GB`. */
  readonly memory?: string;
  /** Nothing new starts after the first node that fails. */
  readonly failFast?: boolean;
  /** Aborting it ends the run within a second. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface RunResult {
  readonly run: string;
  /** "refused": used wrongly, and nothing was run; `diagnostics` say why. */
  readonly status: RunStatus | "refused";
  readonly diagnostics: readonly Diagnostic[];
}

/** What a run does with each node that it meets, and why. */
export interface PlannedNode {
  readonly node: string;
  readonly action: "write" | "keep" | "fold" | "stored";
  readonly because: string;
}

/** The parts of the machine that a test may wrap. */
export interface Machine {
  readonly storage?: Storage;
}

/** Runs a plan: selects, orders and computes its nodes, and publishes each whole or not at all. Never rejects for what the user did: see `status` and the events. */
export async function run(plan: Plan<Typed>, options: RunOptions, machine: Machine = {}): Promise<RunResult> {
  const runId = newRunId();
  const prepared = refusing(() => prepareRun(plan, options));
  if ("diagnostic" in prepared) return { run: runId, status: "refused", diagnostics: [prepared.diagnostic] };
  const { environment, parameters, treatments, tasks } = prepared;

  const opened = await openState(options.root).catch(refusal);
  if ("diagnostic" in opened) return { run: runId, status: "refused", diagnostics: [opened.diagnostic] };
  const state = opened;
  const storage = machine.storage ?? localStorage;
  const leases = openLeases(state, runId);
  const spill = state.spillFolder(runId);
  const record = recordEvents(state, plan.project);
  const counts = { succeeded: 0, failed: 0, skipped: 0 };
  const emit = (event: EventBody): void => {
    const whole: RunEvent = { time: new Date().toISOString(), run: runId, ...event };
    if (whole.event === "node.finished" || whole.event === "node.skipped") counts[whole.status] += 1;
    record(whole);
    options.onEvent?.(whole);
  };
  const started = performance.now();
  const signal = options.signal ?? new AbortController().signal;
  let engine: Engine | undefined;
  try {
    const nodes: ReadonlyMap<string, RunNode> = new Map(plan.nodes.map(node => [node.id, node]));
    const threads = options.threads ?? environment.threads;
    const memoryLimit = options.memory ?? environment.memoryLimit;
    const job = {
      nodes,
      treatments,
      environment,
      parameters,
      root: options.root,
      planDirectory: options.planDirectory,
      instant: new Date(),
      run: runId,
      spill,
      ...(threads === undefined ? {} : { threads }),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    };
    await healTables(job, leases, storage);
    const { createDuckDb } = await import("./engine/duckdb/createDuckDb.ts");
    const created = await createDuckDb(job).catch(refusal);
    if ("diagnostic" in created) return { run: runId, status: "refused", diagnostics: [created.diagnostic] };
    engine = created;
    const used = engine;
    emit({ event: "run.started", environment: environment.name, engine: engine.name, nodes: tasks.map(task => task.id) });
    const runNode = createRunNode({ job, engine, storage, leases, signal, failFast: options.failFast ?? false, emit });
    await runTasks(tasks, {
      slots: Math.min(4, Math.max(2, threads ?? availableParallelism())),
      signal,
      isLarge: task => used.inputBytes(nodeOf(nodes, task.id)) > 8_000_000,
      run: task => runNode(nodeOf(nodes, task.id)),
      skip: (task, because) => emit({ event: "node.skipped", node: task.id, status: "skipped", because }),
    });
    const status: RunStatus = signal.aborted ? "cancelled" : counts.failed + counts.skipped > 0 ? "failed" : "succeeded";
    const skipped = tasks.length - counts.succeeded - counts.failed;
    emit({ event: "run.finished", status, seconds: secondsSince(started), succeeded: counts.succeeded, failed: counts.failed, skipped });
    return { run: runId, status, diagnostics: [] };
  } finally {
    await engine?.close();
    leases.close();
    await localStorage.removeFolder(spill);
    state.close();
  }
}

/** What a run would do with each node, and why; touches nothing. */
export function planRun(
  plan: Plan<Typed>,
  options: RunOptions,
): { readonly nodes: readonly PlannedNode[]; readonly diagnostics: readonly Diagnostic[] } {
  const prepared = refusing(() => prepareRun(plan, options));
  if ("diagnostic" in prepared) return { nodes: [], diagnostics: [prepared.diagnostic] };
  const order = new Map(prepared.tasks.map((task, at) => [task.id, at]));
  const why = {
    write: "it is selected and writes a table",
    fold: "a view that is folded into what reads it",
    stored: "it is not selected: what an earlier run wrote is read",
  };
  return {
    diagnostics: [],
    nodes: plan.nodes
      .flatMap(node => {
        const treatment = prepared.treatments.get(node.id);
        if (treatment === undefined) return [];
        return [{ node: node.id, action: treatment.kind, because: treatment.kind === "keep" ? treatment.because : why[treatment.kind] }];
      })
      .sort((a, b) => (order.get(a.node) ?? Infinity) - (order.get(b.node) ?? Infinity)),
  };
}

type EventBody = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "time" | "run"> : never) : never;

function prepareRun(plan: Plan<Typed>, options: RunOptions) {
  const environment = resolveEnvironment(plan, options.environment);
  const parameters = resolveParameters(plan, environment, options.params ?? {});
  const selected = selectNodes(plan, options.select ?? [], options.exclude ?? []);
  const treatments = treatNodes(plan, new Set(selected.map(node => node.id)));
  const tasks = orderTasks(plan, treatments);
  if (!tasks.some(task => treatments.get(task.id)?.kind === "write")) {
    if (selected.length === 0)
      throw new Failure("ODB5007", "The selection is empty: no node is left to run.", "Widen --select, or leave out --exclude.");
    throw new Failure(
      "ODB5007",
      `Nothing to write: ${selected.length === 1 ? `${selected[0]?.id} is a view` : `the ${selected.length} selected nodes are views`}.`,
      "A view is computed with what reads it; `odibi preview` shows its rows.",
    );
  }
  return { environment, parameters, treatments, tasks };
}

interface Refusal {
  readonly diagnostic: Diagnostic;
}

function refusing<T extends object>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Refusal {
  if (!(error instanceof Failure)) throw error;
  return { diagnostic: describeFailure(error) };
}

function nodeOf(nodes: ReadonlyMap<string, RunNode>, id: string): RunNode {
  const node = nodes.get(id);
  if (node === undefined) throw new Error(`there is no node "${id}"`);
  return node;
}

const secondsSince = (start: number): number => Math.round(performance.now() - start) / 1000;

export type { EventBody };

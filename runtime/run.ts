import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { createJob } from "./createJob.ts";
import type { RunNode } from "./engine/engine.ts";
import { type EngineName, type OpenEngine, openEngine } from "./engine/openEngine.ts";
import type { RunEvent, RunStatus } from "./event.ts";
import { describeFailure } from "./failure.ts";
import { newRunId } from "./newRunId.ts";
import { prepareRun } from "./prepareRun.ts";
import { explainStorageError } from "./publish/explainStorageError.ts";
import { healTables } from "./publish/healTables.ts";
import { localStorage, type Storage } from "./publish/storage.ts";
import { refusal, refusing } from "./refusing.ts";
import { createRunNode } from "./runNode.ts";
import { runTasks } from "./schedule/runTasks.ts";
import { openLeases } from "./state/leases.ts";
import { openState, type State } from "./state/openState.ts";
import { recordEvents } from "./state/recordEvents.ts";
import { openTransactions } from "./state/transactions.ts";

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
  /** Instead of the environment's. */
  readonly engine?: EngineName;
  /** Where the engine computes, instead of where the environment says: the address of a cluster. */
  readonly master?: string;
  readonly threads?: number;
  /** A number and a unit: `4GB`. */
  readonly memory?: string;
  /** Nothing new starts after the first node that fails. */
  readonly failFast?: boolean;
  /** Aborting it ends the run within a second. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface RunResult {
  readonly run: string;
  /** "refused": used wrongly, and nothing was run. */
  readonly status: RunStatus | "refused";
  /** Why it was refused, or that its record could not be kept. What befell a node is in the events. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The parts of the machine that a test may wrap. */
export interface Machine {
  readonly storage?: Storage;
  readonly openEngine?: OpenEngine;
}

/** An event without what all have. */
export type EventBody = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "time" | "run"> : never) : never;

/** Nodes that read less than this are run beside others: one that reads more fills the cores by itself. */
const largeBytes = 8_000_000;
/** They wait for the disk more than they compute. */
const smallSlots = 4;

/** Runs a plan: selects, orders and computes its nodes, and publishes each whole or not at all. Never rejects for what the user did: see `status` and the events. */
export async function run(plan: Plan<Typed>, options: RunOptions, machine: Machine = {}): Promise<RunResult> {
  const runId = newRunId();
  const refused = (diagnostic: Diagnostic): RunResult => ({ run: runId, status: "refused", diagnostics: [diagnostic] });
  const prepared = refusing(() => prepareRun(plan, options));
  if ("diagnostic" in prepared) return refused(prepared.diagnostic);
  const state = await openState(options.root).catch(refusal);
  if ("diagnostic" in state) return refused(state.diagnostic);

  const job = createJob(plan, prepared, options, runId, state);
  const signal = options.signal ?? new AbortController().signal;
  const storage = machine.storage ?? localStorage;
  const leases = openLeases(state, runId);
  const record = recordEvents(state, plan.project);
  const { emit, counts } = createEmitter(runId, [record.write, options.onEvent]);
  const started = performance.now();
  try {
    const open = machine.openEngine ?? openEngine;
    const healing = healTables(job, leases, storage).catch(error => refusal(explainStorageError(error)));
    const [engine, healed] = await Promise.all([open(options.engine ?? job.environment.engine, job).catch(refusal), healing]);
    if ("diagnostic" in engine) return signal.aborted ? { run: runId, status: "cancelled", diagnostics: [] } : refused(engine.diagnostic);
    try {
      if (healed !== undefined) return refused(healed.diagnostic);
      const tasks = prepared.tasks;
      emit({ event: "run.started", environment: job.environment.name, engine: engine.name, nodes: tasks.map(task => task.id) });
      const isLarge = (node: RunNode): boolean => engine.inputBytes(node) > largeBytes;
      const runNode = createRunNode({
        job,
        engine,
        storage,
        leases,
        transactions: openTransactions(state),
        signal,
        failFast: options.failFast ?? false,
        isLarge,
        emit,
      });
      await runTasks(tasks, {
        slots: smallSlots,
        signal,
        isLarge: task => isLarge(job.node(task.id)),
        run: task => runNode(job.node(task.id)),
        skip: (task, because) => emit({ event: "node.skipped", node: task.id, status: "skipped", because }),
      });
      const { succeeded, failed } = counts;
      const skipped = tasks.length - succeeded - failed;
      const status: RunStatus = signal.aborted && succeeded < tasks.length ? "cancelled" : failed + skipped > 0 ? "failed" : "succeeded";
      emit({ event: "run.finished", status, seconds: Math.round(performance.now() - started) / 1000, succeeded, failed, skipped });
      const unrecorded = record.failure();
      return { run: runId, status, diagnostics: unrecorded === undefined ? [] : [describeFailure(unrecorded)] };
    } finally {
      await engine.close();
    }
  } finally {
    await endRun(state, leases, job.spill);
  }
}

async function endRun(state: State, leases: { close(): void }, spill: string): Promise<void> {
  leases.close();
  await localStorage.removeFolder(spill);
  state.close();
}

/** One stream that all read. */
function createEmitter(
  run: string,
  readers: readonly (((event: RunEvent) => void) | undefined)[],
): { readonly emit: (event: EventBody) => void; readonly counts: { succeeded: number; failed: number } } {
  const counts = { succeeded: 0, failed: 0 };
  return {
    counts,
    emit(body) {
      const event: RunEvent = { time: new Date().toISOString(), run, ...body };
      if (event.event === "node.finished") counts[event.status] += 1;
      for (const read of readers) read?.(event);
    },
  };
}

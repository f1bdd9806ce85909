import { setTimeout as delay } from "node:timers/promises";
import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";
import { commitNode } from "./commitNode.ts";
import type { Engine, EngineJob, NodeContext, RunNode, Written } from "./engine/engine.ts";
import { describeFailure, Failure } from "./failure.ts";
import { explainStorageError } from "./publish/explainStorageError.ts";
import { healTable } from "./publish/healTable.ts";
import { openWrite } from "./publish/publishTable.ts";
import type { Storage } from "./publish/storage.ts";
import { tableAt } from "./publish/table.ts";
import type { EventBody } from "./run.ts";
import type { TaskOutcome } from "./schedule/runTasks.ts";
import { startTimer } from "./startTimer.ts";
import type { Leases } from "./state/leases.ts";
import type { Transactions } from "./state/transactions.ts";

export interface NodeRunner {
  readonly job: EngineJob;
  readonly engine: Engine;
  readonly storage: Storage;
  readonly leases: Leases;
  readonly transactions: Transactions;
  readonly signal: AbortSignal;
  readonly failFast: boolean;
  /** Whether the node takes long enough for its progress to be told. */
  readonly isLarge: (node: RunNode) => boolean;
  readonly emit: (event: EventBody) => void;
}

/** Runs one node to its end: attempts, timeout, publishing, events. What is no user's fault is thrown. */
export function createRunNode(runner: NodeRunner): (node: RunNode) => Promise<TaskOutcome> {
  return async node => {
    const started = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      runner.emit({ event: "node.started", node: node.id, attempt });
      const outcome = await attemptNode(runner, node);
      const seconds = Math.round(performance.now() - started) / 1000;
      if (!(outcome instanceof Failure)) {
        const { rows, bytes, warnings } = outcome;
        const warned = warnings === undefined ? {} : { warnings };
        runner.emit({ event: "node.finished", node: node.id, status: "succeeded", rows, bytes, seconds, ...warned });
        return "succeeded";
      }
      const error = describeFailure(outcome, node.place);
      // A value that is wrong is wrong again.
      const isOfData = error.code.startsWith("ODB6");
      if (isOfData || attempt > node.retries || runner.signal.aborted) {
        runner.emit({ event: "node.finished", node: node.id, status: "failed", seconds, error });
        return runner.failFast || node.onError === "stop" ? "stop" : "failed";
      }
      runner.emit({ event: "node.retrying", node: node.id, attempt: attempt + 1, error });
      await delay(Math.min(500 * 2 ** (attempt - 1), 30_000), undefined, { signal: runner.signal }).catch(() => undefined);
    }
  };
}

interface Outcome {
  readonly rows: number;
  readonly bytes: number;
  readonly warnings?: readonly Diagnostic[];
}

async function attemptNode(runner: NodeRunner, node: RunNode): Promise<Outcome | Failure> {
  const timeout = new AbortController();
  const stopTimer = node.timeout === undefined ? undefined : startTimer(node.timeout, () => timeout.abort());
  const onProgress = (fraction: number): void => runner.emit({ event: "node.progress", node: node.id, fraction });
  const context = {
    signal: AbortSignal.any([runner.signal, timeout.signal]),
    ...(runner.engine.tellsProgress === true || runner.isLarge(node) ? { onProgress } : {}),
  };
  try {
    if (node.write === undefined) return await runner.engine.keep(node, context);
    return await (node.write.file.format === "delta" ? writeVersion(runner, node, context) : writeNode(runner, node, context));
  } catch (error) {
    if (runner.signal.aborted) return new Failure("ODB5051", "The run was cancelled.", "What was there before is unchanged.");
    if (timeout.signal.aborted)
      return new Failure("ODB5050", `It took longer than its timeout of ${node.timeout} s.`, "Raise the timeout in .config({ timeout }).");
    const explained = explainStorageError(error);
    if (explained instanceof Failure) return explained;
    throw explained;
  } finally {
    stopTimer?.();
  }
}

async function writeVersion(runner: NodeRunner, node: RunNode, context: NodeContext): Promise<Outcome> {
  const { rows, bytes, version, repeated, warning } = await commitNode(runner, node, context);
  if (warning !== undefined) return { rows, bytes, warnings: [describeFailure(new Failure("ODB8202", warning), node.place)] };
  if (repeated !== true) return { rows, bytes };
  const known = new Failure(
    "ODB8201",
    `The table has this write already, as version ${version}: an earlier run made it and ended before it was recorded.`,
    "Nothing was added twice.",
  );
  return { rows, bytes, warnings: [describeFailure(known, node.place)] };
}

async function writeNode(
  { job, engine, storage, leases }: NodeRunner,
  node: RunNode,
  context: Parameters<Engine["write"]>[2],
): Promise<Written> {
  if (node.write === undefined) throw new Error(`"${node.id}" writes nothing`);
  const { mode } = node.write;
  if (mode !== "append" && mode !== "overwrite") throw new Error(`"${node.id}" writes plain files by ${mode}`);
  const table = tableAt(node.write, job);
  leases.take(table.path, node.id);
  try {
    const staged = await openWrite(table, mode, job.run, storage);
    try {
      const written = await engine.write(node, { path: staged.staged, kind: table.kind }, context);
      context.signal.throwIfAborted();
      await staged.publish(written.files);
      return written;
    } catch (error) {
      // Whatever point it got to, healing ends in the old table or the new one.
      await healTable(table, storage);
      throw error;
    }
  } finally {
    leases.release(table.path);
  }
}

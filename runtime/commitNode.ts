import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { formatNode } from "../compiler/plan/formatPlan.ts";
import type { SourceStep } from "../compiler/plan/step.ts";
import { allSteps } from "../compiler/plan/walkSteps.ts";
import { listFiles } from "./connection/listFiles.ts";
import { resolvePlace } from "./connection/local.ts";
import type { Committed, Engine, EngineJob, NodeContext, RunNode } from "./engine/engine.ts";
import { parameterTexts } from "./environment/resolveParameters.ts";
import { Failure } from "./failure.ts";
import { tableAt } from "./publish/table.ts";
import type { Leases } from "./state/leases.ts";
import type { Transactions } from "./state/transactions.ts";

export interface Committing {
  readonly job: EngineJob;
  readonly engine: Engine;
  readonly leases: Leases;
  readonly transactions: Transactions;
}

/** Makes a node the next version of its table, once, also where a run before ended between the version and its record. */
export async function commitNode(
  { job, engine, leases, transactions }: Committing,
  node: RunNode,
  context: NodeContext,
): Promise<Committed> {
  if (node.write === undefined) throw new Error(`"${node.id}" writes nothing`);
  const { path } = tableAt(node.write, job);
  leases.take(path, node.id);
  try {
    const transaction = transactions.begin(node.id, path, digestInputs(node, job));
    const committed = await engine.commit(node, { path, transaction }, context);
    transactions.finish(node.id, path);
    return committed;
  } finally {
    leases.release(path);
  }
}

/** What a node's rows follow from: the steps of it and of all that it reads, the params, and the state of the sources that no node writes. */
function digestInputs(node: RunNode, job: EngineJob): string {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  const add = (one: RunNode): void => {
    if (seen.has(one.id)) return;
    seen.add(one.id);
    hash.update(formatNode(one).node);
    for (const step of allSteps(one.relation)) {
      if (step.kind === "source") hash.update(JSON.stringify(stateOf(step, job)));
      if (step.kind === "read") add(job.node(step.node));
    }
  };
  add(node);
  return hash.update(JSON.stringify([...parameterTexts(job.parameters)])).digest("hex");
}

function stateOf(source: SourceStep, job: EngineJob): unknown {
  try {
    const path = resolvePlace(source, job.environment, job.root, parameterTexts(job.parameters));
    if (source.file.format !== "delta") return listFiles(path);
    const log = join(path, "_delta_log");
    return existsSync(log)
      ? readdirSync(log)
          .filter(name => name.endsWith(".json"))
          .sort()
          .at(-1)
      : undefined;
  } catch (error) {
    // What is missing is told by who reads it.
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

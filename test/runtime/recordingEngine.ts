import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, EngineJob, NodeContext, RunNode, Target, Written } from "../../runtime/engine/engine.ts";
import type { OpenEngine } from "../../runtime/engine/openEngine.ts";

/** What befalls a node of the recording engine, at its given attempt (from 1): what is thrown is its failure. */
export type Behaviour = (node: RunNode, attempt: number, context: NodeContext) => Promise<void> | void;

export interface Recording {
  /** What the engine was asked for, in order. */
  readonly calls: string[];
  job?: EngineJob;
  readonly open: OpenEngine;
}

/** An engine of a page that computes nothing: it writes each node's id as the node's rows, and records what it is asked for. */
export function recordingEngine(behave: Behaviour = () => undefined): Recording {
  const calls: string[] = [];
  const attempts = new Map<string, number>();
  const perform = async (what: string, node: RunNode, context: NodeContext): Promise<void> => {
    calls.push(`${what} ${node.id}`);
    const attempt = (attempts.get(node.id) ?? 0) + 1;
    attempts.set(node.id, attempt);
    await behave(node, attempt, context);
  };
  const engine: Engine = {
    name: "recording",
    async keep(view, context) {
      await perform("keep", view, context);
      return { rows: 1, bytes: 0, files: [] };
    },
    async write(node, target, context) {
      await perform("write", node, context);
      return writeId(node, target);
    },
    async commit(node, table, context) {
      await perform("commit", node, context);
      calls.push(`version ${table.transaction.version > 0}`);
      return { rows: 1, bytes: 0, version: 0 };
    },
    async preview(node, _, context) {
      await perform("preview", node, context);
      return [[node.id]];
    },
    inputBytes: () => 0,
    async close() {
      calls.push("close");
    },
  };
  const recording: Recording = {
    calls,
    async open(name, job) {
      calls.push(`open ${name}`);
      recording.job = job;
      return engine;
    },
  };
  return recording;
}

function writeId(node: RunNode, target: Target): Written {
  const file = target.kind === "file" ? "" : "part-0.txt";
  if (target.kind === "folder") mkdirSync(target.path);
  writeFileSync(join(target.path, file), node.id);
  return { rows: 1, bytes: node.id.length, files: [file] };
}

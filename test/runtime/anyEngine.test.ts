import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunEvent } from "../../runtime/event.ts";
import { Failure } from "../../runtime/failure.ts";
import { type RunOptions, run } from "../../runtime/run.ts";
import { makeFolder } from "./inFolder.ts";
import { column, int64, makePlan, read, source, writeTo } from "./makePlan.ts";
import { type Behaviour, recordingEngine } from "./recordingEngine.ts";

// Order, retries, publishing, events and the record are the same on every engine: here on one that only writes down what it is asked for.

const nodes = [
  { id: "a.raw", steps: [source("in.parquet", [column("id", int64)])], write: writeTo("raw") },
  { id: "b.view", steps: [source("in.csv", [column("id", int64)])] },
  { id: "c.one", steps: [read("a.raw"), { kind: "union" as const, other: { steps: [read("b.view")] } }], write: writeTo("one.parquet") },
  { id: "d.last", steps: [read("c.one")], write: writeTo("last") },
];

async function runRecorded(sketch = nodes, behave: Behaviour = () => undefined, options: Partial<RunOptions> = {}) {
  const folder = makeFolder();
  const recording = recordingEngine(behave);
  const events: RunEvent[] = [];
  const plan = makePlan(sketch);
  const result = await run(
    plan,
    { root: folder, planDirectory: folder, onEvent: event => events.push(event), ...options },
    { openEngine: recording.open },
  );
  return { folder, calls: recording.calls, job: recording.job, events, ...result };
}

const kinds = (events: readonly RunEvent[]): string[] => events.map(event => `${event.event} ${"node" in event ? event.node : ""}`.trim());

test("each node once, after what it reads; views that are folded not at all; at the end the engine is closed", async () => {
  const { calls, status, folder, events } = await runRecorded();
  expect(status).toBe("succeeded");
  expect(calls[0]).toBe("open duckdb");
  expect(calls.slice(1, 3).sort()).toEqual(["keep b.view", "write a.raw"]);
  expect(calls.slice(3)).toEqual(["write c.one", "write d.last", "close"]);
  expect(readFileSync(join(folder, "lake/one.parquet"), "utf8")).toBe("c.one");
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["last", "one.parquet", "raw"]);
  expect(events[0]).toMatchObject({ event: "run.started", engine: "recording" });
  expect(kinds(events).at(-1)).toBe("run.finished");
});

test("a failure of the engine's keeps the old table, skips the descendants and is told with the node's place", async () => {
  const fails: Behaviour = node => {
    if (node.id === "c.one") throw new Failure("ODB5032", "The disk is full.", "Make room.");
  };
  const { status, events, folder, calls } = await runRecorded(nodes, fails);
  expect(status).toBe("failed");
  expect(events.find(event => event.event === "node.finished" && event.status === "failed")).toMatchObject({
    node: "c.one",
    error: { code: "ODB5032", file: "pipelines/c.pipeline.ts", line: 3 },
  });
  expect(events.find(event => event.event === "node.skipped")).toMatchObject({ node: "d.last", because: "c.one" });
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["raw"]);
  expect(calls.at(-1)).toBe("close");
});

test("a node is tried again as often as it says, and the next attempt's rows are published", async () => {
  const fails: Behaviour = (_, attempt) => {
    if (attempt < 3) throw new Failure("ODB5032", "The network is away.", "Wait.");
  };
  const { status, events, calls } = await runRecorded(
    [{ id: "a.raw", steps: nodes[0]?.steps ?? [], write: writeTo("raw"), retries: 2 } as never],
    fails,
  );
  expect(status).toBe("succeeded");
  expect(calls).toEqual(["open duckdb", "write a.raw", "write a.raw", "write a.raw", "close"]);
  expect(kinds(events)).toEqual([
    "run.started",
    "node.started a.raw",
    "node.retrying a.raw",
    "node.started a.raw",
    "node.retrying a.raw",
    "node.started a.raw",
    "node.finished a.raw",
    "run.finished",
  ]);
});

test("a run that is cancelled tells the engine, publishes nothing more and closes it", async () => {
  const controller = new AbortController();
  const waits: Behaviour = (node, _, { signal }) =>
    node.id !== "c.one"
      ? undefined
      : new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("interrupted")));
          controller.abort();
        });
  const { status, folder, calls } = await runRecorded(nodes, waits, { signal: controller.signal });
  expect(status).toBe("cancelled");
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["raw"]);
  expect(calls.at(-1)).toBe("close");
});

test("what the engine throws that is no failure is a fault of ours, and the engine is closed", async () => {
  const folder = makeFolder();
  const recording = recordingEngine(() => {
    throw new Error("a bug");
  });
  await expect(run(makePlan(nodes), { root: folder, planDirectory: folder }, { openEngine: recording.open })).rejects.toThrow("a bug");
  expect(recording.calls.at(-1)).toBe("close");
});

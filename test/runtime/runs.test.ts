import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { RunEvent } from "../../runtime/event.ts";
import { localStorage } from "../../runtime/publish/storage.ts";
import { run } from "../../runtime/run.ts";
import { openLeases } from "../../runtime/state/leases.ts";
import { openState } from "../../runtime/state/openState.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { column, int64, makePlan, parsed, read, select, source, string, writeTo } from "./makePlan.ts";

const ids = [column("id", int64)];
const good = source("in.csv", ids);
const bad = source("bad.csv", ids);

function project(): string {
  const folder = makeFolder();
  put(folder, "in.csv", "id\n1\n2\n");
  put(folder, "bad.csv", "id\nx\n");
  return folder;
}

const outcomes = (events: readonly RunEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.flatMap(event =>
      event.event === "node.finished"
        ? [[event.node, event.status]]
        : event.event === "node.skipped"
          ? [[event.node, `skipped by ${event.because}`]]
          : [],
    ),
  );

test("a node that fails skips its descendants by name, and the others go on", async () => {
  const folder = project();
  const plan = makePlan([
    { id: "a.bad", steps: [bad], write: writeTo("bad") },
    { id: "b.child", steps: [read("a.bad")], write: writeTo("child") },
    { id: "c.view", steps: [read("b.child")] },
    { id: "d.grandchild", steps: [read("c.view")], write: writeTo("grandchild") },
    { id: "e.other", steps: [good], write: writeTo("other") },
  ]);
  const { status, events } = await runPlan(folder, plan);
  expect(status).toBe("failed");
  expect(outcomes(events)).toEqual({
    "a.bad": "failed",
    "b.child": "skipped by a.bad",
    "d.grandchild": "skipped by a.bad",
    "e.other": "succeeded",
  });
  expect(events.at(-1)).toMatchObject({ event: "run.finished", status: "failed", succeeded: 1, failed: 1, skipped: 2 });
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["bad.csv", "in.csv", "other"]);
});

test("a view over a bad file fails by its own name, and a failed node leaves the old table in place", async () => {
  const folder = project();
  const plan = makePlan([
    { id: "a.view", steps: [source("in.csv", ids)] },
    { id: "b.rows", steps: [read("a.view"), select({ id: "id + 1" })], write: writeTo("rows") },
    { id: "c.rows", steps: [read("a.view")], write: writeTo("more") },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  put(folder, "in.csv", "id\n5\nx\n");
  const { events } = await runPlan(folder, plan);
  expect(outcomes(events)).toEqual({ "a.view": "failed", "b.rows": "skipped by a.view", "c.rows": "skipped by a.view" });
  expect(await query(`select id from '${folder}/lake/rows/*.parquet' order by id`)).toEqual([{ id: "2" }, { id: "3" }]);
});

test("onError stop and failFast end the run after the first failure", async () => {
  const folder = project();
  const nodes = [
    { id: "a.bad", steps: [bad], write: writeTo("bad") },
    { id: "b.good", steps: [good], write: writeTo("b") },
    { id: "c.good", steps: [good], write: writeTo("c"), after: ["b.good"] },
  ];
  expect(outcomes((await runPlan(folder, makePlan(nodes), { failFast: true })).events)["c.good"]).toBe("skipped by a.bad");
  const stopping = makePlan(nodes.map(node => ({ ...node, onError: "stop" as const })));
  expect(outcomes((await runPlan(folder, stopping)).events)["c.good"]).toBe("skipped by a.bad");
  expect(outcomes((await runPlan(folder, makePlan(nodes))).events)["c.good"]).toBe("succeeded");
});

test("a node is tried again as often as it says", async () => {
  const folder = project();
  rmSync(join(folder, "lake/bad.csv"));
  const plan = makePlan([{ id: "a.bad", steps: [bad], write: writeTo("bad"), retries: 1 }]);
  const { events } = await runPlan(folder, plan, {
    onEvent: event => {
      if (event.event === "node.retrying") put(folder, "bad.csv", "id\n7\n");
    },
  });
  void events;
  expect(await query(`select id from '${folder}/lake/bad/*.parquet'`)).toEqual([{ id: "7" }]);
  rmSync(join(folder, "lake/bad.csv"));
  const again = await runPlan(folder, plan);
  expect(again.events.map(event => event.event)).toEqual([
    "run.started",
    "node.started",
    "node.retrying",
    "node.started",
    "node.finished",
    "run.finished",
  ]);
  put(folder, "bad.csv", "id\nx\n");
  const wrong = await runPlan(folder, plan);
  expect(
    wrong.events.map(event => event.event),
    "a wrong value stays wrong",
  ).not.toContain("node.retrying");
});

// Joins 40 thousand rows with themselves on nothing: it would take minutes.
const endless = [
  source("many.parquet", ids),
  {
    kind: "join",
    type: "inner",
    right: { steps: [source("many.parquet", ids)] },
    on: parsed("left.id * right.id % 7 === 8"),
    columns: [{ name: "id", expression: parsed("left.id") }],
  },
] as const;

test("a timeout ends a node, an aborted signal the run, both within a second", async () => {
  const folder = project();
  await query(`copy (select i as id from range(200000) t(i)) to '${folder}/lake/many.parquet'`);
  const slow = (timeout?: number) =>
    makePlan([
      { id: "a.slow", steps: endless, write: writeTo("slow"), ...(timeout === undefined ? {} : { timeout }) },
      { id: "b.child", steps: [read("a.slow")], write: writeTo("child") },
    ]);
  const timed = await runPlan(folder, slow(1));
  expect(timed.events.find(event => event.event === "node.finished")).toMatchObject({ node: "a.slow", error: { code: "ODB5050" } });
  const controller = new AbortController();
  let aborted = 0;
  setTimeout(() => {
    aborted = performance.now();
    controller.abort();
  }, 300);
  const cancelled = await runPlan(folder, slow(), { signal: controller.signal });
  expect(performance.now() - aborted).toBeLessThan(1000);
  expect(cancelled.status).toBe("cancelled");
  expect(cancelled.events.at(-1)).toMatchObject({ event: "run.finished", status: "cancelled" });
  expect(outcomes(cancelled.events)).toEqual({ "a.slow": "failed", "b.child": "skipped by a.slow" });
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["bad.csv", "in.csv", "many.parquet"]);
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
});

test("a timeout of months does not end a node at once", async () => {
  const folder = project();
  const plan = makePlan([{ id: "a.rows", steps: [good], write: writeTo("rows"), timeout: 60 * 86_400 }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
});

test("a table that a living run writes is left to it; one whose run is gone is taken over", async () => {
  const folder = project();
  const plan = makePlan([{ id: "a.rows", steps: [good], write: writeTo("rows") }]);
  const state = await openState(folder);
  const leases = openLeases(state, "other");
  leases.take(join(folder, "lake/rows"), "a.rows");
  const held = await runPlan(folder, plan);
  expect(held.events.find(event => event.event === "node.finished")).toMatchObject({
    error: { code: "ODB5040", message: `a.rows is being written by another run, other (process ${process.pid}).` },
  });
  // A process that has ended, as a kill leaves it.
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise(resolve => child.on("exit", resolve));
  state.database.prepare("update leases set pid = ?").run(child.pid ?? 0);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  leases.close();
  state.close();
});

test("the record of a run holds what its events said", async () => {
  const folder = project();
  const plan = makePlan([
    { id: "a.bad", steps: [bad], write: writeTo("bad") },
    { id: "b.child", steps: [read("a.bad")], write: writeTo("child") },
    { id: "c.good", steps: [good], write: writeTo("good") },
  ]);
  const { run: id } = await runPlan(folder, plan);
  const database = new DatabaseSync(join(folder, ".odibi/state.db"));
  expect(database.prepare("select status, environment, project from runs where run = ?").get(id)).toEqual({
    status: "failed",
    environment: "default",
    project: "test",
  });
  expect(database.prepare("select node, status, rows from outcomes where run = ? order by node").all(id)).toEqual([
    { node: "a.bad", status: "failed", rows: null },
    { node: "b.child", status: "skipped", rows: null },
    { node: "c.good", status: "succeeded", rows: 2 },
  ]);
  expect(database.prepare("select count(*) as n from leases").get()).toEqual({ n: 0 });
  database.close();
  expect(readFileSync(join(folder, ".odibi/.gitignore"), "utf8")).toBe("*\n");
});

test("a memory limit holds by spilling, and one that cannot says so", async () => {
  const folder = makeFolder();
  await query(`copy (select hash(i)::varchar || repeat('x', 40) as name, i as id from range(1500000) t(i)) to '${folder}/lake/in.parquet'`);
  const sorted = [
    source("in.parquet", [column("name", string), column("id", int64)]),
    { kind: "orderBy", keys: [{ expression: parsed("name"), direction: "asc" }] },
  ] as const;
  const plan = makePlan([{ id: "a.rows", steps: sorted, write: writeTo("rows") }]);
  expect((await runPlan(folder, plan, { memory: "120MB", threads: 1 })).status).toBe("succeeded");
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
  const starved = await runPlan(folder, plan, { memory: "2MB" });
  expect(starved.events.find(event => event.event === "node.finished")).toMatchObject({ error: { code: "ODB5030" } });
  expect(await runPlan(folder, plan, { memory: "lots" })).toMatchObject({ status: "refused", diagnostics: [{ code: "ODB5006" }] });
});

test("a disk that is full is told, and what was there before is unchanged", async () => {
  const folder = project();
  const plan = makePlan([{ id: "a.rows", steps: [good], write: writeTo("rows") }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  put(folder, "in.csv", "id\n9\n");
  const full = {
    ...localStorage,
    writeFile: () => Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" })),
  };
  const events: RunEvent[] = [];
  await run(plan, { root: folder, planDirectory: folder, onEvent: event => events.push(event) }, { storage: full });
  expect(events.find(event => event.event === "node.finished")).toMatchObject({ error: { code: "ODB5031" } });
  expect(await query(`select id from '${folder}/lake/rows/*.parquet' order by id`)).toEqual([{ id: "1" }, { id: "2" }]);
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["bad.csv", "in.csv", "rows"]);
});

test("a rename that fails half way is healed at once", async () => {
  const folder = project();
  const plan = makePlan([{ id: "a.rows", steps: [good], write: writeTo("rows") }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  put(folder, "in.csv", "id\n9\n");
  let renames = 0;
  const broken = {
    ...localStorage,
    rename: (from: string, to: string) => {
      renames += 1;
      return renames === 3
        ? Promise.reject(Object.assign(new Error("EIO: i/o error, rename"), { code: "EIO" }))
        : localStorage.rename(from, to);
    },
  };
  expect((await run(plan, { root: folder, planDirectory: folder }, { storage: broken })).status).toBe("failed");
  expect(await query(`select count(*)::int as n from '${folder}/lake/rows/*.parquet'`)).toEqual([{ n: 1 }]);
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["bad.csv", "in.csv", "rows"]);
});

test("a state folder that cannot be made refuses the run", async () => {
  const folder = project();
  mkdirSync(join(folder, "blocked"));
  writeFileSync(join(folder, "blocked/.odibi"), "a file");
  const result = await runPlan(join(folder, "blocked"), makePlan([{ id: "a.rows", steps: [good], write: writeTo("rows") }]));
  expect(result).toMatchObject({ status: "refused", diagnostics: [{ code: "ODB5041" }] });
  expect(existsSync(join(folder, "blocked/lake"))).toBe(false);
});

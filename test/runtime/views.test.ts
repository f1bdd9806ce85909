import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Step, Untyped } from "../../compiler/plan/step.ts";
import { planRun } from "../../runtime/planRun.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { column, filter, int64, makePlan, type NodeSketch, parsed, read, source, writeTo } from "./makePlan.ts";

const from = source("in.parquet", [column("id", int64)]);
// Full of ties: which rows come first is the engine's choice each time.
const first = (rows: number): readonly Step<Untyped>[] => [
  { kind: "orderBy", keys: [{ expression: parsed("id % 10"), direction: "asc" }] },
  { kind: "limit", rows: { kind: "number", text: String(rows) } },
];

const actions = (nodes: readonly NodeSketch[], select?: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    planRun(makePlan(nodes), { root: "/nowhere", planDirectory: "/nowhere", ...(select === undefined ? {} : { select }) }).nodes.map(
      ({ node, action }) => [node, action],
    ),
  );

const two = [
  { id: "b.one", steps: [read("a.view")], write: writeTo("one") },
  { id: "b.two", steps: [read("a.view")], write: writeTo("two") },
];

test("a view is folded, whoever reads it", () => {
  expect(actions([{ id: "a.view", steps: [from, filter("id > 1")] }, ...two])).toEqual({
    "a.view": "fold",
    "b.one": "write",
    "b.two": "write",
  });
});

test("a view whose rows depend on who asks is computed once where two ask", () => {
  const view = { id: "a.view", steps: [from, ...first(3)] };
  expect(actions([view, ...two])["a.view"]).toBe("keep");
  expect(actions([view, ...two], ["b.one"])).toEqual({ "a.view": "fold", "b.one": "write" });
  expect(
    actions([
      view,
      { id: "m.between", steps: [read("a.view")] },
      { id: "b.one", steps: [read("m.between")], write: writeTo("one") },
      { id: "b.two", steps: [read("m.between")], write: writeTo("two") },
    ]),
  ).toMatchObject({ "a.view": "keep", "m.between": "fold" });
});

test("a view that one statement reads twice is read twice", () => {
  const self: NodeSketch = {
    id: "b.one",
    steps: [read("a.view"), { kind: "union", other: { steps: [read("a.view")] } }],
    write: writeTo("one"),
  };
  expect(actions([{ id: "a.view", steps: [from, ...first(3)] }, self])["a.view"]).toBe("keep");
});

test("the cache option decides by hand", () => {
  expect(actions([{ id: "a.view", steps: [from], cache: true }, ...two])["a.view"]).toBe("keep");
  expect(actions([{ id: "a.view", steps: [from, ...first(3)], cache: false }, ...two])["a.view"]).toBe("fold");
});

test("a view over text files is checked once, before any reader", () => {
  expect(actions([{ id: "a.view", steps: [source("in.csv", [column("id", int64)])] }, ...two])["a.view"]).toBe("keep");
});

test("an ancestor that is not selected is read as it is stored; a view that nobody reads is left out", () => {
  const nodes = [{ id: "a.raw", steps: [from], write: writeTo("raw") }, { id: "a.view", steps: [read("a.raw")] }, ...two];
  expect(actions(nodes, ["b.one"])).toEqual({ "a.raw": "stored", "a.view": "fold", "b.one": "write" });
  expect(
    actions([
      { id: "a.view", steps: [from] },
      { id: "b.one", steps: [from], write: writeTo("one") },
    ]),
  ).toEqual({ "b.one": "write" });
});

test("a selection of views only, and an empty one, are refused", () => {
  const nodes = [{ id: "a.view", steps: [from] }, ...two];
  const refused = (select: readonly string[], exclude: readonly string[] = []) =>
    planRun(makePlan(nodes), { root: "/nowhere", planDirectory: "/nowhere", select, exclude }).diagnostics;
  expect(refused(["a.view"])).toMatchObject([{ code: "ODB5007", message: "Nothing to write: a.view is a view." }]);
  expect(refused(["a.view"], ["a.view"])).toMatchObject([{ code: "ODB5007" }]);
});

test("both readers of a limited view see the same rows", async () => {
  const folder = makeFolder();
  await query(
    `copy (select (hash(i) % 1000000)::bigint as id from range(300000) t(i)) to '${folder}/lake/in.parquet' (row_group_size 10000)`,
  );
  const plan = makePlan([{ id: "a.view", steps: [from, ...first(50)] }, ...two]);
  const { status, events } = await runPlan(folder, plan);
  expect(status).toBe("succeeded");
  expect(events.filter(event => event.event === "node.started").map(event => event.node)[0]).toBe("a.view");
  const both = await query(
    `select (select list(id order by id) from '${folder}/lake/one/*.parquet') = (select list(id order by id) from '${folder}/lake/two/*.parquet') as same, (select count(*)::int from '${folder}/lake/one/*.parquet') as n`,
  );
  expect(both).toEqual([{ same: true, n: 50 }]);
});

test("views fold into a diamond, and what was written in the run is read from storage", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id\n1\n2\n3\n");
  const plan = makePlan([
    { id: "a.raw", steps: [source("in.csv", [column("id", int64)])], write: writeTo("raw") },
    { id: "b.left", steps: [read("a.raw"), filter("id > 1")] },
    { id: "b.right", steps: [read("a.raw"), filter("id < 3")] },
    {
      id: "c.all",
      steps: [read("b.left"), { kind: "union", other: { steps: [read("b.right")] } }],
      write: writeTo("all", { file: { format: "csv" } }),
    },
    { id: "d.last", steps: [read("c.all")], write: writeTo("last.jsonl", { file: { format: "json" } }) },
    { id: "e.end", steps: [read("d.last"), filter("id !== 2")], write: writeTo("end") },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(await query(`select id from '${folder}/lake/end/*.parquet' order by id`)).toEqual([{ id: "1" }, { id: "3" }]);
  expect(readdirSync(join(folder, "lake/all"))).toEqual([expect.stringMatching(/^part-.*-0\.csv$/)]);
});

test("a node runs after those it names, though it reads nothing of them", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id\n1\n");
  const csv = source("in.csv", [column("id", int64)]);
  const plan = makePlan([
    { id: "a.late", steps: [csv], write: writeTo("late"), after: ["b.early"] },
    { id: "b.early", steps: [csv], write: writeTo("early") },
  ]);
  const { events } = await runPlan(folder, plan);
  expect(events.filter(event => event.event === "node.finished").map(event => event.node)).toEqual(["b.early", "a.late"]);
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Step, Untyped } from "../../compiler/plan/step.ts";
import { makeFolder, query, runPlan } from "./inFolder.ts";
import { column, filter, int64, makePlan, parsed, read, select, source, string, writeTo } from "./makePlan.ts";

const steps = [source("in.parquet", [column("id", int64), column("big", int64), column("code", string)])];

/** The error of a node with these steps over three rows, the second of them odd. */
async function errorOf(more: readonly Step<Untyped>[]): Promise<Diagnostic> {
  const folder = makeFolder();
  await query(
    `copy (select * from (values (1::bigint, 10::bigint, '1'), (2, 9223372036854775807, 'x'), (0, 3, '3')) t(id, big, code)) to '${folder}/lake/in.parquet'`,
  );
  await query(`copy (select * from (values ('1', 1::bigint), ('y', 2)) t(tag, value)) to '${folder}/lake/lookup.parquet'`);
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [...steps, ...more],
      write: writeTo("out"),
      place: {
        file: "a.pipeline.ts",
        line: 1,
        column: 1,
        steps: [
          { line: 2, column: 3 },
          { line: 3, column: 3 },
        ],
      },
    },
  ]);
  const { events, status } = await runPlan(folder, plan);
  expect(status).toBe("failed");
  expect(existsSync(join(folder, "lake/out"))).toBe(false);
  const finished = events.find(event => event.event === "node.finished");
  if (finished?.event !== "node.finished" || finished.status !== "failed") throw new Error("it did not fail");
  return finished.error;
}

test("an overflow names the row's values and the step's place", async () => {
  expect(await errorOf([select({ more: "big + id" })])).toMatchObject({
    code: "ODB6103",
    file: "a.pipeline.ts",
    line: 3,
    message: expect.stringContaining("In big + id, for the row { id: 2, big: 9223372036854775807 }."),
  });
});

test("a cast that fails, in a filter too", async () => {
  expect(await errorOf([select({ n: "cast(code, t.int64())" })])).toMatchObject({
    code: "ODB6101",
    message: `"x" does not convert to int64. In cast(code, t.int64()), for the row { code: "x" }.`,
  });
  expect(await errorOf([filter("cast(code, t.int64()) > 0")])).toMatchObject({
    code: "ODB6101",
    message: expect.stringContaining(`for the row { code: "x" }.`),
  });
});

test("a remainder by zero", async () => {
  expect(await errorOf([select({ n: "big % id" })])).toMatchObject({
    code: "ODB6102",
    message: "3 has no remainder by 0. In big % id, for the row { id: 0, big: 3 }.",
  });
});

const lookup = source("lookup.parquet", [column("tag", string), column("value", int64)]);
const leftJoin = (on: string, columns: Readonly<Record<string, string>>, right: readonly Step<Untyped>[] = [lookup]): Step<Untyped> => ({
  kind: "join",
  type: "left",
  right: { steps: right },
  on: parsed(on),
  columns: Object.entries(columns).map(([name, text]) => ({ name, expression: parsed(text) })),
});

test.each<readonly [what: string, step: Step<Untyped>, message: string]>([
  [
    "the condition, on the left",
    leftJoin("cast(left.code, t.int64()) === right.value", { id: "left.id" }),
    `"x" does not convert to int64. In cast(left.code, t.int64()), for the row { code: "x" }.`,
  ],
  [
    "the condition, on the right",
    leftJoin("left.id === cast(right.tag, t.int64())", { id: "left.id" }),
    `"y" does not convert to int64. In cast(right.tag, t.int64()), for the row { tag: "y" }.`,
  ],
  [
    "the condition, over both sides",
    leftJoin("cast(left.code + right.tag, t.int64()) === 1", { id: "left.id" }),
    "In cast(left.code + right.tag, t.int64()) === 1.",
  ],
  [
    "a column of one side",
    leftJoin("left.id === right.value", { id: "left.id", n: "cast(left.code, t.int64())" }),
    `"x" does not convert to int64. In cast(left.code, t.int64()), for the row { left.code: "x" }.`,
  ],
  [
    "a column of both sides",
    leftJoin("left.id === right.value", { n: "left.big + (right.value ?? 0)" }),
    "In left.big + (right.value ?? 0), for the row { left.big: 9223372036854775807, right.value: 2 }.",
  ],
  [
    "a step of the table that is joined",
    leftJoin("left.id === right.n", { id: "left.id" }, [lookup, select({ n: "cast(tag, t.int64())" })]),
    `"y" does not convert to int64. In cast(tag, t.int64()), for the row { tag: "y" }.`,
  ],
  [
    "a condition without columns",
    { kind: "semiJoin", anti: true, right: { steps: [lookup] }, on: parsed("left.id === right.value && cast(left.code, t.int64()) > 0") },
    `"x" does not convert to int64. In cast(left.code, t.int64()) > 0, for the row { code: "x" }.`,
  ],
])("a join tells the expression and the row: %s", async (_, step, message) => {
  const error = await errorOf([step]);
  expect(error.message).toContain(message);
  expect(error.file).toBe("a.pipeline.ts");
});

test("a sum out of range names the group", async () => {
  const error = await errorOf([
    {
      kind: "aggregate",
      keys: [{ name: "odd", expression: parsed("code === '3'") }],
      aggregates: [{ name: "total", expression: parsed("sum(big)") }],
    },
  ]);
  expect(error).toMatchObject({ code: "ODB6103", message: expect.stringContaining("In sum(big), for the row { odd: false }.") });
});

test("a fault in a folded view is told at the view's step", async () => {
  const folder = makeFolder();
  await query(`copy (select 1::bigint as id, 2::bigint as big, 'x' as code) to '${folder}/lake/in.parquet'`);
  const place = (file: string) => ({
    file,
    line: 1,
    column: 1,
    steps: [
      { line: 2, column: 3 },
      { line: 3, column: 3 },
    ],
  });
  const plan = makePlan([
    { id: "a.view", steps: [...steps, select({ n: "cast(code, t.int64())" })], place: place("view.pipeline.ts") },
    { id: "b.rows", steps: [read("a.view"), select({ m: "n + 1" })], write: writeTo("out"), place: place("rows.pipeline.ts") },
  ]);
  const { events } = await runPlan(folder, plan);
  expect(events.find(event => event.event === "node.finished")).toMatchObject({
    node: "b.rows",
    status: "failed",
    error: { code: "ODB6101", file: "view.pipeline.ts", line: 3 },
  });
});

test("a partition's value that would be read as null", async () => {
  const folder = makeFolder();
  await query(`copy (select 1::bigint as id, 2::bigint as big, '' as code) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([{ id: "a.rows", steps, write: writeTo("out", { partitionBy: ["code"] }) }]);
  const { events } = await runPlan(folder, plan);
  expect(events.find(event => event.event === "node.finished")).toMatchObject({
    error: { code: "ODB6030", message: 'The partition column "code" holds "", which readers take for null as the name of a folder.' },
  });
});

import { expect, test } from "vitest";
import { preview } from "../../runtime/preview.ts";
import { makeFolder, put, runPlan } from "./inFolder.ts";
import { column, decimal, int64, makePlan, read, source, string, writeTo } from "./makePlan.ts";

const columns = [column("id", int64), column("amount", decimal(12, 2), true), column("note", string)];

test("a node's rows as texts, from what its ancestors stored or computed by the way", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", 'id,amount,note\n1,1.50,"a, b"\n2,,c\n3,3.00,d\n');
  const plan = makePlan([
    { id: "a.raw", steps: [source("in.csv", columns)], write: writeTo("raw") },
    { id: "a.view", steps: [read("a.raw")] },
  ]);
  const options = { root: folder, planDirectory: folder, limit: 2, upstream: false };
  expect(await preview(plan, "a.view", options)).toMatchObject({
    diagnostics: [{ code: "ODB5023", file: "pipelines/a.pipeline.ts", line: 3, hint: expect.stringContaining("--upstream") }],
  });
  const rows = [
    ["1", "1.50", "a, b"],
    ["2", null, "c"],
  ];
  expect(await preview(plan, "a.view", { ...options, upstream: true })).toEqual({ rows, diagnostics: [] });
  await runPlan(folder, plan);
  expect(await preview(plan, "a.view", options)).toEqual({ rows, diagnostics: [] });
  expect(await preview(plan, "a.raw", options)).toEqual({ rows, diagnostics: [] });
});

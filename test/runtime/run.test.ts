import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder, query, runPlan } from "./inFolder.ts";
import { column, int64, makePlan, source, string, writeTo } from "./makePlan.ts";

test("one node from Parquet to Parquet", async () => {
  const folder = makeFolder();
  await query(`copy (select i as id, 'n' || i as name from range(1000) t(i)) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([
    { id: "bronze/a.rows", steps: [source("in.parquet", [column("id", int64), column("name", string)])], write: writeTo("out/rows") },
  ]);
  const result = await runPlan(folder, plan);
  expect(result.events.find(event => event.event === "node.finished")).toMatchObject({
    node: "bronze/a.rows",
    status: "succeeded",
    rows: 1000,
  });
  expect(result.status).toBe("succeeded");
  expect(await query(`select count(*)::int as n, sum(id)::int as s from '${folder}/lake/out/rows/*.parquet'`)).toEqual([
    { n: 1000, s: 499500 },
  ]);
  expect(readdirSync(join(folder, "lake/out"))).toEqual(["rows"]);
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
  expect(existsSync(join(folder, ".odibi/.gitignore"))).toBe(true);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { copyOf, odibi } from "./odibi.ts";

let project = "";

beforeAll(async () => {
  project = copyOf("cli/init/template");
  for (const file of ["pipelines/bronze/orders.pipeline.ts", "pipelines/silver/orders.pipeline.ts"]) {
    const path = join(project, file);
    const text = readFileSync(path, "utf8")
      .replace("csv, parquet", "csv, delta, parquet")
      .replace("date, desc", "date, delta, desc")
      .replace('parquet(lake, "bronze/orders"))', 'delta(lake, "bronze/orders"), { mode: "append" })')
      .replace('parquet(lake, "silver/orders"), {', 'delta(lake, "silver/orders"), { mode: "merge", keys: o => o.order_id,');
    writeFileSync(path, text.replace("csv, delta, parquet", "csv, delta"));
  }
  for (const _ of [1, 2, 3]) expect(await odibi(project, ["run", "--quiet"])).toMatchObject({ code: 0, err: "" });
});

test("describe: facts and columns, by the node and by the folder", async () => {
  const { code, out } = await odibi(project, ["table", "describe", "silver/orders.orders"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^version +2, 20\d\d-/m);
  expect(out).toMatch(/^partitioned by +country$/m);
  expect(out).toMatch(/^amount +decimal\(12,2\) not null +In euros\.$/m);
  const data = JSON.parse((await odibi(project, ["table", "describe", "data/dev/silver/orders", "--format", "json"])).out);
  expect(data).toMatchObject({ version: 2, rows: 4, partitionColumns: ["country"] });
});

test("history, optimize, vacuum, restore: what each did, and what is left", async () => {
  const table = async (...words: readonly string[]) => odibi(project, ["table", ...words]);
  expect((await table("history", "rawOrders")).out).toMatch(/^2 .* WRITE Append .*numOutputRows \d+.* odibi\/\d/m);
  expect((await table("optimize", "rawOrders")).out).toMatch(/^Version 3: 3 files \(.*\) became 1 /);
  expect((await table("optimize", "rawOrders")).out).toMatch(/^Nothing to do/);
  expect((await table("vacuum", "rawOrders")).out).toMatch(/^Found 0 files/);
  expect(await table("vacuum", "rawOrders", "--retain", "0 hours", "--delete")).toMatchObject({
    code: 1,
    err: expect.stringContaining("ODB8112"),
  });
  expect(JSON.parse((await table("vacuum", "rawOrders", "--retain", "0 hours", "--force", "--format", "json")).out)).toMatchObject({
    deleted: false,
    files: { length: 3 },
  });
  expect((await table("restore", "rawOrders", "--to", "0")).out).toMatch(/^Version 4 is as version 0 was: 1 files came back, 1 went\.$/m);
  expect(JSON.parse((await table("describe", "rawOrders", "--format", "json")).out).version).toBe(4);
});

test.each([
  [["history"], 2, "ODB7004"],
  [["histroy", "rawOrders"], 2, "Did you mean `odibi table history`"],
  [["history", "dailyRevenue"], 2, "ODB7011"],
  [["history", "data/dev/"], 1, "ODB8001"],
  [["restore", "rawOrders"], 2, "--to"],
  [["restore", "rawOrders", "--to", "yesterday"], 2, "ODB7003"],
  [["restore", "rawOrders", "--to", "99"], 1, "has no version 99"],
  [["optimize", "rawOrders", "--order-by", "amout"], 1, "ODB8012"],
  [["vacuum", "rawOrders", "--retain", "soon"], 2, "ODB7003"],
])("%j is refused in words", async (words, code, message) => {
  const outcome = await odibi(project, ["table", ...words]);
  expect(outcome).toMatchObject({ code, out: "" });
  expect(outcome.err).toContain(message);
});

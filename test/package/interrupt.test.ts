import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { copyOf, odibi } from "./odibi.ts";

test.each([
  ["SIGINT", 1],
  ["SIGINT", 2],
] as const)("%s, %i times, ends a run: exit code 130, within a second, and what was stored stays", async (signal, times) => {
  const project = copyOf("cli/init/template");
  expect((await odibi(project, ["run", "--quiet"])).code).toBe(0);
  const stored = readdirSync(join(project, "data/dev/bronze/orders"));
  const pipeline = join(project, "pipelines/bronze/orders.pipeline.ts");
  const slow =
    '.mapRows({ order_id: t.int64(), customer: t.string().nullable(), country: t.string(), amount: t.decimal(12, 2), status: t.enum("open", "paid", "void"), ordered_at: t.timestamp() }, async row => { await new Promise(done => setTimeout(done, 60_000)); return row; }).write(';
  writeFileSync(pipeline, readFileSync(pipeline, "utf8").replace(".write(", slow));
  expect((await odibi(project, ["compile"])).code).toBe(0);

  const child = spawn(
    process.execPath,
    [join(inject("installed"), "node_modules/odibi/dist/cli.js"), "run", "plan.json", "--format", "json"],
    { cwd: project },
  );
  let out = "";
  let sent = 0;
  child.stdout.setEncoding("utf8").on("data", text => {
    out += text;
    if (sent > 0 || !out.includes('"node.started"')) return;
    sent = performance.now();
    // The node has begun to work by then.
    setTimeout(() => {
      sent = performance.now();
      for (let count = 0; count < times; count += 1) child.kill(signal);
    }, 500);
  });
  const code = await new Promise(resolve => child.on("close", resolve));
  expect(code).toBe(130);
  expect(performance.now() - sent).toBeLessThan(2_000);
  expect(readdirSync(join(project, "data/dev/bronze/orders"))).toEqual(stored);
  if (times === 1) expect(JSON.parse(out.trim().split("\n").at(-1) ?? "")).toMatchObject({ event: "run.finished", status: "cancelled" });
});

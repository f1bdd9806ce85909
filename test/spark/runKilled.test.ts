import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RunEvent } from "../../runtime/event.ts";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { column, int64, makePlan, parsed, read, source, writeTo } from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

const ids = [column("id", int64)];
/** The table of before is overwritten by what takes far longer than the test waits. */
const plan = (rows: number) =>
  makePlan([
    {
      id: "a.table",
      steps: [
        source("many.parquet", ids),
        {
          kind: "join",
          type: "inner",
          right: { steps: [source("many.parquet", ids)] },
          on: parsed(`left.id * right.id % 7 === ${rows > 10 ? 8 : 1}`),
          columns: [{ name: "id", expression: parsed("left.id") }],
        },
      ],
      write: writeTo("table"),
    },
    { id: "b.child", steps: [read("a.table")], write: writeTo("child") },
  ]);

/** A project with a table of an earlier run, and a run that is in the middle of its next one. */
async function startRun() {
  const folder = makeFolder();
  const many = (rows: number) => query(`copy (select i as id from range(${rows}) t(i)) to '${folder}/lake/many.parquet'`);
  await many(5);
  expect((await runPlan(folder, plan(5))).status).toBe("succeeded");
  const before = await query(`select * from '${folder}/lake/table/*.parquet' order by id`);
  await many(200_000);
  writeFileSync(join(folder, "plan.json"), JSON.stringify(onSpark(plan(200_000))));
  const child = spawn(process.execPath, [join(import.meta.dirname, "runAndWait.ts"), folder, join(folder, "plan.json")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const events: RunEvent[] = [];
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<void>(resolve => {
    lines.on("line", line => {
      const event: RunEvent = JSON.parse(line);
      events.push(event);
      if (event.event === "node.started") resolve();
    });
  });
  await started;
  // Until it is about its rows.
  await delay(4000);
  return { folder, child, events, before };
}

/** The processes that have the project's folder in their environment or command: all that a run of it started. */
function processesOf(folder: string): readonly { readonly pid: number; readonly command: string }[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const [command, environment] = ["cmdline", "environ"].map(file => readFileSync(`/proc/${name}/${file}`, "utf8"));
        return `${command}${environment}`.includes(`${folder}/`)
          ? [{ pid: Number(name), command: command?.replaceAll("\0", " ") ?? "" }]
          : [];
      } catch {
        // It has ended, or is another user's.
        return [];
      }
    });
}

async function untilGone(folder: string): Promise<readonly string[]> {
  for (let wait = 0; wait < 50; wait += 1) {
    if (processesOf(folder).length === 0) return [];
    await delay(100);
  }
  return processesOf(folder).map(({ command }) => command);
}

async function killed({ child, pid }: { readonly child: ChildProcess; readonly pid: number }): Promise<void> {
  const ended = child.exitCode === null ? once(child, "exit") : undefined;
  process.kill(pid, "SIGKILL");
  await ended;
}

test("kill -9 of the run leaves the old table and no process; the next run heals", async () => {
  const { folder, child, before } = await startRun();
  expect(processesOf(folder).length).toBeGreaterThan(2);
  await killed({ child, pid: child.pid ?? 0 });
  expect(await untilGone(folder)).toEqual([]);
  expect(await query(`select * from '${folder}/lake/table/*.parquet' order by id`)).toEqual(before);
  await query(`copy (select i as id from range(5) t(i)) to '${folder}/lake/many.parquet'`);
  expect((await runPlan(folder, plan(5))).status).toBe("succeeded");
  expect(readdirSync(join(folder, "lake")).sort()).toEqual(["child", "many.parquet", "table"]);
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
});

test.each(["SparkSubmit", "main.py --serve"])(
  "kill -9 of the process of %s fails the run and leaves the old table and no process",
  async what => {
    const { folder, child, events, before } = await startRun();
    const found = processesOf(folder).filter(
      ({ command }) => command.includes(what) && (what === "SparkSubmit" || !command.includes("SparkSubmit")),
    );
    expect(found.length).toBeGreaterThan(0);
    await killed({ child, pid: found[0]?.pid ?? 0 });
    expect(child.exitCode).toBe(1);
    expect(await untilGone(folder)).toEqual([]);
    expect(
      events.flatMap(event => (event.event === "node.finished" && event.status === "failed" ? [[event.node, event.error.code]] : [])),
    ).toEqual([["a.table", "ODB5061"]]);
    expect(events.find(event => event.event === "node.skipped")).toMatchObject({ node: "b.child", because: "a.table" });
    expect(await query(`select * from '${folder}/lake/table/*.parquet' order by id`)).toEqual(before);
    expect(readdirSync(join(folder, "lake")).filter(name => name.startsWith("."))).toEqual([]);
    expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
  },
);

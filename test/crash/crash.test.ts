import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { type PlanName, plans } from "./plans.ts";

const rows = 4000;
const modules = join(import.meta.dirname, "../../node_modules");
let program = "";

// The program that dies is bundled once: it starts a hundred times.
beforeAll(async () => {
  const folder = mkdtempSync(join(modules, ".odibi-crash-"));
  program = join(folder, "runAndDie.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "runAndDie.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["@duckdb/*"],
    logLevel: "warning",
  });
  return () => rmSync(folder, { recursive: true });
});

/** Puts the source's next version in place. */
async function putSource(folder: string, version: number, count = rows): Promise<void> {
  await query(
    `copy (select ${version} as version, i as id, 'p' || i % 2 as part from range(${count}) t(i)) to '${folder}/lake/in.parquet'`,
  );
}

/** Runs the plan in a process of its own; true where it was killed. */
function runAndDie(folder: string, plan: PlanName, effect: number, when: "before" | "after"): Promise<boolean> {
  const child = spawn(process.execPath, [program, folder, plan, String(effect), when], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (_, signal) => resolve(signal === "SIGKILL"));
  });
}

/** What a reader finds: how many rows of which version; undefined where there is no table. */
async function readTable(folder: string, plan: PlanName): Promise<Record<string, number> | undefined> {
  const path = join(folder, plan === "file" ? "lake/out.parquet" : "lake/out");
  if (!existsSync(path)) return undefined;
  const glob = plan === "file" ? path : plan.endsWith("artitions") ? `${path}/*/[!._]*.parquet` : `${path}/[!._]*.parquet`;
  const found = await query(
    `select version::int as version, count(*)::int as rows, count(distinct id)::int as ids from '${glob}' group by version order by version`,
  );
  return Object.fromEntries(found.map(row => [String(row["version"]), Number(row["rows"])]));
}

/** What is in the lake but the source and the table, and staged by runs that are gone. */
function leftovers(folder: string): string[] {
  return [
    ...readdirSync(join(folder, "lake")).filter(name => !["in.parquet", "out", "out.parquet"].includes(name)),
    ...readdirSync(join(folder, ".odibi/spill")),
  ];
}

interface Found {
  readonly before: Record<string, number> | undefined;
  readonly healed: Record<string, number> | undefined;
  readonly rerun: Record<string, number> | undefined;
}

/** Kills a run that writes version 2 before and after each of its effects, and looks at the table right after, healed, and after a run that comes to its end. */
async function killEverywhere(plan: PlanName, hadVersion: boolean, check: (found: Found) => void): Promise<number> {
  const folder = makeFolder();
  if (hadVersion) {
    await putSource(folder, 1);
    expect((await runPlan(folder, plans[plan])).status).toBe("succeeded");
  }
  await putSource(folder, 2);
  cpSync(join(folder, "lake"), join(folder, "lake-before"), { recursive: true });
  let kills = 0;
  for (const when of ["before", "after"] as const) {
    for (let effect = 1; ; effect += 1) {
      rmSync(join(folder, "lake"), { recursive: true });
      cpSync(join(folder, "lake-before"), join(folder, "lake"), { recursive: true });
      if (!(await runAndDie(folder, plan, effect, when))) break;
      kills += 1;
      const before = await readTable(folder, plan);
      // The next command, whatever it is, heals what it meets: this one ends before it runs a node.
      expect((await runPlan(folder, plans[plan], { signal: AbortSignal.abort() })).status).toBe("cancelled");
      const healed = await readTable(folder, plan);
      expect(leftovers(folder), `${plan}, ${when} effect ${effect}`).toEqual([]);
      expect((await runPlan(folder, plans[plan])).status).toBe("succeeded");
      expect(leftovers(folder)).toEqual([]);
      check({ before, healed, rerun: await readTable(folder, plan) });
    }
  }
  return kills;
}

const one = { 1: rows };
const two = { 2: rows };

describe.concurrent("killed before and after each effect on storage", () => {
  test("one file is the old one or the new one, whole", async () => {
    const kills = await killEverywhere("file", true, ({ before, healed, rerun }) => {
      expect([one, two]).toContainEqual(before);
      expect(healed).toEqual(before);
      expect(rerun).toEqual(two);
    });
    expect(kills).toBeGreaterThanOrEqual(8);
  }, 60_000);

  test("a folder is old, absent or new, and healed is old or new", async () => {
    const kills = await killEverywhere("folder", true, ({ before, healed, rerun }) => {
      expect([one, undefined, two]).toContainEqual(before);
      expect([one, two]).toContainEqual(healed);
      expect(rerun).toEqual(two);
    });
    expect(kills).toBeGreaterThanOrEqual(20);
  }, 60_000);

  test("a first write is there or is not", async () => {
    await killEverywhere("partitions", false, ({ before, healed, rerun }) => {
      expect([undefined, two]).toContainEqual(before);
      expect(healed).toEqual(before);
      expect(rerun).toEqual(two);
    });
  }, 60_000);

  test("an append of one file happened or did not", async () => {
    await killEverywhere("append", true, ({ before, healed, rerun }) => {
      expect([one, { ...one, ...two }]).toContainEqual(before);
      expect(healed).toEqual(before);
      expect(rerun).toEqual({ ...one, 2: healed?.["2"] === undefined ? rows : 2 * rows });
    });
  }, 60_000);

  test("an append of several files is healed to all of them or none", async () => {
    const kills = await killEverywhere("appendPartitions", true, ({ healed, rerun }) => {
      expect([one, { ...one, ...two }]).toContainEqual(healed);
      expect(rerun).toEqual({ ...one, 2: healed?.["2"] === undefined ? rows : 2 * rows });
    });
    expect(kills).toBeGreaterThanOrEqual(20);
  }, 60_000);
});

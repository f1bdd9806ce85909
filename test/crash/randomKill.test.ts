import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { build } from "esbuild";
import { beforeAll, expect, test } from "vitest";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { type PlanName, plans } from "./plans.ts";

const rows = 1_500_000;
const kills = 20;
let program = "";

beforeAll(async () => {
  const folder = mkdtempSync(join(import.meta.dirname, "../../node_modules/.odibi-crash-"));
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

test.each(["file", "folder"] as const)(
  "killed at random moments of a large write, a reader of the %s sees it whole or not at all",
  async plan => {
    const folder = makeFolder();
    const source = (version: number): Promise<unknown> =>
      query(
        `copy (select ${version} as version, i as id, 'part ' || hash(i) % 100000 as part from range(${rows}) t(i)) to '${folder}/lake/in.parquet'`,
      );
    await source(1);
    expect((await runPlan(folder, plans[plan])).status).toBe("succeeded");
    const seen = new Set<string>();
    let version = 1;
    let longest = 0;
    for (let kill = 0; kill < kills / 2; kill += 1) {
      await source(version + 1);
      const started = performance.now();
      const child = spawn(process.execPath, [program, folder, plan, "0", "before"], { stdio: ["ignore", "ignore", "inherit"] });
      // The first one shows how long a run takes; the others end somewhere within that.
      const death = kill === 0 ? undefined : setTimeout(() => child.kill("SIGKILL"), Math.random() * longest);
      const found = await poll(child, () => readVersions(folder, plan));
      clearTimeout(death);
      if (kill === 0) longest = performance.now() - started;
      for (const versions of found) {
        seen.add(versions);
        expect([`${version}: ${rows}`, `${version + 1}: ${rows}`, ...(plan === "folder" ? ["absent"] : [])]).toContain(versions);
      }
      // What the next run leaves is the new table, and nothing else.
      expect((await runPlan(folder, plans[plan])).status).toBe("succeeded");
      version += 1;
      expect(await readVersions(folder, plan)).toBe(`${version}: ${rows}`);
      expect(readdirSync(join(folder, "lake")).sort()).toEqual(["in.parquet", plan === "file" ? "out.parquet" : "out"]);
    }
    expect(seen.size).toBeGreaterThan(kills / 4);
  },
  60_000,
);

/** Reads again and again until the process is gone. */
async function poll(child: ChildProcess, read: () => Promise<string>): Promise<string[]> {
  let running = true;
  child.on("exit", () => {
    running = false;
  });
  const found: string[] = [];
  while (running) found.push(await read());
  found.push(await read());
  return found;
}

let reader: Promise<DuckDBInstance> | undefined;

let taking = 0;

/**
 * The file as one who opens it once finds it. DuckDB opens a path twice, and keeps parts of what it read by path, size and second: it would mix two files
 * that follow each other quickly.
 */
function takeFile(folder: string): string {
  taking += 1;
  const taken = join(folder, `taken-${taking}.parquet`);
  copyFileSync(join(folder, "lake/out.parquet"), taken);
  return taken;
}

/** Each version that a reader finds, and how many rows of it; "absent" where the table, or a file that was just listed, is not there. */
async function readVersions(folder: string, plan: PlanName): Promise<string> {
  reader ??= DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await (await reader).connect();
  let path = "";
  try {
    path = plan === "file" ? takeFile(folder) : `${folder}/lake/out/[!._]*.parquet`;
    const found = await connection.runAndReadAll(
      `select version || ': ' || count(*) as versions from read_parquet('${path}') group by version order by version`,
    );
    return found
      .getRows()
      .map(([versions]) => String(versions))
      .join(", ");
  } catch (error) {
    if (/No files found|No such file|ENOENT|Cannot open file/i.test(String(error))) return "absent";
    throw error;
  } finally {
    connection.closeSync();
    if (plan === "file") rmSync(path, { force: true });
  }
}

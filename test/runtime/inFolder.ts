import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { onTestFinished } from "vitest";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { type RunOptions, type RunResult, run } from "../../runtime/run.ts";

/** A project's folder for one test, removed after it. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "odibi-test-"));
  mkdirSync(join(folder, "lake"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function put(folder: string, path: string, content: string | Uint8Array): string {
  const whole = join(folder, "lake", path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

/** Rows of a query, asked of a DuckDB of the test's own. 64-bit numbers, decimals and times come as text. */
export async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'UTC'");
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export async function runPlan(
  folder: string,
  plan: Plan<Typed>,
  options: Partial<RunOptions> = {},
): Promise<RunResult & { readonly events: readonly RunEvent[] }> {
  const events: RunEvent[] = [];
  const result = await run(plan, { root: folder, planDirectory: folder, onEvent: event => events.push(event), ...options });
  return { ...result, events };
}

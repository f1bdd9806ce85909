import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { FilePlace } from "../../compiler/plan/step.ts";
import type { EngineJob } from "../engine/engine.ts";
import { Failure } from "../failure.ts";
import type { Leases } from "../state/leases.ts";
import { healTable } from "./healTable.ts";
import type { Storage } from "./storage.ts";
import { isLeftover, type StoredTable, tableAt, workNames } from "./table.ts";

/** Heals every table that the run writes or reads and that a killed run left half done. One that a living run holds is left to it. */
export async function healTables(
  job: Pick<EngineJob, "node" | "treatments" | "environment" | "root" | "parameters">,
  leases: Leases,
  storage: Storage,
): Promise<void> {
  const names = new Map<string, readonly string[]>();
  const namesIn = (folder: string): readonly string[] => {
    const known = names.get(folder) ?? hiddenNames(folder);
    names.set(folder, known);
    return known;
  };
  for (const [id, { kind }] of job.treatments) {
    const write = job.node(id).write;
    // A Delta table has nothing half done: what no version names is nobody's.
    if (write === undefined || write.file.format === "delta" || (kind !== "write" && kind !== "stored")) continue;
    const table = placeOf(write, job);
    if (table === undefined || !needsHealing(table, namesIn(dirname(table.path))) || !leases.tryTake(table.path)) continue;
    try {
      await healTable(table, storage);
    } finally {
      leases.release(table.path);
    }
  }
}

/** A place that its params don't make is told when its node runs; there is nothing to heal at it. */
function placeOf(write: FilePlace, job: Parameters<typeof tableAt>[1]): StoredTable | undefined {
  try {
    return tableAt(write, job);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function needsHealing(table: StoredTable, beside: readonly string[]): boolean {
  const journal = basename(workNames(table, "").journal);
  return beside.some(name => name === journal || isLeftover(table, name));
}

function hiddenNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(name => name.startsWith("."));
  } catch {
    return [];
  }
}

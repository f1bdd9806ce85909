import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Failure } from "../failure.ts";
import { makeFolders } from "../makeFolders.ts";

/** What odibi remembers of a project between runs, in `.odibi/` at its root. */
export interface State {
  readonly database: DatabaseSync;
  /** A folder of one run alone, for what does not outlive it. */
  spillFolder(run: string): string;
  close(): void;
}

const tables = `
  create table if not exists runs (run text primary key, project text not null, environment text not null, started text not null, finished text, status text not null, host text not null, pid integer not null);
  create table if not exists outcomes (run text not null, node text not null, status text not null, attempts integer not null, started text, finished text, rows integer, bytes integer, seconds real, error text, primary key (run, node));
  create table if not exists leases (place text primary key, run text not null, host text not null, pid integer not null, beat integer not null);
  create table if not exists transactions (node text not null, place text not null, version integer not null, inputs text, primary key (node, place));
  create table if not exists identities (identity text primary key);
`;

/** Opens the state of a project, making it where there is none. Runs of processes that are gone are marked as killed, and what they left in the spill folder is removed. */
export async function openState(root: string): Promise<State> {
  const folder = join(root, ".odibi");
  const { DatabaseSync } = await importQuietly();
  const database = orFail(folder, () => {
    makeFolders(join(folder, "spill"));
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const opened = new DatabaseSync(join(folder, "state.db"), { timeout: 5000 });
    opened.exec(`pragma journal_mode = wal; pragma synchronous = normal; ${tables}`);
    buryDeadRuns(opened, folder);
    return opened;
  });
  return {
    database,
    spillFolder: run => join(folder, "spill", `${run}.${process.pid}.${hostname()}`),
    close: () => database.close(),
  };
}

function orFail<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new Failure(
      "ODB5041",
      `The run's record in "${folder}" cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
      "Check the rights on the folder; it may be deleted when no run is on.",
    );
  }
}

function buryDeadRuns(database: DatabaseSync, folder: string): void {
  const running = database.prepare("select run, host, pid from runs where status = 'running'").all();
  for (const { run, host, pid } of running)
    if (host === hostname() && !isAlive(Number(pid))) database.prepare("update runs set status = 'killed' where run = ?").run(String(run));
  // What another machine's process left, that machine clears.
  for (const name of readdirSync(join(folder, "spill"))) {
    const [, pid, ...host] = name.split(".");
    if (host.join(".") === hostname() && !isAlive(Number(pid))) rmSync(join(folder, "spill", name), { recursive: true, force: true });
  }
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** node:sqlite announces at its import that it is experimental, which is ours to know and no user's. */
async function importQuietly(): Promise<typeof import("node:sqlite")> {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return await import("node:sqlite");
  } catch {
    throw new Failure(
      "ODB5041",
      `Node ${process.versions.node} has no SQLite, which keeps the record of runs.`,
      "Use Node 22.13 or newer.",
    );
  } finally {
    process.emitWarning = emitWarning;
  }
}

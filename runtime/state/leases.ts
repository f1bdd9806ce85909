import { hostname } from "node:os";
import { Failure } from "../failure.ts";
import { isAlive, type State } from "./openState.ts";

/** A lease whose process cannot be asked (another machine's) is dead after this many seconds without a sign of life. */
const staleAfter = 60;

/** Who may write a table: one run at a time. A run whose process is gone loses what it held. */
export interface Leases {
  /** Takes a place; fails where another run that lives holds it. */
  take(place: string, node: string): void;
  /** The same, without failing. */
  tryTake(place: string): boolean;
  release(place: string): void;
  close(): void;
}

export function openLeases(state: State, run: string): Leases {
  const find = state.database.prepare("select run, host, pid, beat from leases where place = ?");
  const insert = state.database.prepare("insert or replace into leases (place, run, host, pid, beat) values (?, ?, ?, ?, ?)");
  const remove = state.database.prepare("delete from leases where place = ? and run = ?");
  const beat = state.database.prepare("update leases set beat = ? where run = ?");
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const timer = setInterval(() => orLeave(() => beat.run(seconds(), run)), (staleAfter / 6) * 1000);
  timer.unref();

  const holderOf = (place: string): { readonly run: string; readonly pid: number } | undefined => {
    const row = find.get(place);
    if (row === undefined || row["run"] === run) return undefined;
    const lives = row["host"] === hostname() ? isAlive(Number(row["pid"])) : seconds() - Number(row["beat"]) < staleAfter;
    return lives ? { run: String(row["run"]), pid: Number(row["pid"]) } : undefined;
  };
  const attempt = (place: string): ReturnType<typeof holderOf> => {
    try {
      state.database.exec("begin immediate");
      const holder = holderOf(place);
      if (holder === undefined) insert.run(place, run, hostname(), process.pid, seconds());
      state.database.exec("commit");
      return holder;
    } catch (error) {
      if (state.database.isTransaction) orLeave(() => state.database.exec("rollback"));
      throw new Failure(
        "ODB5041",
        `The leases on tables cannot be kept: ${error instanceof Error ? error.message : String(error)}.`,
        "Look for room on the disk and for the rights on .odibi/.",
      );
    }
  };
  return {
    take(place, node) {
      const holder = attempt(place);
      if (holder !== undefined)
        throw new Failure(
          "ODB5040",
          `${node} is being written by another run, ${holder.run} (process ${holder.pid}).`,
          "Wait for it to end, or end it; then run again.",
        );
    },
    tryTake: place => attempt(place) === undefined,
    release: place => orLeave(() => remove.run(place, run)),
    close() {
      clearInterval(timer);
      orLeave(() => state.database.prepare("delete from leases where run = ?").run(run));
    },
  };
}

/** What cannot be given back is taken over when this process is gone. */
function orLeave(work: () => unknown): void {
  try {
    work();
  } catch {
    // See above.
  }
}

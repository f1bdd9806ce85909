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
  const timer = setInterval(() => beat.run(seconds(), run), (staleAfter / 6) * 1000);
  timer.unref();

  const holderOf = (place: string): { readonly run: string; readonly pid: number } | undefined => {
    const row = find.get(place);
    if (row === undefined || row["run"] === run) return undefined;
    const lives = row["host"] === hostname() ? isAlive(Number(row["pid"])) : seconds() - Number(row["beat"]) < staleAfter;
    return lives ? { run: String(row["run"]), pid: Number(row["pid"]) } : undefined;
  };
  const attempt = (place: string): ReturnType<typeof holderOf> => {
    state.database.exec("begin immediate");
    try {
      const holder = holderOf(place);
      if (holder === undefined) insert.run(place, run, hostname(), process.pid, seconds());
      return holder;
    } finally {
      state.database.exec("commit");
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
    release: place => void remove.run(place, run),
    close() {
      clearInterval(timer);
      state.database.prepare("delete from leases where run = ?").run(run);
    },
  };
}

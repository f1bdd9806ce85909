import { Failure } from "../../failure.ts";
import type { Action } from "../action.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { logPath } from "./logPath.ts";

/** The actions of a commit that another writer has just put into the log. */
export async function readWinner(store: ObjectStore, version: number): Promise<readonly Action[]> {
  const content = await store.read(logPath(version));
  if (content === undefined) throw damaged(version, "is gone again");
  const lines = new TextDecoder().decode(content).split("\n");
  return lines.filter(line => line.trim() !== "").map(line => parse(line, version));
}

function parse(line: string, version: number): Action {
  try {
    return JSON.parse(line) as Action;
  } catch {
    throw damaged(version, "is no JSON");
  }
}

const damaged = (version: number, what: string): Failure =>
  new Failure("ODB8004", `The file "${logPath(version)}" of the Delta table, which another writer has just made, ${what}.`);

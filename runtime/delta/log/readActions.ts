import { Failure } from "../../failure.ts";
import type { Action } from "../action.ts";
import { findFault } from "./findFault.ts";

/** The actions of a commit, a compaction or a checkpoint in JSON: an object per line. Actions that are not known are left out, as the protocol asks. */
export function readActions(content: Uint8Array, path: string): readonly Action[] {
  const lines = decode(content, path).split("\n");
  const actions: Action[] = [];
  let count = 0;
  for (const [index, line] of lines.entries()) {
    // The last line may end without a line break, and some writers leave blank ones.
    if (line.trim() === "") continue;
    count += 1;
    const action = parseLine(line, path, index + 1);
    if (action !== undefined) actions.push(action);
  }
  if (count === 0) throw damaged(path, "it is empty");
  return actions;
}

/** One action: an object of one key; undefined where it is none that is known. */
export function parseLine(line: string, path: string, number: number): Action | undefined {
  const parsed = parse(line, path, number);
  const fault = findFault(parsed);
  if (fault !== undefined) throw damaged(path, `line ${number} ${fault}`);
  return isKnown(parsed) ? parsed : undefined;
}

const known = [
  "add",
  "remove",
  "metaData",
  "protocol",
  "txn",
  "domainMetadata",
  "commitInfo",
  "cdc",
  "sidecar",
] as const satisfies readonly ActionKind[];

type ActionKind = Action extends infer Each ? (Each extends Each ? keyof Each : never) : never;

/** Its fields are those of its kind, which findFault has looked at. */
const isKnown = (value: unknown): value is Action =>
  typeof value === "object" &&
  value !== null &&
  known.some(kind => Object.hasOwn(value, kind) && value[kind as keyof typeof value] !== null);

function parse(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(path, `line ${number} is no JSON, or is cut short`);
  }
}

function decode(content: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw damaged(path, "it is no UTF-8 text");
  }
}

export const damaged = (path: string, reason: string): Failure =>
  new Failure("ODB8004", `The log's file "${path}" is damaged: ${reason}.`, "Bring the file back from a copy, or read an older version.");

import { randomUUID } from "node:crypto";
import { Failure } from "../failure.ts";
import type { State } from "./openState.ts";

/** The names under which writes stand in the logs of versioned tables. */
export interface Transactions {
  /**
   * The name of a node's next write. A write that an earlier run began and whose end it did not see keeps its name, so that the table knows it again,
   * where it reads the same (`inputs`) and means the same.
   */
  begin(node: string, place: string, inputs: string): Transaction;
  /** The write's end is known: the next one is another. */
  finish(node: string, place: string): void;
}

export interface Transaction {
  readonly application: string;
  readonly version: number;
}

export function openTransactions(state: State): Transactions {
  const { database } = state;
  const find = database.prepare("select version, inputs from transactions where node = ? and place = ?");
  const insert = database.prepare("insert or replace into transactions (node, place, version, inputs) values (?, ?, ?, ?)");
  const close = database.prepare("update transactions set inputs = null where node = ? and place = ?");
  return {
    begin: (node, place, inputs) =>
      orFail(() => {
        const known = find.get(node, place);
        const last = Number(known?.["version"] ?? 0);
        const isRetry = known?.["inputs"] === inputs;
        // Versions only grow, whatever the clock does.
        const version = isRetry ? last : Math.max(Date.now(), last + 1);
        if (!isRetry) insert.run(node, place, version, inputs);
        return { application: `odibi/${identityOf(state)}/${node}`, version };
      }),
    finish: (node, place) => void orFail(() => close.run(node, place)),
  };
}

/** Of each copy of a project its own: what one has written says nothing of another. */
function identityOf({ database }: State): string {
  const known = database.prepare("select identity from identities").get()?.["identity"];
  if (typeof known === "string") return known;
  const identity = randomUUID().slice(0, 8);
  database.prepare("insert into identities (identity) values (?)").run(identity);
  return identity;
}

function orFail<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Failure(
      "ODB5041",
      `The record of writes cannot be kept: ${error instanceof Error ? error.message : String(error)}.`,
      "Look for room on the disk and for the rights on .odibi/.",
    );
  }
}

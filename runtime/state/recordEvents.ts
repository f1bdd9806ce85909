import { hostname } from "node:os";
import type { RunEvent } from "../event.ts";
import { Failure } from "../failure.ts";
import type { State } from "./openState.ts";

export interface EventRecord {
  write(event: RunEvent): void;
  /** Why the record ends before the run does. The run goes on without it. */
  failure(): Failure | undefined;
}

/** Keeps the record of a run from its events, as they come. */
export function recordEvents(state: State, project: string): EventRecord {
  const write = prepareWrite(state, project);
  let failure: Failure | undefined;
  return {
    write(event) {
      if (failure !== undefined) return;
      try {
        write(event);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        failure = new Failure(
          "ODB5041",
          `The record of this run could not be kept: ${why}.`,
          "Look for room on the disk and for the rights on .odibi/.",
        );
      }
    },
    failure: () => failure,
  };
}

function prepareWrite(state: State, project: string): (event: RunEvent) => void {
  const { database } = state;
  const startRun = database.prepare(
    "insert into runs (run, project, environment, started, status, host, pid) values (?, ?, ?, ?, 'running', ?, ?)",
  );
  const startNode = database.prepare(
    "insert into outcomes (run, node, status, attempts, started) values (?, ?, 'running', ?, ?) on conflict do update set attempts = excluded.attempts",
  );
  const finishNode = database.prepare(
    "update outcomes set status = ?, finished = ?, rows = ?, bytes = ?, seconds = ?, error = ? where run = ? and node = ?",
  );
  const skipNode = database.prepare(
    "insert or replace into outcomes (run, node, status, attempts, finished, error) values (?, ?, 'skipped', 0, ?, ?)",
  );
  const finishRun = database.prepare("update runs set finished = ?, status = ? where run = ?");
  return event => {
    switch (event.event) {
      case "run.started":
        startRun.run(event.run, project, event.environment, event.time, hostname(), process.pid);
        return;
      case "node.started":
        startNode.run(event.run, event.node, event.attempt, event.time);
        return;
      case "node.finished":
        if (event.status === "succeeded")
          finishNode.run("succeeded", event.time, event.rows, event.bytes, event.seconds, null, event.run, event.node);
        else finishNode.run("failed", event.time, null, null, event.seconds, JSON.stringify(event.error), event.run, event.node);
        return;
      case "node.skipped":
        skipNode.run(event.run, event.node, event.time, JSON.stringify({ because: event.because }));
        return;
      case "run.finished":
        finishRun.run(event.time, event.status, event.run);
        return;
      case "node.progress":
      case "node.retrying":
        return;
    }
  };
}

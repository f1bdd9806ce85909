import { Worker } from "node:worker_threads";
import { Failure } from "../../../failure.ts";
import { endWorker, openGate } from "./gate.ts";
import type { MapRowsAnswer, MapRowsPiece, MapRowsWork } from "./mapRowsWorker.ts";

/**
 * Hands the pieces to workers, each the next one when it is done with one. They load while the pieces are still being made.
 * The first fault, and an aborted signal, end them all, and the making. Gives the pieces.
 */
export async function runWorkers(
  work: MapRowsWork,
  make: (signal: AbortSignal) => Promise<readonly MapRowsPiece[]>,
  count: number,
  signal: AbortSignal,
): Promise<readonly MapRowsPiece[]> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const making = make(ended);
  const waiting = making.then(pieces => [...pieces]);
  const workers = Array.from({ length: count }, () => runWorker(work, waiting, ended));
  try {
    await Promise.all([waiting, ...workers]);
    return await making;
  } catch (error) {
    stop.abort();
    // Nobody goes on, and closes the engine, while something still runs in it.
    await Promise.allSettled([waiting, ...workers]);
    signal.throwIfAborted();
    throw error;
  }
}

function runWorker(work: MapRowsWork, waiting: Promise<MapRowsPiece[]>, signal: AbortSignal): Promise<void> {
  // What a function prints is talk: standard output is for data.
  const gate = openGate();
  const workerData: MapRowsWork & { readonly gate: SharedArrayBuffer } = { ...work, gate };
  const worker = new Worker(new URL("./mapRowsWorker.ts", import.meta.url), { workerData, stdout: true });
  worker.stdout.pipe(process.stderr, { end: false });
  return new Promise<void>((resolve, reject) => {
    let isDone = false;
    const terminate = (): void => void endWorker(worker, gate);
    signal.addEventListener("abort", terminate, { once: true });
    if (signal.aborted) terminate();
    worker.on("message", (answer: MapRowsAnswer) => {
      if ("fault" in answer) {
        reject(failureOf(answer.fault));
        return;
      }
      const next = (piece: MapRowsPiece | undefined): void => {
        isDone = piece === undefined;
        worker.postMessage(piece ?? "end");
      };
      waiting.then(
        pieces => next(pieces.shift()),
        () => next(undefined),
      );
    });
    worker.on("error", error =>
      reject(
        new Failure(
          "ODB6040",
          `The function ended its thread: ${error.message}.`,
          "Look for a promise that nobody awaits, or for memory that is never let go.",
        ),
      ),
    );
    worker.on("exit", code => {
      signal.removeEventListener("abort", terminate);
      if (signal.aborted) reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
      else if (code === 0 && isDone) resolve();
      else
        reject(
          new Failure(
            "ODB6040",
            `The function ended its thread with exit code ${code}.`,
            "A function returns a row; it never calls process.exit.",
          ),
        );
    });
  });
}

function failureOf(fault: Extract<MapRowsAnswer, { readonly fault: object }>["fault"]): Failure {
  switch (fault.kind) {
    case "bundle":
      return new Failure(
        "ODB6040",
        `The function cannot be loaded: ${fault.message}.`,
        "Mend what the module does when it is imported, then compile again.",
      );
    case "threw":
      return new Failure(
        "ODB6040",
        `The function threw at the row ${fault.row}: ${fault.message}.`,
        "Catch it in the function and return a row that says so, or mend the data.",
      );
    case "result":
      return new Failure(
        "ODB6041",
        `The function's result for the row ${fault.row} does not fit: ${fault.message}.`,
        "Return exactly the declared columns.",
      );
  }
}

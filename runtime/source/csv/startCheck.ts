import { Worker } from "node:worker_threads";
import type { Code } from "../../../compiler/diagnostics/catalogue.ts";
import { Failure } from "../../failure.ts";
import { type CsvCheck, type CsvVerdict, checkFiles } from "./checkFiles.ts";

/** Starting a thread costs more than checking this much. */
const worthAThread = 8_000_000;

type Answer = { readonly verdict: CsvVerdict } | { readonly failure: { readonly code: Code; readonly message: string; readonly hint?: string } };

/** Checks csv files, large ones in a thread of its own. Aborting the signal ends it. */
export function startCheck(check: CsvCheck, signal: AbortSignal): Promise<CsvVerdict> {
  if (check.files.reduce((sum, file) => sum + file.bytes, 0) < worthAThread) return checkFiles(check);
  const worker = new Worker(new URL("./checkCsvWorker.ts", import.meta.url), { workerData: check });
  return new Promise<CsvVerdict>((resolve, reject) => {
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop, { once: true });
    worker.on("message", (answer: Answer) => {
      if ("verdict" in answer) resolve(answer.verdict);
      else reject(new Failure(answer.failure.code, answer.failure.message, answer.failure.hint));
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(signal.aborted ? signal.reason : new Error("the check of a csv file ended without a verdict"));
    });
  });
}

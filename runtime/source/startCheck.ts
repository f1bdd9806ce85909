import { Worker } from "node:worker_threads";
import type { Code } from "../../compiler/diagnostics/catalogue.ts";
import { Failure } from "../failure.ts";
import { checkText, type TextCheck, type Verdict } from "./checkText.ts";

/** Starting a thread costs more than checking this many bytes. */
const worthAThread = 8_000_000;

type Answer<C extends TextCheck> =
  | { readonly verdict: Verdict<C> }
  | { readonly failure: { readonly code: Code; readonly message: string; readonly hint?: string } };

/** Checks text files, large ones in a thread of its own. Aborting the signal ends it. */
export function startCheck<C extends TextCheck>(check: C, signal: AbortSignal): Promise<Verdict<C>> {
  if (check.files.reduce((sum, file) => sum + file.bytes, 0) < worthAThread) return checkText(check);
  const worker = new Worker(new URL("./checkTextWorker.ts", import.meta.url), { workerData: check });
  return new Promise<Verdict<C>>((resolve, reject) => {
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop, { once: true });
    worker.on("message", (answer: Answer<C>) => {
      if ("verdict" in answer) resolve(answer.verdict);
      else reject(new Failure(answer.failure.code, answer.failure.message, answer.failure.hint));
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      signal.removeEventListener("abort", stop);
      reject(signal.aborted ? signal.reason : new Error("the check of a text file ended without a verdict"));
    });
  });
}

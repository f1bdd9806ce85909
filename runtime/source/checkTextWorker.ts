import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "../failure.ts";
import { checkText, type TextCheck } from "./checkText.ts";

// Checks text files beside the engine, which reads the same files meanwhile.

try {
  parentPort?.postMessage({ verdict: await checkText(workerData as TextCheck) });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  parentPort?.postMessage({ failure: { code: error.code, message: error.message, hint: error.hint } });
}

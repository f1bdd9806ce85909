import { parentPort, workerData } from "node:worker_threads";
import { Failure } from "../../failure.ts";
import { type CsvCheck, checkFiles } from "./checkFiles.ts";

// Checks csv files beside the engine, which reads the same files meanwhile.

try {
  parentPort?.postMessage({ verdict: await checkFiles(workerData as CsvCheck) });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  parentPort?.postMessage({ failure: { code: error.code, message: error.message, hint: error.hint } });
}

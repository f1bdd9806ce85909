import type { TestProject } from "vitest/node";
import { startSpark } from "./startSpark.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where test/spark/evaluate.py listens. */
    sparkSocket: string;
  }
}

/** The one Spark session that the whole run of tests asks. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { socket, end } = await startSpark();
  project.provide("sparkSocket", socket);
  return end;
}

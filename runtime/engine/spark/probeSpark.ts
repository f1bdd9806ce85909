import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { findSpark, type Spark } from "./findSpark.ts";

/** What a run on Spark would be started with. */
export interface ProbedSpark {
  readonly spark: Spark;
  /** `17.0.15`; undefined where there is no Java. */
  readonly java: string | undefined;
}

/** Looks for the Spark of this machine, and for the Java that it needs. */
export function probeSpark(python: string | undefined, root: string): ProbedSpark | Failure {
  try {
    return { spark: findSpark(python, root), java: javaVersion() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error;
  }
}

function javaVersion(): string | undefined {
  const home = process.env["JAVA_HOME"];
  const { stderr } = spawnSync(home === undefined || home === "" ? "java" : join(home, "bin/java"), ["-version"], { encoding: "utf8" });
  return /version "([^"]+)"/.exec(stderr ?? "")?.[1];
}

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../../failure.ts";
import { writeProject } from "../../pyspark/writeProject.ts";
import type { EngineJob } from "../engine.ts";
import { findSpark } from "./findSpark.ts";

import { type Line, openLine } from "./openLine.ts";
import { isLocalMaster, submitArguments } from "./submitArguments.ts";

/** A Spark that serves this run's project. */
export interface StartedSpark {
  readonly line: Line;
  /** Ends it, and every process that it started. */
  end(): Promise<void>;
}

/** How long it may take to end by itself. */
const grace = 3_000;

/** Lays the run's project into the spill folder, starts spark-submit on it, and waits until it answers. */
export async function startSpark(job: EngineJob): Promise<StartedSpark> {
  const spark = findSpark(job.environment.spark?.python, job.root);
  const project = join(job.spill, "project");
  writeProject(job.plan, job.planDirectory, project);
  const token = randomBytes(24).toString("hex");
  const line = await openLine(token);
  const temporary = join(job.spill, "local");
  mkdirSync(temporary, { recursive: true });
  const log = join(job.spill, "spark.log");
  const output = openSync(log, "w");
  const child = spawn(spark.submit, [...submitArguments(job), join(project, "main.py"), "--serve", String(line.port)], {
    cwd: job.spill,
    // A group of its own: all of it is ended at once, and Ctrl-C does not reach it before us.
    detached: true,
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      ...utf8Locale(process.env),
      SPARK_HOME: spark.home,
      PYSPARK_PYTHON: spark.python,
      PYSPARK_DRIVER_PYTHON: spark.python,
      TMPDIR: temporary,
      ODIBI_TOKEN: token,
      // What functions run on, here.
      ODIBI_NODE: process.execPath,
    },
  });
  closeSync(output);
  const ended = new Promise<void>(resolve => {
    child.once("error", error => {
      line.fail(
        new Failure("ODB5061", `Spark could not be started by "${spark.submit}": ${error.message}.`, "`odibi doctor` looks at it."),
      );
      resolve();
    });
    child.once("exit", (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      const hint =
        signal === "SIGKILL"
          ? "The system may have ended it for want of memory: lower --memory."
          : "`odibi doctor` looks at what is installed.";
      line.fail(new Failure("ODB5061", `Spark ended ${how}: ${lastWords(log)}`, hint));
      resolve();
    });
  });
  const kill = (): void => killGroup(child.pid);
  process.once("exit", kill);
  const end = async (): Promise<void> => {
    line.send({ op: "close" });
    // A cluster is told that this application is done. Here all lies in the spill folder, and nothing is left to do.
    if (line.isOpen() && !isLocalMaster(job)) await Promise.race([ended, delay(grace)]);
    process.off("exit", kill);
    kill();
    await ended;
    line.close();
  };
  const abort = (): void => line.fail(new Failure("ODB5051", "The run was cancelled."));
  job.signal?.addEventListener("abort", abort, { once: true });
  if (job.signal?.aborted === true) abort();
  try {
    await line.greeted;
    return { line, end };
  } catch (error) {
    await end();
    throw error;
  } finally {
    job.signal?.removeEventListener("abort", abort);
  }
}

/** Java reads and writes names of files by the locale, and knows no letter beyond ASCII where none is set, as in a job of cron. */
function utf8Locale({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): { readonly LC_ALL?: string } {
  const effective = [LC_ALL, LC_CTYPE, LANG].find(value => value !== undefined && value !== "") ?? "";
  return process.platform !== "linux" || /utf-?8/i.test(effective) ? {} : { LC_ALL: "C.UTF-8" };
}

function killGroup(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    // None of them is left.
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}

/** The last line of the log that says what went wrong. */
function lastWords(log: string): string {
  const lines = readFileSync(log, "utf8").split("\n");
  const told = lines.findLast(line => /(?:Error|Exception|error:|Failure)\b/.test(line) && !/^\s+at /.test(line));
  const last = told ?? lines.findLast(line => line.trim() !== "");
  return last === undefined ? "it said nothing." : last.trim().slice(0, 500);
}

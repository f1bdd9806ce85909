import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { Failure } from "../../failure.ts";

/** A Spark of this machine. */
export interface Spark {
  /** The program `spark-submit`. */
  readonly submit: string;
  /** The folder that it belongs to. */
  readonly home: string;
  /** The Python that its workers and the driver run on. */
  readonly python: string;
  /** `4.1.1`; undefined where its folder does not tell. */
  readonly version: string | undefined;
  /** What led to it, in words. */
  readonly by: string;
}

/** The Spark that a run is started on: the one of the config's Python, else of SPARK_HOME, else of the path's spark-submit, else of python3. Fails with what to do where there is none. */
export function findSpark(configured: string | undefined, root: string, environment: NodeJS.ProcessEnv = process.env): Spark {
  if (configured !== undefined) return ofConfig(resolve(root, configured), configured, environment);
  const python = environment["PYSPARK_PYTHON"] ?? "python3";
  const home = environment["SPARK_HOME"];
  if (home !== undefined && home !== "") {
    const found = inHome(home, python, "SPARK_HOME");
    if (found !== undefined) return found;
    throw new Failure(
      "ODB5060",
      `SPARK_HOME is "${home}", and there is no bin/spark-submit in it.`,
      "Set SPARK_HOME to Spark's folder, or unset it.",
    );
  }
  const submit = onPath("spark-submit", environment["PATH"] ?? "");
  // The package pyspark lays a program of that name beside its Python.
  const beside = submit === undefined ? undefined : ofPython(join(dirname(submit), "python"), "spark-submit on the path", environment);
  const found =
    beside ??
    (submit === undefined ? undefined : inHome(resolve(dirname(submit), ".."), python, "spark-submit on the path")) ??
    ofPython(python, `pyspark of ${python}`, environment);
  if (found !== undefined) return found;
  throw new Failure("ODB5060", "No Spark was found: neither SPARK_HOME, nor spark-submit on the path, nor a python3 with pyspark.", wayOut);
}

const wayOut =
  'Make one: `python3 -m venv .venv && .venv/bin/pip install pyspark==4.1.1`, and name its Python in odibi.config.ts: `spark: { python: ".venv/bin/python" }`.';

function ofConfig(python: string, configured: string, environment: NodeJS.ProcessEnv): Spark {
  const found = ofPython(python, `the config's ${configured}`, environment);
  if (found !== undefined) return found;
  const why = existsSync(python) ? "has no pyspark" : "is not there";
  throw new Failure("ODB5060", `The config's Python, "${configured}", ${why}.`, wayOut);
}

function ofPython(python: string, by: string, environment: NodeJS.ProcessEnv): Spark | undefined {
  const script = "import os, sys, pyspark; print(os.path.dirname(pyspark.__file__)); print(pyspark.__version__); print(sys.executable)";
  const { status, stdout } = spawnSync(python, ["-c", script], { encoding: "utf8", env: environment });
  if (status !== 0) return undefined;
  const [home = "", version, executable = python] = stdout.trim().split("\n");
  const submit = join(home, "bin/spark-submit");
  return existsSync(submit) ? { submit, home, python: executable, version, by } : undefined;
}

function inHome(home: string, python: string, by: string): Spark | undefined {
  const submit = join(home, "bin/spark-submit");
  return existsSync(submit) ? { submit, home, python, version: versionOf(home), by } : undefined;
}

function versionOf(home: string): string | undefined {
  const jars = join(home, "jars");
  const core = existsSync(jars) ? readdirSync(jars).find(name => name.startsWith("spark-core_")) : undefined;
  return /^spark-core_[\d.]+-(.+)\.jar$/.exec(core ?? "")?.[1];
}

function onPath(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map(folder => join(folder, program))
    .find(existsSync);
}

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The Spark that tests run on: the one that results are judged by; an older one by `ODIBI_SPARK_VERSION`. */
export const sparkVersion = process.env["ODIBI_SPARK_VERSION"] ?? "4.1.1";

const environment = join(root, `.spark/${sparkVersion}`);
/** The Python that has it, once setupSpark() was successful. */
export const sparkPython = join(environment, "bin/python");

// `mapInArrow` needs pyarrow, and asks for pandas; ruff judges what is emitted.
const packages = [`pyspark==${sparkVersion}`, "pyarrow==26.0.1", "pandas==2.3.3", "ruff==0.17.6"];

/** Makes a virtual environment with Spark, once. Returns what is missing on the machine, in one line. */
export function setupSpark(): string | undefined {
  const java = spawnSync(process.env["JAVA_HOME"] ? join(process.env["JAVA_HOME"], "bin/java") : "java", ["-version"], {
    encoding: "utf8",
  });
  const javaVersion = Number(/version "(\d+)/.exec(java.stderr ?? "")?.[1] ?? 0);
  if (javaVersion < 17) return `Spark needs Java 17 or later, and there is ${javaVersion === 0 ? "none" : `Java ${javaVersion}`}`;
  const python = spawnSync("python3", ["-c", "import sys, venv; print(sys.version_info >= (3, 10))"], { encoding: "utf8" });
  if (python.status !== 0) return "Spark needs Python 3.10 or later with venv, and there is none";
  if (python.stdout.trim() !== "True") return "Spark needs Python 3.10 or later, and python3 is older";
  const marker = join(environment, "packages.txt");
  if (existsSync(marker) && readFileSync(marker, "utf8") === packages.join("\n")) return undefined;
  rmSync(environment, { recursive: true, force: true });
  const made = spawnSync("python3", ["-m", "venv", environment], { encoding: "utf8" });
  if (made.status !== 0) return `a virtual environment could not be made: ${lastLine(made.stderr || made.stdout)}`;
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
  const installed = spawnSync(sparkPython, install, { encoding: "utf8" });
  if (installed.status !== 0) return `pyspark ${sparkVersion} could not be installed: ${lastLine(installed.stderr)}`;
  writeFileSync(`${marker}.part`, packages.join("\n"));
  renameSync(`${marker}.part`, marker);
  return undefined;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

if (import.meta.main) {
  const missing = setupSpark();
  console.error(missing === undefined ? `Spark ${sparkVersion} is in ${environment.slice(root.length + 1)}.` : `No Spark: ${missing}.`);
  process.exitCode = missing === undefined ? 0 : 1;
}

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const environment = join(root, ".delta");

/** The Python with delta-rs, the judge of the Delta tables, once setupDelta() was successful. */
export const deltaPython = join(environment, "bin/python");

const packages = ["deltalake==1.6.6", "pyarrow==26.0.1"];

/** Makes a virtual environment with delta-rs, once. Returns what is missing on the machine, in one line. */
export function setupDelta(): string | undefined {
  const python = spawnSync("python3", ["-c", "import sys, venv; print(sys.version_info >= (3, 10))"], { encoding: "utf8" });
  if (python.status !== 0) return "delta-rs needs Python 3.10 or later with venv, and there is none";
  if (python.stdout.trim() !== "True") return "delta-rs needs Python 3.10 or later, and python3 is older";
  const marker = join(environment, "packages.txt");
  if (existsSync(marker) && readFileSync(marker, "utf8") === packages.join("\n")) return undefined;
  rmSync(environment, { recursive: true, force: true });
  const made = spawnSync("python3", ["-m", "venv", environment], { encoding: "utf8" });
  if (made.status !== 0) return `a virtual environment could not be made: ${lastLine(made.stderr || made.stdout)}`;
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
  const installed = spawnSync(deltaPython, install, { encoding: "utf8" });
  if (installed.status !== 0) return `${packages[0]} could not be installed: ${lastLine(installed.stderr)}`;
  writeFileSync(`${marker}.part`, packages.join("\n"));
  renameSync(`${marker}.part`, marker);
  return undefined;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

if (import.meta.main) {
  const missing = setupDelta();
  console.error(missing === undefined ? `delta-rs is in ${environment.slice(root.length + 1)}.` : `No delta-rs: ${missing}.`);
  process.exitCode = missing === undefined ? 0 : 1;
}

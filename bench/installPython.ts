import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./work.ts";

/** A Python with a package, in the project's .venv; undefined, and a line says so, where there is none. */
export function installPython(...packages: readonly string[]): string | undefined {
  const environment = join(root, ".venv");
  const python = join(environment, "bin/python");
  if (!existsSync(python)) spawnSync("python3", ["-m", "venv", environment]);
  const { status } = spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status === 0) return python;
  console.error(`Not measured: ${packages.join(", ")} could not be installed.`);
  return undefined;
}

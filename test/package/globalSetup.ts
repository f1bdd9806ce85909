import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder in which the packed package is installed, as a user has it. Beside it lies `copies`. */
    installed: string;
  }
}

const root = join(import.meta.dirname, "../..");

/** Builds and packs the package, and installs it in an empty folder. */
export default function setup(project: TestProject): () => void {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "odibi-package-")));
  const folder = join(base, "user");
  mkdirSync(folder);
  mkdirSync(join(base, "copies"));
  const run = (command: string, parameters: readonly string[], cwd: string) =>
    execFileSync(command, parameters, { cwd, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  const packed = JSON.parse(run("npm", ["pack", "--json", "--silent", "--pack-destination", folder], root).replace(/^[^[{]*/, ""));
  const [archive] = Object.values<{ filename: string }>(packed);
  writeFileSync(join(folder, "package.json"), '{ "name": "user", "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, archive?.filename ?? "")], folder);
  // The editor's TypeScript is the user's own.
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(root, "node_modules/.bin/tsc"), join(folder, "node_modules/.bin/tsc"));
  project.provide("installed", folder);
  return () => rmSync(base, { recursive: true, force: true });
}

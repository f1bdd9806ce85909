import { spawnSync } from "node:child_process";
import { join } from "node:path";

// `npm run check`: types, format and lint, unused code, the package. Each says nothing when it is content.

const root = join(import.meta.dirname, "..");
const checks: readonly (readonly [title: string, command: string, ...parameters: string[]])[] = [
  ["types", "tsc", "--checkers", "1", "-p", "."],
  ["types of the examples", "tsc", "--checkers", "1", "-p", "examples"],
  ["format and lint", "biome", "check", "--error-on-warnings", "--max-diagnostics", "50"],
  ["unused code and dependencies", "knip"],
  ["build", "node", "scripts/build.ts"],
  ["package", "publint", "--strict"],
];

let failed = 0;
for (const [title, command, ...parameters] of checks) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin", command), parameters, { cwd: root, encoding: "utf8" });
  const isRight = status === 0;
  if (!isRight) failed += 1;
  console.log(`${isRight ? "✓" : "✗"} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!isRight) console.log(stdout + stderr);
}
process.exitCode = failed === 0 ? 0 : 1;

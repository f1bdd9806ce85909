import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTpchData } from "./makeTpchData.ts";
import { deltaPython, setupDelta } from "./setupDelta.ts";
import { setupSpark, sparkPython } from "./setupSpark.ts";

// `npm test`: all tests but those that need another engine, and at the end one line with their number. Words after `--` go to vitest: `npm test -- test/plan`.
// `npm run test:delta` and `npm run test:spark`: those that need delta-rs or Spark, which they install.

const root = join(import.meta.dirname, "..");
const report = mkdtempSync(join(tmpdir(), "odibi-tests-"));
const others: {
  readonly [flag: string]: { readonly name: string; readonly projects: readonly string[]; readonly setup: () => string | undefined };
} = {
  "--delta": { name: "with delta-rs", projects: ["delta"], setup: setupDelta },
  "--spark": { name: "on Spark", projects: ["spark"], setup: setupSpark },
};
const other = others[process.argv[2] ?? ""];
const lacking = other?.setup();
if (lacking !== undefined) {
  console.error(`The tests ${other?.name} can't run: ${lacking}.`);
  process.exit(1);
}
const missing = makeTpchData();
if (missing) console.error(`Skipped: the tests of examples/tpch, because ${missing}.`);
const words = [
  "run",
  ...(other?.projects ?? ["sources", "package"]).map(project => `--project=${project}`),
  ...process.argv.slice(other === undefined ? 2 : 3),
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${join(report, "tests.json")}`,
];
const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), words, {
  cwd: root,
  stdio: "inherit",
  env: { ODIBI_SPARK_PYTHON: sparkPython, ODIBI_DELTA_PYTHON: deltaPython, ...process.env },
});
try {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(join(report, "tests.json"), "utf8"));
  const brokenFiles = testResults.filter(
    (file: { status: string; assertionResults: readonly unknown[] }) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  if (other === undefined)
    console.log("\nWithout the tests that need delta-rs or Spark: `npm run test:delta` and `npm run test:spark` run them.");
  console.log(
    `\n${numPassedTests} passed, ${numFailedTests + brokenFiles} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`,
  );
} finally {
  rmSync(report, { recursive: true, force: true });
}
process.exitCode = status ?? 1;

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTpchData } from "./makeTpchData.ts";
import { setupSpark, sparkPython } from "./setupSpark.ts";

// `npm test`: all tests but those that need Spark, and at the end one line with their number. Words after `--` go to vitest: `npm test -- test/plan`.
// `npm run test:spark`: those that need Spark, which it installs.

const root = join(import.meta.dirname, "..");
const report = mkdtempSync(join(tmpdir(), "odibi-tests-"));
const isSpark = process.argv[2] === "--spark";
const noSpark = isSpark ? setupSpark() : undefined;
if (noSpark !== undefined) {
  console.error(`The tests on Spark can't run: ${noSpark}.`);
  process.exit(1);
}
const missing = makeTpchData();
if (missing) console.error(`Skipped: the tests of examples/tpch, because ${missing}.`);
const projects = isSpark ? ["--project=spark"] : ["--project=sources", "--project=package"];
const words = [
  "run",
  ...projects,
  ...process.argv.slice(isSpark ? 3 : 2),
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${join(report, "tests.json")}`,
];
const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), words, {
  cwd: root,
  stdio: "inherit",
  env: { ODIBI_SPARK_PYTHON: sparkPython, ...process.env },
});
try {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(join(report, "tests.json"), "utf8"));
  const brokenFiles = testResults.filter(
    (file: { status: string; assertionResults: readonly unknown[] }) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  if (!isSpark) console.log("\nWithout the tests on Spark: `npm run test:spark` runs them.");
  console.log(
    `\n${numPassedTests} passed, ${numFailedTests + brokenFiles} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`,
  );
} finally {
  rmSync(report, { recursive: true, force: true });
}
process.exitCode = status ?? 1;

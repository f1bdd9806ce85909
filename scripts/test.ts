import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTpchData } from "./makeTpchData.ts";

// `npm test`: all tests, and at the end one line with their number. Words after `--` go to vitest: `npm test -- test/plan`.

const root = join(import.meta.dirname, "..");
const report = mkdtempSync(join(tmpdir(), "odibi-tests-"));
const missing = makeTpchData();
if (missing) console.error(`Skipped: the tests of examples/tpch, because ${missing}.`);
const words = ["run", ...process.argv.slice(2), "--reporter=default", "--reporter=json", `--outputFile.json=${join(report, "tests.json")}`];
const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), words, { cwd: root, stdio: "inherit" });
try {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(join(report, "tests.json"), "utf8"));
  const brokenFiles = testResults.filter(
    (file: { status: string; assertionResults: readonly unknown[] }) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  console.log(
    `\n${numPassedTests} passed, ${numFailedTests + brokenFiles} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`,
  );
} finally {
  rmSync(report, { recursive: true, force: true });
}
process.exitCode = status ?? 1;

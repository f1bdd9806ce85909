import { join, relative, resolve } from "node:path";
import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import { describeFailure, Failure } from "../../runtime/failure.ts";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { compileApart } from "../compileApart.ts";
import { findNewerSource } from "../findNewerSource.ts";
import { findProject } from "../findProject.ts";
import { type OpenedPlan, readPlanFile } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { readSourceBelow } from "../readSourceBelow.ts";
import { formatCount } from "../terminal/formatQuantity.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usageError.ts";

/** `odibi emit spark [plan] -o DIR`: the plan as a PySpark project. Without a plan, compiles the project first. */
export async function emit(given: Arguments, terminal: Terminal): Promise<number> {
  const [engine = "", named] = given.positional;
  checkEngine(engine);
  const folder = given.text("outputFolder");
  if (folder === undefined)
    throw new UsageError("ODB7004", "`odibi emit` wants --output <folder>.", `Usage: odibi emit ${engine} plan.json -o <folder>`);
  const path = named ?? (await compileApart(findProject(undefined), terminal));
  const opened = path === undefined ? undefined : await readPlanFile(path, terminal);
  if (path === undefined || opened === undefined) return 1;
  const newer = named === undefined ? undefined : findNewerSource(path, opened.root);
  if (newer !== undefined)
    terminal.say(
      `${terminal.style.yellow("warning")} ${newer} is newer than ${path}: what is emitted is the plan. \`odibi compile\` brings it up to date.`,
    );
  return emitInto(folder, opened, given.text("format") ?? "human", terminal);
}

function checkEngine(engine: string): void {
  const engines = ["spark"];
  if (engines.includes(engine)) return;
  const near = nearestName(engine, engines);
  throw new UsageError(
    "ODB7003",
    `\`odibi emit\` knows no engine "${engine}".`,
    near === undefined ? `It emits for ${engines.join(", ")}.` : `Did you mean \`odibi emit ${near}\`?`,
  );
}

function emitInto(folder: string, { plan, directory, root }: OpenedPlan, format: string, terminal: Terminal): number {
  let files: readonly string[];
  try {
    files = writeProject(plan, directory, folder);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code.startsWith("ODB7")) throw new UsageError(error.code, error.message, error.hint);
    reportDiagnostics([describeFailure(error)], format, readSourceBelow(root), terminal);
    return 1;
  }
  const shown = relative(process.cwd(), resolve(folder)) || ".";
  if (format === "json") terminal.out(JSON.stringify({ folder: shown, files }, null, 2));
  else {
    terminal.say(`${terminal.style.green("✓")} ${shown}: a PySpark project of ${formatCount(plan.nodes.length)} nodes. Next:`);
    terminal.say(`  spark-submit ${join(shown, "main.py")}`);
  }
  return 0;
}

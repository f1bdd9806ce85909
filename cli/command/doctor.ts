import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../runtime/failure.ts";
import { findNewerSource } from "../findNewerSource.ts";
import { findProject } from "../findProject.ts";
import type { Arguments } from "../parseArguments.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usageError.ts";

interface Check {
  readonly what: string;
  readonly status: "ok" | "warning" | "missing";
  readonly found: string;
  readonly hint?: string;
}

/** `odibi doctor [project]`: looks at everything that a compile and a run need. Exit code 1 where something is missing. */
export async function doctor(given: Arguments, terminal: Terminal): Promise<number> {
  const project = checkProject(given.positional[0]);
  const checks = [
    checkNode(),
    await checkDuckDb(),
    await checkImport("TypeScript, for compiling", () => import("ts-morph")),
    await checkImport("esbuild, for mapRows", () => import("esbuild")),
    ...(await checkSpark(project.root)),
    ...project.checks,
  ];
  if (given.text("format") === "json") terminal.out(JSON.stringify({ checks }, null, 2));
  else
    for (const { what, status, found, hint } of checks) {
      const mark = { ok: terminal.outStyle.green("✓"), warning: terminal.outStyle.yellow("!"), missing: terminal.outStyle.red("✗") }[
        status
      ];
      terminal.out(`${mark} ${what}: ${found}${hint === undefined ? "" : `\n  → ${hint}`}`);
    }
  return checks.some(({ status }) => status === "missing") ? 1 : 0;
}

function checkNode(): Check {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const what = "Node.js";
  if (major >= 22) return { what, status: "ok", found: process.versions.node };
  return { what, status: "missing", found: process.versions.node, hint: "odibi needs Node.js 22 or newer." };
}

async function checkDuckDb(): Promise<Check> {
  const what = "DuckDB";
  try {
    const { probeDuckDb } = await import("../../runtime/engine/duckdb/probeDuckDb.ts");
    return { what, status: "ok", found: await probeDuckDb() };
  } catch (error) {
    return {
      what,
      status: "missing",
      found: error instanceof Error ? error.message : String(error),
      hint: "Install again, with optional packages: `npm install --include=optional`.",
    };
  }
}

async function checkImport(what: string, load: () => Promise<unknown>): Promise<Check> {
  try {
    await load();
    return { what, status: "ok", found: "installed" };
  } catch (error) {
    return {
      what,
      status: "missing",
      found: error instanceof Error ? error.message : String(error),
      hint: "Install again: `npm install`.",
    };
  }
}

/** Needed only by projects that run on it: another may do without. */
async function checkSpark(root: string | undefined): Promise<readonly Check[]> {
  const settings = root === undefined ? undefined : await sparkSettings(root);
  const { probeSpark } = await import("../../runtime/engine/spark/probeSpark.ts");
  const found = probeSpark(settings?.python, root ?? ".");
  const lacking = settings?.isUsed === true ? "missing" : "warning";
  const what = "Spark, for runs on it";
  if (found instanceof Failure)
    return [{ what, status: lacking, found: found.message, ...(found.hint === undefined ? {} : { hint: found.hint }) }];
  const { spark, java } = found;
  const version = spark.version ?? "of an unknown version";
  const isKnown = /^(?:3\.5|4\.[01])\./.test(version);
  const javaNeeded = "Spark needs Java 17 or later: install it, or set JAVA_HOME.";
  return [
    {
      what,
      status: isKnown ? "ok" : "warning",
      found: `${version}, by ${spark.by} (${spark.home})`,
      ...(isKnown ? {} : { hint: "Runs are tested on Spark 4.1 and 3.5." }),
    },
    java === undefined
      ? { what: "Java", status: lacking, found: "none", hint: javaNeeded }
      : {
          what: "Java",
          status: Number.parseInt(java, 10) >= 17 ? "ok" : "warning",
          found: java,
          ...(Number.parseInt(java, 10) >= 17 ? {} : { hint: javaNeeded }),
        },
  ];
}

/** What the project's plan says of Spark; undefined where there is none that can be read. */
async function sparkSettings(root: string): Promise<{ readonly isUsed: boolean; readonly python?: string } | undefined> {
  const path = join(root, "plan.json");
  if (!existsSync(path)) return undefined;
  const { readPlan } = await import("../../compiler/plan/readPlan.ts");
  const { plan } = readPlan(readFileSync(path, "utf8"));
  const environment = plan?.environments.find(({ name }) => name === plan.defaultEnvironment);
  if (environment === undefined) return undefined;
  const python = environment.spark?.python;
  return { isUsed: environment.engine === "spark", ...(python === undefined ? {} : { python }) };
}

interface CheckedProject {
  readonly root?: string;
  readonly checks: readonly Check[];
}

function checkProject(named: string | undefined): CheckedProject {
  let root: string;
  try {
    root = findProject(named);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {
      checks: [{ what: "project", status: "missing", found: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }],
    };
  }
  return { root, checks: [{ what: "project", status: "ok", found: root }, checkWritable("project's folder", root), checkPlan(root)] };
}

function checkWritable(what: string, folder: string): Check {
  try {
    accessSync(folder, constants.W_OK);
    return { what, status: "ok", found: "writable" };
  } catch {
    return {
      what,
      status: "missing",
      found: "not writable",
      hint: `\`odibi compile\` writes plan.json and \`odibi run\` writes .odibi/ into ${folder}.`,
    };
  }
}

function checkPlan(root: string): Check {
  const path = join(root, "plan.json");
  if (!existsSync(path)) return { what: "plan.json", status: "warning", found: "none yet", hint: "`odibi compile` makes it." };
  const newer = findNewerSource(path, root);
  if (newer !== undefined)
    return { what: "plan.json", status: "warning", found: `older than ${newer}`, hint: "`odibi compile` brings it up to date." };
  return { what: "plan.json", status: "ok", found: `${readFileSync(path, "utf8").split("\n").length} lines, newer than the sources` };
}

import { resolve } from "node:path";
import type { Plan } from "../compiler/plan/plan.ts";
import { isSparkMaster } from "../compiler/plan/sparkSettings.ts";
import type { Typed } from "../compiler/plan/step.ts";
import type { EngineName } from "../runtime/engine/openEngine.ts";
import type { OpenedPlan } from "./openPlan.ts";
import type { Arguments } from "./parseArguments.ts";
import { UsageError } from "./usageError.ts";

/** What `run` and `preview` both take. */
export function readRunOptions(given: Arguments, opened: OpenedPlan) {
  return {
    ...readPlaceOptions(given, opened),
    planDirectory: opened.directory,
    ...readEngine(given, opened.plan),
    ...readResources(given),
  };
}

/** What says where a plan's tables lie. */
export function readPlaceOptions(given: Arguments, { root }: Pick<OpenedPlan, "root">) {
  const [environment, named] = [given.text("env"), given.text("root")];
  return {
    root: named === undefined ? root : resolve(named),
    params: readParams(given.texts("param")),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** What the engine may use of the machine. */
export function readResources(given: Arguments): { readonly threads?: number; readonly memory?: string } {
  const [threads, memory] = [given.number("threads"), given.text("memory")];
  return { ...(threads === undefined ? {} : { threads }), ...(memory === undefined ? {} : { memory: readMemory(memory) }) };
}

function readEngine(
  given: Arguments,
  plan: Pick<Plan<Typed>, "environments" | "defaultEnvironment">,
): { readonly engine?: EngineName; readonly master?: string } {
  const named = given.text("engine");
  // The choice is checked where flags are.
  const engine = named === "duckdb" || named === "spark" ? named : undefined;
  const master = given.text("master");
  if (master === undefined) return engine === undefined ? {} : { engine };
  const environment = plan.environments.find(({ name }) => name === (given.text("env") ?? plan.defaultEnvironment));
  if ((engine ?? environment?.engine ?? "spark") !== "spark")
    throw new UsageError(
      "ODB7003",
      "--master says where Spark computes, and this run is on DuckDB.",
      "Add --engine spark, or leave out --master.",
    );
  if (!isSparkMaster(master))
    throw new UsageError(
      "ODB7003",
      `--master wants a master as spark-submit has it, and "${master}" was given.`,
      "Write --master local[4] or --master spark://host:7077.",
    );
  return { ...(engine === undefined ? {} : { engine }), master };
}

function readParams(texts: readonly string[]): { readonly [name: string]: string } {
  const params = texts.map(readParam);
  const names = params.map(([name]) => name);
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === index) continue;
    // A value may be a secret, so the places alone are told.
    const message = `The param "${name}" is given twice: by the values ${first + 1} and ${index + 1} of --param.`;
    throw new UsageError("ODB7003", message, "Give each param once.");
  }
  return Object.fromEntries(params);
}

function readParam(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError("ODB7003", `--param wants name=value, and "${text}" was given.`, "Write --param since=2024-01-31.");
  return [text.slice(0, at), text.slice(at + 1)];
}

function readMemory(text: string): string {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(MB|GB)$/i.exec(text) ?? [];
  if (amount === undefined || unit === undefined)
    throw new UsageError("ODB7003", `--memory wants a size, and "${text}" was given.`, "Write --memory 500MB or --memory 2GB.");
  return `${amount}${unit.toUpperCase()}`;
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { loadBundle } from "../function/loadBundle.ts";
import { emitProject } from "./emitProject.ts";
import { functionFiles } from "./functionFiles.ts";
import { workerText } from "./worker/workerText.ts";

/** The folder of the package that emitted code imports. A build lays it beside the bundle. */
const supportFolder = join(import.meta.dirname, "support");

/** All files of a plan's PySpark project by path: what is emitted, the package that it imports, and the functions beside the plan. */
export function gatherProject(plan: Plan<Typed>, planDirectory: string): ReadonlyMap<string, string | Uint8Array> {
  const support = readdirSync(supportFolder, { recursive: true, encoding: "utf8" }).filter(path => path.endsWith(".py"));
  const functions = functionFiles(plan);
  return new Map<string, string | Uint8Array>([
    ...emitProject(plan),
    ...support.map(path => [path.replaceAll("\\", "/"), readFileSync(join(supportFolder, path), "utf8")] as const),
    ...(functions.size === 0 ? [] : [["functions/worker.mjs", workerText()] as const]),
    ...[...functions].map(([bundle, name]) => [`functions/${name}`, loadBundle(planDirectory, bundle)] as const),
  ]);
}

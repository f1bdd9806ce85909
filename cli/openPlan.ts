import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { locate } from "../compiler/diagnostics/locate.ts";
import type { Plan } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";
import { findProject, isFile } from "./findProject.ts";
import { reportDiagnostics } from "./terminal/reportDiagnostics.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { UsageError } from "./usageError.ts";

export interface OpenedPlan {
  readonly plan: Plan<Typed>;
  /** The plan's folder, which holds `functions/`. */
  readonly directory: string;
  /** The project's root, which the sources' places begin at. */
  readonly root: string;
}

/** The plan in a file. Undefined, and the problems are told, where it is no plan. */
export async function readPlanFile(path: string, terminal: Terminal): Promise<OpenedPlan | undefined> {
  const file = resolve(path);
  const { readPlan } = await import("../compiler/plan/readPlan.ts");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why = error instanceof Error && "code" in error && error.code === "ENOENT" ? "There is no file" : "No plan can be read at";
    throw new UsageError("ODB7006", `${why} ${path}.`, "`odibi compile` makes plan.json.");
  }
  const { plan, problems } = readPlan(text);
  if (plan) return { plan, directory: dirname(file), root: join(dirname(file), plan.root) };
  const lines = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const diagnostics = problems.map(problem =>
    locate({ ...problem, ...(problem.span ? { span: { ...problem.span, file: path } } : {}) }, () => lines),
  );
  reportDiagnostics(diagnostics, "human", () => text, terminal);
  return undefined;
}

/** The plan of what was named: of a file, or of a project as its sources are now. Undefined, and the problems are told, where there is none. */
export async function openPlan(named: string | undefined, terminal: Terminal): Promise<OpenedPlan | undefined> {
  if (named !== undefined && (named.endsWith(".json") || isFile(named))) return readPlanFile(named, terminal);
  const { compileSources } = await import("./compileSources.ts");
  const compiled = await compileSources(findProject(named));
  if (compiled.plan) return { plan: compiled.plan, directory: compiled.root, root: compiled.root };
  reportDiagnostics(compiled.diagnostics, "human", compiled.source, terminal);
  return undefined;
}

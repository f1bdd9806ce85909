import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Bundle, bundleFunctions } from "./bundleFunctions.ts";
import { checkConfig } from "./check/checkConfig.ts";
import { checkNames } from "./check/checkNames.ts";
import { checkPlaces } from "./check/checkPlaces.ts";
import { checkSettings } from "./check/checkSettings.ts";
import type { Diagnostic, Problem } from "./diagnostics/diagnostic.ts";
import { locate } from "./diagnostics/locate.ts";
import { keepPlan } from "./kept/keepPlan.ts";
import { readKeptPlan, writeKeptPlan } from "./kept/keptPlan.ts";
import { recompile } from "./kept/recompile.ts";
import { type Files, openFiles } from "./load/files.ts";
import { configFile, loadProject, openSources, type Program, type Sources } from "./load/loadProject.ts";
import { assembleHead, assembleNodes } from "./lower/assemblePlan.ts";
import type { Lowering } from "./lower/environment.ts";
import { lowerProgram } from "./lower/lowerProgram.ts";
import { pipelinePatterns } from "./lower/pipelinePatterns.ts";
import { formatNode, formatPlan, joinPlan, type NodeText } from "./plan/formatPlan.ts";
import type { Plan, PlanNode } from "./plan/plan.ts";
import type { Typed } from "./plan/step.ts";
import { compilerStamp } from "./version.ts";

/** What the compiler can't do by itself and the command line brings. */
export interface Tools {
  /** Bundles a function of `mapRows`; a project that has one gets a diagnostic without it. */
  readonly bundle?: Bundle;
  /** A folder in which results are kept between runs. Nothing is written without it. */
  readonly cache?: string;
}

export interface Compiled {
  /** From nearest to root of the file system: the folder with the config; the asked one where there is none. */
  readonly root: string;
  /** All of them, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Without errors only. */
  readonly plan?: Plan<Typed>;
  /** The plan's file. */
  readonly text?: string;
  /** The bundles beside the plan, by their paths from its folder. */
  readonly functions: ReadonlyMap<string, string>;
  /** A file's text, for code frames. */
  source(file: string): string;
}

/**
 * Compiles the project that a folder is in: reads its files, runs none of them, and gives every diagnostic at once, or the plan.
 * The same files give the same plan, whatever the folder is called and in whatever order the disk lists them.
 */
export async function compile(directory: string, tools: Tools = {}): Promise<Compiled> {
  const root = findRoot(directory) ?? resolve(directory);
  return { root, ...(await compileFiles(openFiles(root), tools)) };
}

/** The same over any files: compile() without a disk. */
export async function compileFiles(files: Files, tools: Tools = {}): Promise<Omit<Compiled, "root">> {
  const sources = await openProject(files, tools);
  const { assembled, ...compiled } = await compileProject(sources, files, tools);
  if (assembled === undefined) return compiled;
  const plan = { ...assembled.head, nodes: [...assembled.nodes()] };
  return { ...compiled, plan, text: formatPlan(plan) };
}

/** What `compile` gives without the plan's data: its text, and how many nodes it has. */
export type CompiledText = Omit<Compiled, "plan"> & { readonly nodes: number };

/**
 * The plan's text alone, which is all that writing it needs. It is the one that compile() gives, from what was kept of the last time where that still holds;
 * docs/decisions/0006 tells when.
 */
export async function compileText(directory: string, tools: Tools = {}): Promise<CompiledText> {
  const root = findRoot(directory) ?? resolve(directory);
  const files = openFiles(root);
  const sources = await openProject(files, tools);
  const memo = tools.cache === undefined ? undefined : join(tools.cache, "plan.memo");
  const before = memo === undefined || sources === undefined ? undefined : readKeptPlan(memo, compilerStamp());
  const again = before === undefined || sources === undefined ? undefined : await recompile(before, sources, projectName(files));
  if (again !== undefined) {
    sources?.save();
    if (memo !== undefined && again.kept !== undefined) writeKeptPlan(memo, compilerStamp(), again.kept);
    return { root, diagnostics: [], functions: new Map(), source: file => files.read(file) ?? "", text: again.text, nodes: again.nodes };
  }
  const { assembled, ...compiled } = await compileProject(sources, files, tools);
  if (assembled === undefined) return { root, ...compiled, nodes: 0 };
  const ids: { readonly id: string }[] = [];
  const texts: NodeText[] = [];
  for (const node of assembled.nodes()) {
    ids.push({ id: node.id });
    texts.push(formatNode(node));
  }
  const kept = memo === undefined || sources === undefined ? undefined : keepPlan({ nodes: ids }, texts, assembled.lowering, sources);
  if (memo !== undefined && kept !== undefined) writeKeptPlan(memo, compilerStamp(), kept);
  return { root, ...compiled, text: joinPlan(assembled.head, texts), nodes: texts.length };
}

function openProject(files: Files, tools: Tools): Promise<Sources | undefined> {
  return openSources(
    files,
    tools.cache === undefined ? { version: "" } : { version: compilerStamp(), memo: join(tools.cache, "files.memo") },
    pipelinePatterns,
  );
}

async function compileProject(
  sources: Sources | undefined,
  files: Files,
  tools: Tools,
): Promise<Omit<Compiled, "root" | "plan" | "text"> & { readonly assembled?: Assembled }> {
  const source = (file: string) => files.read(file) ?? "";
  const failed = (diagnostics: readonly Diagnostic[]) => ({ diagnostics, functions: new Map<string, string>(), source });
  if (sources === undefined) return failed([noConfig]);
  const program = await loadProject(sources);

  const lowered = lowerProgram(program);
  const { lowering, config } = lowered;
  if (config !== undefined) checkConfig(lowering, config);
  checkNames(lowering);
  checkSettings(lowering);
  checkPlaces(lowering);
  const bundles = await bundleFunctions(lowering, files, tools);
  const diagnostics = inOrder(lowering.problems, program);
  if (config === undefined || diagnostics.some(diagnostic => diagnostic.severity === "error")) return failed(diagnostics);

  const assembled = {
    head: assembleHead(lowered, config, projectName(files)),
    nodes: () => assembleNodes(lowered, bundles.names),
    lowering,
  };
  return { diagnostics, functions: bundles.texts, source, assembled };
}

/** A plan whose nodes are made when they are asked for, one by one: of a large one they need not be there all at once. */
interface Assembled {
  readonly head: Omit<Plan<Typed>, "nodes">;
  readonly nodes: () => Iterable<PlanNode<Typed>>;
  readonly lowering: Lowering;
}

const noConfig: Diagnostic = {
  code: "ODB1002",
  severity: "error",
  message: `There is no \`${configFile}\` here or in a folder above.`,
  hint: "Go into a project, name one, or make one with `odibi init`.",
};

/** The nearest folder, from the given one upwards, that has a config. */
export function findRoot(directory: string): string | undefined {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFile))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

// The folder's name would differ from clone to clone; a package's name is part of the sources.
function projectName(files: Files): string {
  try {
    const parsed: unknown = JSON.parse(files.read("package.json") ?? "{}");
    const name = typeof parsed === "object" && parsed !== null && "name" in parsed ? parsed.name : undefined;
    return typeof name === "string" ? name : "";
  } catch {
    return "";
  }
}

function inOrder(problems: readonly Problem[], program: Program): readonly Diagnostic[] {
  const linesOf = (file: string) => program.files.get(file)?.lines ?? [0];
  return problems
    .map(problem => locate(problem, linesOf))
    .sort(
      (a, b) =>
        compare(a.file ?? "", b.file ?? "") ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0) ||
        compare(a.code, b.code),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

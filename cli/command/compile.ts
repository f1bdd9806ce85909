import { readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { CompiledText } from "../../compiler/compile.ts";
import { formatPlan } from "../../compiler/plan/formatPlan.ts";
import { makeFolders } from "../../runtime/makeFolders.ts";
import { findProject } from "../findProject.ts";
import type { Arguments } from "../parseArguments.ts";
import { formatCount } from "../terminal/formatQuantity.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usageError.ts";

/** `odibi compile [project]`: writes the plan and its functions, or with `--check` tells whether those on disk are what the sources give. */
export async function compileProject(given: Arguments, terminal: Terminal): Promise<number> {
  const root = findProject(given.positional[0]);
  const format = given.text("diagnosticsFormat") ?? "human";
  const output = given.text("output");
  const target = output === undefined ? join(root, "plan.json") : resolve(output);
  const { diagnostics, text, nodes, functions, source } = await compileFor(root, relative(dirname(target), root).replaceAll(sep, "/"));
  if (text === undefined) {
    reportDiagnostics(diagnostics, format, source, terminal);
    return 1;
  }
  const changed = readText(target) !== text || [...functions].some(([name, text]) => readText(join(dirname(target), name)) !== text);
  if (!given.flag("check")) writePlan(target, text, functions, changed);
  const shown = relative(process.cwd(), target) || target;
  reportDiagnostics(diagnostics, format, source, terminal, { plan: shown, changed });
  if (format === "human") terminal.say(describe(shown, nodes, functions.size, { changed, isCheck: given.flag("check") }, terminal));
  return given.flag("check") && changed ? 1 : 0;
}

/** The plan's text for a folder from which `way` leads to the project's root. */
async function compileFor(root: string, way: string): Promise<CompiledText> {
  const { compileSources, compileSourcesText } = await import("../compileSources.ts");
  if (way === "") return compileSourcesText(root);
  const { plan, ...compiled } = await compileSources(root);
  return plan === undefined
    ? { ...compiled, nodes: 0 }
    : { ...compiled, text: formatPlan({ ...plan, root: way }), nodes: plan.nodes.length };
}

function describe(
  path: string,
  nodes: number,
  functions: number,
  { changed, isCheck }: { changed: boolean; isCheck: boolean },
  { style }: Terminal,
): string {
  if (isCheck)
    return changed
      ? `${style.red("✗")} ${path} is not what the sources give. Run \`odibi compile\` and commit it.`
      : `${style.green("✓")} ${path} is what the sources give.`;
  const parts = [
    `${formatCount(nodes)} node${nodes === 1 ? "" : "s"}`,
    ...(functions > 0 ? [`${functions} function${functions === 1 ? "" : "s"}`] : []),
  ];
  return `${style.green("✓")} ${path}: ${parts.join(", ")}${changed ? "" : ", unchanged"}.`;
}

type Functions = ReadonlyMap<string, string>;

/** The functions first, then the plan by a rename, then away with the functions that only the former plan named. */
function writePlan(target: string, text: string, functions: Functions, changed: boolean): void {
  const folder = dirname(target);
  try {
    // Its time tells whether the sources are newer.
    if (!changed) {
      utimesSync(target, new Date(), new Date());
      return;
    }
    const former = new Set(readText(target)?.match(/functions\/[0-9a-f]{64}\.mjs/g) ?? []);
    makeFolders(functions.size > 0 ? join(folder, "functions") : folder);
    for (const [name, text] of functions) writeFileSync(join(folder, name), text);
    const part = `${target}.${process.pid}.part`;
    writeFileSync(part, text);
    renameSync(part, target);
    for (const name of former) if (!functions.has(name)) rmSync(join(folder, name), { force: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError("ODB7009", `${target} cannot be written: ${error.message}.`, "Choose another place with --output.");
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

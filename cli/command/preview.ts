import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preview } from "../../runtime/preview.ts";
import { abortOnSignals } from "../abortOnSignals.ts";
import { compileApart } from "../compileApart.ts";
import { findNode } from "../findNode.ts";
import { findProject, isFile } from "../findProject.ts";
import { readPlanFile } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { readRunOptions } from "../readRunOptions.ts";
import { readSourceBelow } from "../readSourceBelow.ts";
import { formatRows } from "../terminal/formatRows.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `odibi preview NODE [plan|project]`: a node's rows on standard output, written nowhere. A project is compiled in a process of its own, into a folder that goes again. */
export async function previewNode(given: Arguments, terminal: Terminal): Promise<number> {
  const [name = "", named] = given.positional;
  if (named !== undefined && (named.endsWith(".json") || isFile(named))) return previewOf(named, name, given, terminal);
  const folder = mkdtempSync(join(tmpdir(), "odibi-preview-"));
  try {
    const path = await compileApart(findProject(named), terminal, join(folder, "plan.json"), true);
    return path === undefined ? 1 : await previewOf(path, name, given, terminal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function previewOf(path: string, name: string, given: Arguments, terminal: Terminal): Promise<number> {
  const opened = await readPlanFile(path, terminal);
  if (!opened) return 1;
  const node = findNode(opened.plan, name);
  const options = {
    ...readRunOptions(given, opened),
    limit: given.number("limit") ?? 20,
    upstream: given.flag("upstream"),
    signal: abortOnSignals(terminal),
  };
  const { rows, diagnostics } = await preview(opened.plan, node.id, options);
  if (rows === undefined) {
    reportDiagnostics(diagnostics, "human", readSourceBelow(opened.root), terminal);
    return options.signal.aborted ? 130 : 1;
  }
  terminal.out(formatRows(rows, node.columns, given.text("rowsFormat") ?? "human", terminal.outStyle));
  return 0;
}

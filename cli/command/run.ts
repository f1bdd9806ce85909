import type { RunEvent } from "../../runtime/event.ts";
import { planRun } from "../../runtime/planRun.ts";
import { type RunOptions, run } from "../../runtime/run.ts";
import { abortOnSignals } from "../abortOnSignals.ts";
import { compileApart } from "../compileApart.ts";
import { findNewerSource } from "../findNewerSource.ts";
import { findProject } from "../findProject.ts";
import { type OpenedPlan, readPlanFile } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { readRunOptions } from "../readRunOptions.ts";
import { readSourceBelow } from "../readSourceBelow.ts";
import { formatTable } from "../terminal/formatTable.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import { showRun } from "../terminal/showRun.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `odibi run [plan]`: runs the plan. Exit code 1 where a node failed or was skipped, 130 after Ctrl-C. */
export async function runPlan(given: Arguments, terminal: Terminal): Promise<number> {
  const named = given.positional[0];
  const path = named ?? (await compileApart(findProject(undefined), terminal));
  if (path === undefined) return 1;
  const opened = await readPlanFile(path, terminal);
  if (!opened) return 1;
  const newer = named === undefined ? undefined : findNewerSource(path, opened.root);
  if (newer !== undefined)
    terminal.say(
      `${terminal.style.yellow("warning")} ${newer} is newer than ${path}: what runs is the plan. \`odibi compile\` brings it up to date.`,
    );
  const options = {
    ...readRunOptions(given, opened),
    select: given.texts("select"),
    exclude: given.texts("exclude"),
    failFast: given.flag("failFast"),
  };
  return given.flag("dryRun")
    ? dryRun(opened, options, given.text("format") ?? "human", terminal)
    : runAll(opened, options, given.text("format") ?? "human", terminal);
}

async function runAll({ plan, root }: OpenedPlan, options: RunOptions, format: string, terminal: Terminal): Promise<number> {
  const signal = abortOnSignals(terminal);
  const show =
    format === "json"
      ? { onEvent: (event: RunEvent) => terminal.out(JSON.stringify(event)), finish: () => {} }
      : showRun(terminal, readSourceBelow(root));
  const { status, diagnostics } = await run(plan, { ...options, signal, onEvent: show.onEvent });
  show.finish();
  // In JSON everything that a run says is a line.
  if (format !== "json") reportDiagnostics(diagnostics, format, readSourceBelow(root), terminal);
  else if (diagnostics.length > 0) terminal.out(JSON.stringify({ diagnostics }));
  return { succeeded: 0, failed: 1, cancelled: 130, refused: 2 }[status];
}

function dryRun({ plan, root }: OpenedPlan, options: RunOptions, format: string, terminal: Terminal): number {
  const { nodes, diagnostics } = planRun(plan, options);
  if (diagnostics.length > 0) {
    reportDiagnostics(diagnostics, format, readSourceBelow(root), terminal);
    return 2;
  }
  if (format === "json") terminal.out(JSON.stringify({ nodes }, null, 2));
  else
    terminal.out(
      formatTable(
        ["node", "what happens", "why"],
        nodes.map(({ node, action, because }) => [node, action, because]),
      ),
    );
  return 0;
}

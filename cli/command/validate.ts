import { findProject } from "../findProject.ts";
import type { Arguments } from "../parseArguments.ts";
import { formatCount } from "../terminal/formatQuantity.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `odibi validate [project]`: every diagnostic of the sources; writes nothing. */
export async function validate(given: Arguments, terminal: Terminal): Promise<number> {
  const { compileSources } = await import("../compileSources.ts");
  const format = given.text("diagnosticsFormat") ?? "human";
  const { diagnostics, plan, source } = await compileSources(findProject(given.positional[0]));
  reportDiagnostics(diagnostics, format, source, terminal);
  if (!plan) return 1;
  if (format === "human") terminal.say(`${terminal.style.green("✓")} ${formatCount(plan.nodes.length)} nodes, no error.`);
  return 0;
}

import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { formatDiagnostic, type ReadSource } from "./formatDiagnostic.ts";
import { formatCount } from "./formatQuantity.ts";
import { formatSarif } from "./formatSarif.ts";
import type { Terminal } from "./terminal.ts";

/** Diagnostics in one of the formats. `human` is talk, the others are data; `more` is what JSON says besides. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: string,
  readSource: ReadSource,
  terminal: Terminal,
  more: object = {},
): void {
  if (format === "json") terminal.out(JSON.stringify({ diagnostics, ...more }, null, 2));
  else if (format === "sarif") terminal.out(JSON.stringify(formatSarif(diagnostics), null, 2));
  else if (format === "github") for (const diagnostic of diagnostics) terminal.out(formatWorkflowCommand(diagnostic));
  else if (diagnostics.length > 0)
    terminal.complain(
      `${diagnostics.map(one => formatDiagnostic(one, readSource, terminal.style)).join("\n\n")}\n\n${formatSummary(diagnostics)}`,
    );
}

function formatSummary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counted = (count: number, word: string) => (count === 0 ? [] : [`${formatCount(count)} ${word}${count === 1 ? "" : "s"}`]);
  return [...counted(errors, "error"), ...counted(warnings, "warning")].join(", ");
}

/** A line that a GitHub workflow turns into an annotation of the file. */
function formatWorkflowCommand({ severity, code, message, hint, file, line, column, endLine, endColumn }: Diagnostic): string {
  const properties = Object.entries({ file, line, col: column, endLine, endColumn, title: code })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeData(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  return `::${severity} ${properties.join(",")}::${escapeData(hint === undefined ? message : `${message} ${hint}`)}`;
}

const escapeData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

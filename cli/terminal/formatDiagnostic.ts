import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { formatCodeFrame } from "./formatCodeFrame.ts";
import { showControls } from "./showControls.ts";
import type { Style } from "./terminal.ts";

/** The texts of the project's files, from its root with "/"; undefined where there is none. */
export type ReadSource = (file: string) => string | undefined;

/** A diagnostic for a person: its code, sentence and place, the lines of the source with the span underlined, the way out. */
export function formatDiagnostic(diagnostic: Diagnostic, readSource: ReadSource, style: Style): string {
  const paint = diagnostic.severity === "error" ? style.red : style.yellow;
  const lines = [`${paint(style.bold(`${diagnostic.severity} ${diagnostic.code}`))} ${style.bold(showControls(diagnostic.message))}`];
  if (diagnostic.file !== undefined) lines.push(style.blue(`  ${placeOf(diagnostic)}`));
  const source = diagnostic.file === undefined ? undefined : readSource(diagnostic.file);
  if (source !== undefined && diagnostic.line !== undefined)
    lines.push(formatCodeFrame(source, { ...diagnostic, line: diagnostic.line }, style, paint));
  for (const related of diagnostic.related ?? []) lines.push(`  ${related.message} ${style.blue(placeOf(related))}`);
  if (diagnostic.hint !== undefined) lines.push(`  ${style.green("→")} ${showControls(diagnostic.hint)}`);
  return lines.join("\n");
}

function placeOf({ file, line, column }: { readonly file?: string; readonly line?: number; readonly column?: number }): string {
  return [file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(":");
}

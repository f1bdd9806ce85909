import { widthOf } from "./formatTable.ts";
import { showControls } from "./showControls.ts";
import type { Style } from "./terminal.ts";

interface Stretch {
  readonly line: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

const longest = 3;

/** The lines of a stretch, numbered, the line before for sight, with exactly the stretch underlined. Of a long one, the first lines. */
export function formatCodeFrame(source: string, stretch: Stretch, style: Style, paint: (text: string) => string): string {
  const lines = source.split(/\r\n|\r|\n/);
  const last = Math.min(stretch.endLine ?? stretch.line, stretch.line + longest - 1, lines.length);
  const first = Math.max(1, stretch.line - 1);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = lines[number - 1] ?? "";
    frame.push(`  ${style.dim(`${String(number).padStart(digits)} │`)} ${expand(text)}`.trimEnd());
    if (number < stretch.line) continue;
    const from = number === stretch.line ? (stretch.column ?? 1) - 1 : text.length - text.trimStart().length;
    const to = number === (stretch.endLine ?? stretch.line) ? (stretch.endColumn ?? from + 2) - 1 : text.length;
    const before = widthOf(expand(text.slice(0, from)));
    const width = Math.max(1, widthOf(expand(text.slice(from, to))));
    frame.push(`  ${style.dim(`${" ".repeat(digits)} │`)} ${" ".repeat(before)}${paint("^".repeat(width))}`);
  }
  return frame.join("\n");
}

const expand = (text: string): string => showControls(text.replaceAll("\t", "  "));

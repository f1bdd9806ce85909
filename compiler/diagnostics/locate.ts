import { catalogue } from "./catalogue.ts";
import type { Diagnostic, Problem, Span } from "./diagnostic.ts";

/** Turns offsets into lines and columns. `linesOf` gives the offsets at which a file's lines begin. */
export function locate(problem: Problem, linesOf: (file: string) => readonly number[]): Diagnostic {
  const { code, message, hint, span, related } = problem;
  const { severity } = catalogue[code];
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : placeOf(span, linesOf)),
    ...(related === undefined || related.length === 0
      ? {}
      : {
          related: related.map(entry => {
            const { line, column } = lineAndColumn(entry.span.start, linesOf(entry.span.file));
            return { message: entry.message, file: entry.span.file, line, column };
          }),
        }),
  };
}

function placeOf(
  span: Span,
  linesOf: (file: string) => readonly number[],
): Pick<Required<Diagnostic>, "file" | "line" | "column" | "endLine" | "endColumn"> {
  const lines = linesOf(span.file);
  const start = lineAndColumn(span.start, lines);
  const end = lineAndColumn(span.end, lines);
  return { file: span.file, ...start, endLine: end.line, endColumn: end.column };
}

/** The line and column of an offset, from 1. */
export function lineAndColumn(offset: number, lines: readonly number[]): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}

import { stripVTControlCharacters } from "node:util";

/** Rows as a table: a line each, columns apart by two blanks; numbers stand at the right. `right` tells which columns do. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[], right: readonly boolean[] = []): string {
  const widths = head.map((title, column) => Math.max(widthOf(title), ...rows.map(row => widthOf(row[column] ?? ""))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const blanks = " ".repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
        return right[column] ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd();
  return [line(head), widths.map(width => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** How many columns of a terminal a text takes: most signs one, East Asian ones and pictures two, combining marks none. */
export function widthOf(text: string): number {
  const visible = stripVTControlCharacters(text);
  if (/^[ -~]*$/.test(visible)) return visible.length;
  // It takes milliseconds to make, and most tables are ASCII.
  segmenter ??= new Intl.Segmenter("en");
  let width = 0;
  for (const { segment } of segmenter.segment(visible)) width += wide.test(segment) ? 2 : 1;
  return width;
}

let segmenter: Intl.Segmenter | undefined;
const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../compiler/diagnostics/catalogue.ts";
import type { Entry } from "../compiler/diagnostics/entry.ts";

const page = join(import.meta.dirname, "../docs/errors.md");
const chapters: { readonly [digit: string]: string } = {
  1: "The project and its files",
  2: "Expressions",
  3: "Tables and the graph",
  4: "The plan's file",
  5: "A run",
  6: "Data",
  7: "The command line",
  8: "Delta tables",
};

/** docs/errors.md: the catalogue as a page. */
export function formatErrorsPage(): string {
  const entries = Object.entries<Entry>(catalogue).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = Object.entries(chapters).flatMap(([digit, title]) => {
    const own = entries.filter(([code]) => code.charAt("ODB".length) === digit);
    return own.length === 0 ? [] : [`## ${title}`, ...own.map(([code, entry]) => formatEntry(code, entry))];
  });
  const head =
    "# Errors\n\nEvery code, what it means and what to do. `odibi explain ODB2003` shows the same. This page is made from the catalogue: `node scripts/writeErrorsPage.ts`.";
  return `${[head, ...parts].join("\n\n")}\n`;
}

function formatEntry(code: string, { severity, title, explanation, wrong, right }: Entry): string {
  const fence = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;
  return [
    `### ${code} ${title}`,
    `${severity === "warning" ? "A warning. " : ""}${explanation}`,
    `Wrong:\n${fence(wrong)}`,
    `Right:\n${fence(right)}`,
  ].join("\n\n");
}

if (import.meta.main) writeFileSync(page, formatErrorsPage());

import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../cli/terminal/formatDiagnostic.ts";
import { formatBytes, formatCount, formatSeconds } from "../../cli/terminal/formatQuantity.ts";
import { formatSarif } from "../../cli/terminal/formatSarif.ts";
import { formatTable, widthOf } from "../../cli/terminal/formatTable.ts";
import { reportDiagnostics } from "../../cli/terminal/reportDiagnostics.ts";
import type { Style, Terminal } from "../../cli/terminal/terminal.ts";

const same = (text: string) => text;
const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, blue: same };
const source = 'import { t } from "odibi";\nexport const paid = orders\n\t.filter(o => o.amuont > 0);\n';
const diagnostic = {
  code: "ODB2003",
  severity: "error",
  message: "There is no column `amuont`.",
  hint: "Did you mean `amount`?",
  file: "pipelines/a.pipeline.ts",
  line: 3,
  column: 15,
  endLine: 3,
  endColumn: 23,
} as const;

function recorded() {
  const lines = { out: [] as string[], err: [] as string[] };
  const terminal: Terminal = {
    out: text => lines.out.push(text),
    say: text => lines.err.push(text),
    complain: text => lines.err.push(text),
    draw: () => {},
    outStyle: plain,
    style: plain,
    isInteractive: false,
    width: 80,
    isVerbose: false,
    isQuiet: false,
  };
  return { terminal, lines };
}

describe("a diagnostic for a person", () => {
  test("has its code, place, the exact span underlined and the way out", () => {
    expect(formatDiagnostic(diagnostic, () => source, plain)).toBe(
      [
        "error ODB2003 There is no column `amuont`.",
        "  pipelines/a.pipeline.ts:3:15",
        "  2 │ export const paid = orders",
        "  3 │   .filter(o => o.amuont > 0);",
        "    │                ^^^^^^^^",
        "  → Did you mean `amount`?",
      ].join("\n"),
    );
  });
  test("goes without the source, and names related places", () => {
    const related = [{ message: "The other one is here.", file: "b.ts", line: 1, column: 2 }];
    expect(formatDiagnostic({ ...diagnostic, related }, () => undefined, plain)).toContain("  The other one is here. b.ts:1:2\n");
  });
  test("underlines a span over lines on each, and wide signs by their width", () => {
    const frame = formatDiagnostic({ ...diagnostic, line: 1, column: 3, endLine: 2, endColumn: 4 }, () => "a日本 x\n  bc\n", plain);
    expect(frame).toContain("  1 │ a日本 x\n    │    ^^^^\n  2 │   bc\n    │   ^");
  });
});

test("what a terminal would obey is shown, not done", () => {
  expect(
    formatDiagnostic({ code: "ODB6001", severity: "error", message: 'The value "\u001B[2Jx\u202Ey" is wrong.' }, () => undefined, plain),
  ).toBe('error ODB6001 The value "\uFFFD[2Jx\uFFFDy" is wrong.');
});

describe("diagnostics as data", () => {
  test("JSON is one document", () => {
    const { terminal, lines } = recorded();
    reportDiagnostics([diagnostic], "json", () => source, terminal, { plan: "plan.json" });
    expect(JSON.parse(lines.out.join(""))).toEqual({ diagnostics: [diagnostic], plan: "plan.json" });
    expect(lines.err).toEqual([]);
  });
  test("GitHub's lines escape what would end them", () => {
    const { terminal, lines } = recorded();
    reportDiagnostics([{ ...diagnostic, message: "100%\nwrong", hint: "a, b" }], "github", () => source, terminal);
    expect(lines.out).toEqual([
      "::error file=pipelines/a.pipeline.ts,line=3,col=15,endLine=3,endColumn=23,title=ODB2003::100%25%0Awrong a, b",
    ]);
  });
  test("SARIF has rules, places and related places", () => {
    expect(formatSarif([diagnostic, { code: "ODB9999", severity: "warning", message: "No place." }])).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "odibi", rules: [{ id: "ODB2003", shortDescription: {} }, { id: "ODB9999" }] } },
          results: [
            {
              ruleId: "ODB2003",
              level: "error",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "pipelines/a.pipeline.ts" },
                    region: { startLine: 3, startColumn: 15, endLine: 3, endColumn: 23 },
                  },
                },
              ],
            },
            { ruleId: "ODB9999", level: "warning" },
          ],
        },
      ],
    });
  });
});

test("a table lines its columns up, numbers at the right, wide signs counted twice", () => {
  expect(
    formatTable(
      ["name", "rows"],
      [
        ["東京", "1,000"],
        ["é", "7"],
      ],
      [false, true],
    ),
  ).toBe(["name   rows", "────  ─────", "東京  1,000", "é         7"].join("\n"));
  expect(widthOf("\u001B[31mred\u001B[39m")).toBe(3);
  expect(widthOf("e\u0301")).toBe(1);
});

test.each([
  [formatBytes(0), "0 B"],
  [formatBytes(999), "999 B"],
  [formatBytes(1_500), "1.5 kB"],
  [formatBytes(99_960), "100 kB"],
  [formatBytes(999_600), "1.0 MB"],
  [formatBytes(12_000_000_000), "12.0 GB"],
  [formatSeconds(0.123), "0.12 s"],
  [formatSeconds(59.94), "59.9 s"],
  [formatSeconds(125), "2 min 5 s"],
  [formatCount(1_234_567), "1,234,567"],
])("%s is %s", (formatted, expected) => expect(formatted).toBe(expected));

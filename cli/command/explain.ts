import { catalogue } from "../../compiler/diagnostics/catalogue.ts";
import type { Entry } from "../../compiler/diagnostics/entry.ts";
import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import { formatPlan } from "../../compiler/plan/formatPlan.ts";
import { printType } from "../../compiler/plan/notation/printType.ts";
import type { Plan, PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { explainNode } from "../../runtime/explainNode.ts";
import { writeInWords } from "../describeWrite.ts";
import { findNode } from "../findNode.ts";
import { openPlan } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { formatTable } from "../terminal/formatTable.ts";
import { showControls } from "../terminal/showControls.ts";
import type { Style, Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usageError.ts";

/** `odibi explain NODE|CODE [plan|project]`. */
export async function explain(given: Arguments, terminal: Terminal): Promise<number> {
  const [name = "", named] = given.positional;
  const isJson = given.text("format") === "json";
  if (/^ODB\d+$/i.test(name)) {
    const code = name.toUpperCase();
    const entry = findEntry(code);
    terminal.out(isJson ? JSON.stringify({ code, ...entry }, null, 2) : formatEntry(code, entry, terminal.outStyle));
    return 0;
  }
  const opened = await openPlan(named, terminal);
  if (!opened) return 1;
  const node = findNode(opened.plan, name);
  const steps = stepsOf(opened.plan, node);
  const sql = explainNode(node);
  if (isJson) {
    terminal.out(JSON.stringify({ node, sql }, null, 2));
    return 0;
  }
  const { bold, dim } = terminal.outStyle;
  const columns = node.columns.map(({ name, type, nullable, description, from }) => [
    showControls(name),
    `${printType(type)}${nullable ? " | null" : ""}`,
    showControls(from.join(" ")),
    showControls(description ?? ""),
  ]);
  const facts = [
    ["written to", node.write ? writeInWords(node.write) : "nowhere: a view"],
    ["reads", node.dependsOn.join(" ") || "files"],
    ["rows decided by", node.rowsFrom.join(" ")],
    ["owner", node.owner ?? ""],
    ["tags", node.tags.join(" ")],
    ["source", `${node.place.file}:${node.place.line}`],
  ].filter(([, value]) => value !== "");
  terminal.out(
    [
      bold(showControls(node.id)),
      ...(node.description === undefined ? [] : [showControls(node.description)]),
      "",
      ...facts.map(([title = "", value = ""]) => `${dim(title.padEnd(15))} ${showControls(value)}`),
    ].join("\n"),
  );
  terminal.out(`\n${formatTable(["column", "type", "computed from", "description"], columns)}`);
  terminal.out(`\n${bold("Steps")}\n${steps.join("\n")}`);
  for (const [engine, text] of Object.entries(sql)) terminal.out(`\n${bold(`SQL (${engine})`)}\n${text}`);
  return 0;
}

/** The steps as the plan's file has them. */
function stepsOf(plan: Plan<Typed>, node: PlanNode<Typed>): readonly string[] {
  const lines = formatPlan({ ...plan, nodes: [node] }).split("\n");
  const first = lines.indexOf('      "steps": [');
  return lines
    .slice(
      first + 1,
      lines.findIndex((line, index) => index > first && /^ {6}\],?$/.test(line)),
    )
    .map(line => line.slice("      ".length));
}

function findEntry(code: string): Entry {
  const entry: Entry | undefined = Object.entries(catalogue).find(([known]) => known === code)?.[1];
  if (entry) return entry;
  const near = nearestName(code, Object.keys(catalogue));
  throw new UsageError(
    "ODB7010",
    `There is no code ${code}.`,
    near === undefined ? "Codes are four digits after ODB, as ODB2003." : `The nearest is ${near}.`,
  );
}

function formatEntry(code: string, { severity, title, explanation, wrong, right }: Entry, { bold, red, green }: Style): string {
  const indent = (text: string) => text.replaceAll(/^/gm, "    ");
  return [
    `${bold(`${code} ${title}`)} (${severity})`,
    "",
    explanation,
    "",
    red("  Wrong"),
    indent(wrong),
    "",
    green("  Right"),
    indent(right),
  ].join("\n");
}

import type { PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { openPlan } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { selectFrom } from "../selectFrom.ts";
import { showControls } from "../terminal/showControls.ts";
import type { Terminal } from "../terminal/terminal.ts";

type Nodes = readonly PlanNode<Typed>[];

/** `odibi graph [plan|project]`: what depends on what. An edge to a node that is not selected is left out. */
export async function graph(given: Arguments, terminal: Terminal): Promise<number> {
  const opened = await openPlan(given.positional[0], terminal);
  if (!opened) return 1;
  const nodes = selectFrom(opened.plan, given);
  terminal.out(drawings[given.text("as") ?? "text"]?.(nodes) ?? "");
  return 0;
}

const drawings: { readonly [as: string]: (nodes: Nodes) => string } = {
  text: nodes => showControls(drawText(nodes)),
  mermaid: nodes =>
    [
      "graph LR",
      ...nodes.map((node, index) => `  n${index}${node.write ? `["${node.id}"]` : `(["${node.id}"])`}`),
      ...edgesOf(nodes).map(({ from, to, isData }) => `  n${from} ${isData ? "-->" : "-.->"} n${to}`),
    ].join("\n"),
  dot: nodes =>
    [
      "digraph {",
      "  rankdir=LR;",
      ...nodes.map(node => `  "${node.id}" [shape=${node.write ? "box" : "ellipse"}];`),
      ...edgesOf(nodes).map(({ from, to, isData }) => `  "${nodes[from]?.id}" -> "${nodes[to]?.id}"${isData ? "" : " [style=dashed]"};`),
      "}",
    ].join("\n"),
  json: nodes =>
    JSON.stringify(
      {
        nodes: nodes.map(node => node.id),
        edges: edgesOf(nodes).map(({ from, to, isData }) => ({
          from: nodes[from]?.id,
          to: nodes[to]?.id,
          kind: isData ? "data" : "after",
        })),
      },
      null,
      2,
    ),
};

function edgesOf(nodes: Nodes): readonly { readonly from: number; readonly to: number; readonly isData: boolean }[] {
  const places = new Map(nodes.map((node, index) => [node.id, index]));
  return nodes.flatMap((node, to) =>
    [...node.dependsOn.map(id => ({ id, isData: true })), ...node.after.map(id => ({ id, isData: false }))].flatMap(({ id, isData }) => {
      const from = places.get(id);
      return from === undefined ? [] : [{ from, to, isData }];
    }),
  );
}

/** Each node once, below the first that it depends on; other edges are named at its line. */
function drawText(nodes: Nodes): string {
  const edges = edgesOf(nodes);
  const parents = nodes.map((_, index) => edges.filter(({ to }) => to === index));
  const lines: string[] = [];
  const draw = (index: number, indent: string, branch: string): void => {
    const node = nodes[index];
    if (!node) return;
    const [, ...others] = parents[index] ?? [];
    const also = others.map(({ from, isData }) => `${isData ? "" : "after "}${nodes[from]?.id}`).join(", ");
    lines.push(`${indent}${branch}${node.id}${node.write ? "" : " (view)"}${also === "" ? "" : `  ← ${also}`}`);
    const children = nodes.flatMap((_, child) => (parents[child]?.[0]?.from === index ? [child] : []));
    const below = indent + (branch === "" ? "" : branch === "└─ " ? "   " : "│  ");
    children.forEach((child, at) => {
      draw(child, below, at === children.length - 1 ? "└─ " : "├─ ");
    });
  };
  nodes.forEach((_, index) => {
    if (parents[index]?.length === 0) draw(index, "", "");
  });
  return lines.join("\n");
}

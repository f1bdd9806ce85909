import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import type { Plan, PlanNode } from "../../compiler/plan/plan.ts";
import type { Stage } from "../../compiler/plan/step.ts";
import { globToRegExp } from "../connection/listFiles.ts";
import { Failure } from "../failure.ts";

type Nodes = readonly PlanNode<Stage>[];

/**
 * The nodes that the selectors name, in the plan's order; every node where none is given.
 * A selector is a node's id, the name it is exported by, a pipeline, a glob over ids, `tag:NAME` or `path:FILE`; `+x` adds its ancestors, `x+` its descendants.
 * Selectors apart by a space are a union, by a comma an intersection. One that names nothing fails, with the nearest name.
 */
export function selectNodes(plan: Plan<Stage>, select: readonly string[], exclude: readonly string[]): Nodes {
  const selected = select.length === 0 ? new Set(plan.nodes.map(node => node.id)) : unionOf(select, plan.nodes);
  for (const id of unionOf(exclude, plan.nodes)) selected.delete(id);
  return plan.nodes.filter(node => selected.has(node.id));
}

function unionOf(selectors: readonly string[], nodes: Nodes): Set<string> {
  if (selectors.some(selector => selector.trim() === ""))
    throw new Failure("ODB5001", "A selector is empty.", "Name what is selected, or leave the selector out for every node.");
  const words = selectors.flatMap(selector => selector.trim().split(/\s+/));
  return new Set(
    words.flatMap(word => {
      const [first = new Set<string>(), ...rest] = word.split(",").map(part => selectOne(part, nodes));
      return [...first].filter(id => rest.every(other => other.has(id)));
    }),
  );
}

function selectOne(text: string, nodes: Nodes): Set<string> {
  const up = text.startsWith("+");
  const down = text.length > 1 && text.endsWith("+");
  const name = text.slice(up ? 1 : 0, down ? -1 : undefined);
  const matched = nodes.filter(matcherOf(name, nodes)).map(node => node.id);
  if (matched.length === 0) throw unknownSelector(name, nodes);
  const result = new Set(matched);
  if (up) for (const id of reach(matched, parentsOf(nodes))) result.add(id);
  if (down) for (const id of reach(matched, childrenOf(nodes))) result.add(id);
  return result;
}

function matcherOf(name: string, nodes: Nodes): (node: PlanNode<Stage>) => boolean {
  if (name.startsWith("tag:")) return node => node.tags.includes(name.slice(4));
  if (name.startsWith("path:")) return matchPath(name.slice(5));
  if (/[*?[]/.test(name)) return matchGlob(name);
  if (nodes.some(node => node.id === name)) return node => node.id === name;
  return node => pipelineOf(node.id) === name || exportOf(node.id) === name;
}

function matchPath(path: string): (node: PlanNode<Stage>) => boolean {
  const trimmed = path.replace(/^\.\//, "").replace(/\/$/, "");
  if (!/[*?[]/.test(trimmed)) return node => node.place.file === trimmed || node.place.file.startsWith(`${trimmed}/`);
  const pattern = globOver(trimmed);
  return node => pattern.test(node.place.file);
}

function matchGlob(glob: string): (node: PlanNode<Stage>) => boolean {
  const pattern = globOver(glob);
  return node => pattern.test(node.id);
}

/** `**` crosses folders, the rest stays in one. */
function globOver(glob: string): RegExp {
  const parts = glob.split("/").map(part => (part === "**" ? "(?:[^/]+/)*[^/]*" : globToRegExp(part).source.slice(1, -1)));
  return new RegExp(`^${parts.join("/").replaceAll("(?:[^/]+/)*[^/]*/", "(?:[^/]+/)*")}$`, "u");
}

function unknownSelector(name: string, nodes: Nodes): Failure {
  const [kind, known] = name.startsWith("tag:")
    ? ["tag:", [...new Set(nodes.flatMap(node => node.tags))].map(tag => `tag:${tag}`)]
    : name.startsWith("path:")
      ? ["path:", [...new Set(nodes.map(node => `path:${node.place.file}`))]]
      : ["", [...new Set(nodes.flatMap(node => [node.id, exportOf(node.id), pipelineOf(node.id)]))]];
  const near = nearestName(name, known);
  return new Failure(
    "ODB5001",
    `The selector "${name}" names no ${kind === "" ? "node" : `node by its ${kind.slice(0, -1)}`} of the plan.`,
    near === undefined ? "`odibi list` shows the nodes and their tags." : `Did you mean "${near}"?`,
  );
}

const pipelineOf = (id: string): string => id.slice(0, id.lastIndexOf("."));
const exportOf = (id: string): string => id.slice(id.lastIndexOf(".") + 1);

function parentsOf(nodes: Nodes): Map<string, readonly string[]> {
  return new Map(nodes.map(node => [node.id, node.dependsOn]));
}

function childrenOf(nodes: Nodes): Map<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const node of nodes) for (const parent of node.dependsOn) children.set(parent, [...(children.get(parent) ?? []), node.id]);
  return children;
}

function reach(from: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set<string>();
  const queue = [...from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const other of next.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}

import { printType } from "../../compiler/plan/notation/printType.ts";
import type { PlanNode } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { describeWrite } from "../describeWrite.ts";
import { openPlan } from "../openPlan.ts";
import type { Arguments } from "../parseArguments.ts";
import { selectFrom } from "../selectFrom.ts";
import { formatTable } from "../terminal/formatTable.ts";
import { showControls } from "../terminal/showControls.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `odibi list [plan|project]`: the nodes in the plan's order. */
export async function list(given: Arguments, terminal: Terminal): Promise<number> {
  const opened = await openPlan(given.positional[0], terminal);
  if (!opened) return 1;
  const nodes = selectFrom(opened.plan, given);
  if (given.text("format") === "json") terminal.out(JSON.stringify({ nodes: nodes.map(describeNode) }, null, 2));
  else {
    const rows = nodes.map(node =>
      [node.id, kindOf(node), node.tags.join(" "), node.owner ?? "", node.dependsOn.join(" ")].map(showControls),
    );
    terminal.out(formatTable(["node", "kind", "tags", "owner", "depends on"], rows));
  }
  return 0;
}

const kindOf = (node: PlanNode<Typed>): "table" | "view" => (node.write ? "table" : "view");

function describeNode(node: PlanNode<Typed>): object {
  const columns = node.columns.map(({ name, type, nullable, description, from }) => ({
    name,
    type: printType(type),
    nullable,
    description,
    from,
  }));
  return {
    id: node.id,
    kind: kindOf(node),
    description: node.description,
    tags: node.tags,
    owner: node.owner,
    dependsOn: node.dependsOn,
    columns,
    write: node.write && describeWrite(node.write),
  };
}

import type { Problem } from "../../diagnostics/diagnostic.ts";
import { fitsType } from "../fitsType.ts";
import { columnType } from "../formatPlan.ts";
import { inferRelation } from "../inferRelation.ts";
import { lineageOf } from "../lineage.ts";
import { printType } from "../notation/printType.ts";
import { isOneFile, pathFault, strayCompression } from "../place.ts";
import type { PlanNode, Write } from "../plan.ts";
import { inferWrite, writeFault } from "../relation/inferWrite.ts";
import type { SourceStep, Typed } from "../step.ts";
import type { Column, DataType } from "../types.ts";
import { allSteps, dependencies } from "../walkSteps.ts";
import { type Decoding, refuse } from "./decode.ts";
import type { DecodedNode, DecodedPlan } from "./decodePlan.ts";

/** Infers every node from its steps, inputs first, and holds what the file says of it against what follows. */
export function inferNodes(plan: DecodedPlan, decoding: Decoding): readonly PlanNode<Typed>[] | undefined {
  const byId = new Map<string, DecodedNode>();
  const names = new Set<string>();
  for (const decoded of plan.nodes) {
    if (names.has(decoded.node.id.toLowerCase())) refuse(decoding, decoded.json, `There are two nodes \`${decoded.node.id}\`.`);
    names.add(decoded.node.id.toLowerCase());
    byId.set(decoded.node.id, decoded);
  }
  const parameters = new Map<string, DataType>(plan.parameters.map(parameter => [parameter.name, parameter.type]));
  checkParameters(plan, parameters, decoding);
  const done = new Map<string, PlanNode<Typed>>();
  const open = new Set<string>();
  const closed = new Set<string>();

  const infer = (id: string, from: DecodedNode): void => {
    const decoded = byId.get(id);
    if (decoded === undefined) {
      refuse(decoding, from.json, `\`${from.node.id}\` names the node \`${id}\`, which the plan does not have.`);
      return;
    }
    if (closed.has(id)) return;
    if (open.has(id)) {
      refuse(decoding, decoded.json, `\`${id}\` depends on itself.`);
      return;
    }
    open.add(id);
    for (const other of [...dependencies(decoded.node.relation), ...decoded.node.after]) infer(other, decoded);
    open.delete(id);
    closed.add(id);
    const typed = inferNode(decoded, done, parameters, plan, decoding);
    if (typed !== undefined) done.set(id, typed);
  };
  for (const decoded of plan.nodes) infer(decoded.node.id, decoded);
  const nodes = plan.nodes.map(({ node }) => done.get(node.id));
  return nodes.every(node => node !== undefined) ? nodes : undefined;
}

function inferNode(
  { node, json }: DecodedNode,
  done: ReadonlyMap<string, PlanNode<Typed>>,
  parameters: ReadonlyMap<string, DataType>,
  plan: DecodedPlan,
  decoding: Decoding,
): PlanNode<Typed> | undefined {
  const before = decoding.problems.length;
  const { typed, problems } = inferRelation(node.relation, { node: id => done.get(id)?.columns, parameters });
  for (const problem of problems)
    decoding.problems.push({
      ...problem,
      message: `In \`${node.id}\`: ${problem.message}`,
      span: { file: decoding.file, start: json.start, end: json.end },
    });
  if (typed === undefined) return undefined;
  const differs = (what: string, hint: string) =>
    refuse(decoding, json, `What \`${node.id}\` says of its ${what} is not what follows from its steps.`, hint);
  const output: readonly Column[] = typed.steps.at(-1)?.output ?? [];
  const follows = output.map(column => `${column.name}: ${columnType(column)}`).join(", ");
  if (follows !== node.columns.map(column => `${column.name}: ${columnType(column)}`).join(", "))
    differs("columns", `They follow as ${follows}.`);
  if (!same(dependencies(typed), node.dependsOn)) differs("dependencies", `They follow as ${dependencies(typed).join(", ") || "none"}.`);
  const { columns: from, rowsFrom } = lineageOf(typed);
  const wrong = node.columns.find(column => !same(from(column.name), column.from));
  if (wrong !== undefined) differs(`lineage (\`${wrong.name}\`)`, `It follows as ${from(wrong.name).join(", ") || "none"}.`);
  if (!same(rowsFrom, node.rowsFrom)) differs("rows' lineage", `It follows as ${rowsFrom.join(", ") || "none"}.`);
  if (allSteps(typed).length !== node.place.steps.length)
    refuse(decoding, json, `\`places\` has not one place for each step of \`${node.id}\`.`);
  const write = checkWrite(node, json, plan, parameters, decoding);
  for (const step of allSteps(typed)) if (step.kind === "source") checkSource(step, node, json, plan, decoding);
  if (decoding.problems.length > before) return undefined;
  const { write: _, ...rest } = node;
  return { ...rest, relation: typed, ...(write === undefined ? {} : { write }) };
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function checkPlace(
  place: { readonly connection: string; readonly path: string },
  node: DecodedNode["node"],
  json: DecodedNode["json"],
  plan: DecodedPlan,
  decoding: Decoding,
): void {
  const fault = pathFault(place.path);
  if (fault !== undefined)
    refuse(decoding, json, `The path \`${place.path}\` of \`${node.id}\` ${fault}.`, "A path lies below its connection.");
  for (const environment of plan.environments)
    if (!Object.hasOwn(environment.connections, place.connection))
      refuse(
        decoding,
        json,
        `\`${node.id}\` names the connection \`${place.connection}\`, which the environment \`${environment.name}\` does not have.`,
      );
  for (const [, name] of place.path.matchAll(/\$\{(\w+)\}/g))
    if (!plan.parameters.some(parameter => parameter.name === name))
      refuse(decoding, json, `A path of \`${node.id}\` names the param \`${name}\`, which the plan does not have.`);
}

function checkSource(
  source: SourceStep,
  node: DecodedNode["node"],
  json: DecodedNode["json"],
  plan: DecodedPlan,
  decoding: Decoding,
): void {
  checkPlace(source, node, json, plan, decoding);
}

function checkWrite(
  node: DecodedNode["node"],
  json: DecodedNode["json"],
  plan: DecodedPlan,
  parameters: ReadonlyMap<string, DataType>,
  decoding: Decoding,
): Write<Typed> | undefined {
  const { write } = node;
  if (write === undefined) return undefined;
  checkPlace(write, node, json, plan, decoding);
  if (/[*?[\]]/.test(write.path)) refuse(decoding, json, `\`${node.id}\` writes to a path with wildcards.`);
  const stray = strayCompression(write.path);
  if (stray !== undefined)
    refuse(decoding, json, `\`${node.id}\` writes to a path that ends in \`${stray}\`, which is no file that is written.`);
  if (isOneFile(write.path) && (write.mode === "append" || write.partitionBy.length > 0))
    refuse(decoding, json, `\`${node.id}\` writes one file, which has no partitions and can't be appended to.`);
  const fault = writeFault(write);
  if (fault !== undefined) refuse(decoding, json, `\`${node.id}\` ${fault}.`);
  const noKey = write.keys?.find(name => !node.columns.some(column => column.name === name));
  if (noKey !== undefined) refuse(decoding, json, `\`${node.id}\` has the key \`${noKey}\`, which is no column of it.`);
  if (new Set(write.keys).size !== (write.keys ?? []).length) refuse(decoding, json, `\`${node.id}\` names a key twice.`);
  const unknown = write.partitionBy.find(name => !node.columns.some(column => column.name === name));
  if (unknown !== undefined) refuse(decoding, json, `\`${node.id}\` is partitioned by \`${unknown}\`, which is no column of it.`);
  if (new Set(write.partitionBy).size !== write.partitionBy.length) refuse(decoding, json, `\`${node.id}\` names a partition twice.`);
  const problems: Problem[] = [];
  const typed = inferWrite(write, node.columns, { context: { node: () => undefined, parameters }, problems, before: [] });
  for (const problem of problems)
    decoding.problems.push({
      ...problem,
      message: `In \`${node.id}\`: ${problem.message}`,
      span: { file: decoding.file, start: json.start, end: json.end },
    });
  return typed;
}

function checkParameters(plan: DecodedPlan, parameters: ReadonlyMap<string, DataType>, decoding: Decoding): void {
  const top = { start: 0, end: 1 };
  if (parameters.size !== plan.parameters.length) refuse(decoding, top, "Two params have one name.");
  for (const { name, type, default: text } of plan.parameters)
    if (text !== undefined && !fitsType(text, type))
      refuse(decoding, top, `The default of the param \`${name}\` is no ${printType(type)}.`);
  for (const environment of plan.environments) {
    for (const [name, text] of Object.entries(environment.params)) {
      const type = parameters.get(name);
      if (type === undefined)
        refuse(decoding, top, `The environment \`${environment.name}\` gives the param \`${name}\`, which the plan does not have.`);
      else if (!fitsType(text, type))
        refuse(decoding, top, `The param \`${name}\` of the environment \`${environment.name}\` is no ${printType(type)}.`);
    }
  }
}

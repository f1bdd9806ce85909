import type { PlanNode } from "../../compiler/plan/plan.ts";
import type { MapRowsStep, Relation, SourceStep, Step, Typed } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";
import { quoteName } from "../sql/spark/quote.ts";
import { lowerRelation } from "../sql/spark/relation/lowerRelation.ts";
import type { Surroundings } from "../sql/spark/relation/statement.ts";
import { emitColumn } from "./emitColumn.ts";
import { emitFormat } from "./emitFormat.ts";
import { createNamer, type NodeNames } from "./nameProject.ts";
import { commentText, quoteDocstring, quoteSql } from "./python/text.ts";
import { call, lineLength, list, printValue, text } from "./python/value.ts";

export interface NodeSurroundings {
  readonly names: ReadonlyMap<string, NodeNames>;
  /** The names of all views of nodes, in lower case. */
  readonly views: ReadonlySet<string>;
  /** The columns of a node that Spark computes anew for each reader, by what can fail on a value. */
  readonly fragile: (node: string) => ReadonlySet<string>;
  /** The emitted file of a bundle of functions. */
  readonly functionFile: (bundle: string) => string;
}

/** A node as a Python function that gives its rows. */
export function emitNode(node: PlanNode<Typed>, surroundings: NodeSurroundings): string {
  const own = surroundings.names.get(node.id);
  if (own === undefined) throw new Error(`"${node.id}" has no name`);
  const { file, line } = node.place;
  const description = [node.description, node.owner === undefined ? undefined : `Owner: ${node.owner}`].filter(Boolean).join("\n\n");
  const head = `def ${own.function}(job: Job) -> DataFrame:`;
  return [
    head.length <= lineLength ? head : `def ${own.function}(\n    job: Job,\n) -> DataFrame:`,
    ...(description === "" ? [] : [quoteDocstring(description, "    ")]),
    `    # ${commentText(file)}:${line}`,
    ...emitStatements(node, own, surroundings).map(statement => `    ${statement}`),
  ].join("\n");
}

function emitStatements(
  node: PlanNode<Typed>,
  own: NodeNames,
  { names, views, fragile, functionFile }: NodeSurroundings,
): readonly string[] {
  const steps = allSteps(node.relation);
  const takeView = createNamer(views);
  const viewOf = (step: SourceStep | MapRowsStep): string =>
    takeView(String(steps.indexOf(step as Step<Typed>)), `${own.view}_${step.kind === "source" ? "source" : "mapped"}`);
  const surroundings: Surroundings = {
    table: step => (step.kind === "read" ? (names.get(step.node)?.view ?? "") : viewOf(step)),
    fragile: step => (step.kind === "read" ? fragile(step.node) : nothing),
    place: step => {
      const place = node.place.steps[steps.indexOf(step)];
      return place === undefined ? undefined : commentText(`${place.file ?? node.place.file}:${place.line}`);
    },
    parameter: name => `:${quoteName(name)}`,
    now: ":odibi_now",
  };
  const sql = (relation: Relation<Typed>): string => `job.sql(${quoteSql(lowerRelation(relation, surroundings), "    ")})`;
  const statements: string[] = [];
  const prepare = (relation: Relation<Typed>): void => {
    for (const [index, step] of relation.steps.entries()) {
      if (step.kind === "join" || step.kind === "semiJoin") prepare(step.right);
      if (step.kind === "union") prepare(step.other);
      if (step.kind === "source") statements.push(emitRead(step, viewOf(step)));
      if (step.kind === "mapRows") {
        statements.push(`rows = ${sql({ steps: relation.steps.slice(0, index) })}`);
        statements.push(emitMapRows(step, viewOf(step), functionFile(step.bundle)));
      }
    }
  };
  prepare(node.relation);
  return [...statements, `return ${sql(node.relation)}`];
}

function emitRead(step: SourceStep, view: string): string {
  const read = call("job.read", [text(view), emitFormat(step.file)], {
    connection: text(step.connection),
    path: text(step.path),
    columns: list(step.columns.map(emitColumn)),
    extra_columns: step.extraColumns === "fail" ? undefined : text(step.extraColumns),
  });
  return printValue(read, "    ");
}

function emitMapRows(step: MapRowsStep, view: string, file: string): string {
  const map = call("job.map_rows", [text(view), { kind: "word", word: "rows" }], {
    function: text(file),
    columns: list(step.columns.map(emitColumn)),
  });
  return printValue(map, "    ");
}

const nothing: ReadonlySet<string> = new Set();

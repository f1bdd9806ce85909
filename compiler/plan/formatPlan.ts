import { block, blockOfLines, type Layout, layOut, layOutEntry, layOutItem, list, listOfLines, quote } from "./file/layOut.ts";
import { printExpression } from "./notation/printExpression.ts";
import { printType } from "./notation/printType.ts";
import type { Environment, Parameter, Plan, PlanColumn, PlanNode, Write } from "./plan.ts";
import type { DeclaredColumn, FileFormat, NamedExpression, Relation, SortKey, Step, StepKind, Untyped } from "./step.ts";
import type { Column } from "./types.ts";

/** The version of the file's form. A newer one is refused by a reader of this version. */
export const planVersion = 1;

/**
 * The plan's file: JSON laid out for people, a line a column and a line a step, expressions as the language's own text. The same plan gives the same bytes.
 * readPlan reads it back.
 */
export function formatPlan(plan: Plan<Untyped>): string {
  return joinPlan(plan, plan.nodes.map(formatNode));
}

/** A node's two parts of the file: what it is, and the line of its places. */
export interface NodeText {
  readonly node: string;
  readonly place: string;
}

const nodeLevel = 2;

export function formatNode(entry: PlanNode<Untyped>): NodeText {
  return { node: layOutItem(node(entry), nodeLevel), place: layOutEntry(entry.id, place(entry), nodeLevel) };
}

/** The file of a plan whose nodes are laid out already. */
export function joinPlan(plan: Omit<Plan<Untyped>, "nodes">, nodes: readonly NodeText[]): string {
  const text = layOut(
    block({
      odibi: "plan",
      version: planVersion,
      project: plan.project,
      root: plan.root,
      parameters: list(plan.parameters.map(parameter)),
      defaultEnvironment: plan.defaultEnvironment,
      environments: block(plan.environments.map(entry => [entry.name, environment(entry)] as const)),
      nodes: listOfLines(nodes.map(entry => entry.node)),
      places: blockOfLines(nodes.map(entry => entry.place)),
    }),
  );
  return `${text}\n`;
}

function parameter({ name, type, description, default: text }: Parameter): Layout {
  return {
    name,
    type: printType(type),
    ...(description === undefined ? {} : { description }),
    ...(text === undefined ? {} : { default: text }),
  };
}

function environment({ engine, threads, memoryLimit, spark, params, connections }: Environment): Layout {
  return block({
    engine,
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(spark === undefined ? {} : { spark: block({ ...spark, conf: block(spark.conf) }) }),
    params: block(params),
    connections: block(Object.entries(connections).map(([name, { kind, path }]) => [name, { kind, path }] as const)),
  });
}

function node(entry: PlanNode<Untyped>): Layout {
  const entries: (readonly [string, Layout])[] = [["id", entry.id]];
  const add = (key: string, value: Layout | undefined): void => {
    if (value !== undefined) entries.push([key, value]);
  };
  add("description", entry.description);
  add("owner", entry.owner);
  add("tags", filled(entry.tags));
  add("retries", entry.retries === 0 ? undefined : entry.retries);
  add("timeoutSeconds", entry.timeout);
  add("onError", entry.onError === "continue" ? undefined : entry.onError);
  add("cache", entry.cache);
  add("dependsOn", entry.dependsOn);
  add("after", filled(entry.after));
  add("columns", listOfLines(entry.columns.map(column)));
  add("rowsFrom", filled(entry.rowsFrom));
  add("steps", relation(entry.relation));
  add("write", entry.write === undefined ? undefined : write(entry.write));
  return block(entries);
}

const filled = (items: readonly string[]): readonly string[] | undefined => (items.length === 0 ? undefined : items);

function column(entry: PlanColumn): string {
  const { name, description, from } = entry;
  const sources = from.length === 0 ? "" : `, "from": [${from.length === 1 ? quote(from[0] ?? "") : from.map(quote).join(", ")}]`;
  const comment = description === undefined ? "" : `, "description": ${quote(description)}`;
  return `{ "name": ${quote(name)}, "type": ${quote(columnType(entry))}${sources}${comment} }`;
}

/** A column's type with `| null` where it may be null. */
export function columnType({ type, nullable }: Pick<Column, "type" | "nullable">): string {
  return nullable ? `${printType(type)} | null` : printType(type);
}

function write({ connection, path, file, mode, keys, updateWhen, deleteWhen, schemaChanges, partitionBy }: Write<Untyped>): Layout {
  const conditions = {
    ...(updateWhen === undefined ? {} : { updateWhen: printExpression(updateWhen) }),
    ...(deleteWhen === undefined ? {} : { deleteWhen: printExpression(deleteWhen) }),
  };
  const entries = {
    connection,
    path,
    ...format(file),
    mode,
    ...(keys === undefined ? {} : { keys }),
    ...conditions,
    ...(schemaChanges === undefined ? {} : { schemaChanges }),
    ...(partitionBy.length === 0 ? {} : { partitionBy }),
  };
  return Object.keys(conditions).length === 0 ? entries : block(entries);
}

function format({ format: name, ...options }: FileFormat): { readonly [key: string]: Layout } {
  return { format: name, ...options };
}

function place({ place: { file, line, column: at, steps } }: PlanNode<Untyped>): Layout {
  return [file, `${line}:${at}`, ...steps.map(step => `${step.file === undefined ? "" : `${step.file}:`}${step.line}:${step.column}`)];
}

function relation({ steps }: Relation<Untyped>): Layout {
  return list(steps.map(step));
}

// The other table of a join or a union: a node by its id, or its own steps.
function table(other: Relation<Untyped>): Layout {
  const [first, second] = other.steps;
  return first?.kind === "read" && second === undefined ? first.node : relation(other);
}

type StepFormat<K extends StepKind> = (step: Extract<Step<Untyped>, { kind: K }>) => Layout;

const steps: { readonly [K in StepKind]: StepFormat<K> } = {
  read: ({ node: id }) => ({ read: id }),
  source: ({ connection, path, file, extraColumns, columns }) =>
    block({
      source: { connection, path, ...format(file), ...(extraColumns === "fail" ? {} : { extraColumns }) },
      columns: declared(columns),
    }),
  filter: ({ condition }) => ({ filter: printExpression(condition) }),
  select: ({ columns }) => block({ select: named(columns) }),
  join: ({ type, right, on, columns }) =>
    block({ [type === "left" ? "leftJoin" : "join"]: table(right), on: printExpression(on), columns: named(columns) }),
  semiJoin: ({ anti, right, on }) => {
    const step = { [anti ? "antiJoin" : "semiJoin"]: table(right), on: printExpression(on) };
    return typeof table(right) === "string" ? step : block(step);
  },
  aggregate: ({ keys, aggregates }) => block({ ...(keys.length === 0 ? {} : { groupBy: named(keys) }), aggregate: named(aggregates) }),
  distinct: () => ({ distinct: true }),
  deduplicate: ({ by, orderBy }) => ({ deduplicate: by, orderBy: orderBy.map(sortKey) }),
  orderBy: ({ keys }) => ({ orderBy: keys.map(sortKey) }),
  limit: ({ rows }) => ({ limit: printExpression(rows) }),
  union: ({ other }) => (typeof table(other) === "string" ? { union: table(other) } : block({ union: table(other) })),
  notNull: ({ columns, otherwise }) => ({ notNull: columns, otherwise }),
  mapRows: ({ bundle, columns }) => block({ mapRows: bundle, columns: declared(columns) }),
};

function step(entry: Step<Untyped>): Layout {
  return (steps[entry.kind] as StepFormat<typeof entry.kind>)(entry as never);
}

function named(columns: readonly NamedExpression<Untyped>[]): Layout {
  return blockOfLines(columns.map(({ name, expression }) => layOutEntry(name, printExpression(expression), 0)));
}

function declared(columns: readonly DeclaredColumn[]): Layout {
  return blockOfLines(columns.map(entry => layOutEntry(entry.name, columnType(entry), 0)));
}

function sortKey({ expression, direction }: SortKey<Untyped>): string {
  return direction === "desc" ? `desc(${printExpression(expression)})` : printExpression(expression);
}

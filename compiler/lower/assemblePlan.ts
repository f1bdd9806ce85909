import type { Span } from "../diagnostics/diagnostic.ts";
import { lineAndColumn } from "../diagnostics/locate.ts";
import { lineageOf } from "../plan/lineage.ts";
import type { Connection, Environment, Place, Plan, PlanColumn, PlanNode, Write } from "../plan/plan.ts";
import type { Relation, Step, Typed, Untyped } from "../plan/step.ts";
import { allSteps, dependencies } from "../plan/walkSteps.ts";
import type { NodeDraft } from "./environment.ts";
import type { Lowered } from "./lowerProgram.ts";
import { parameterText } from "./parameterText.ts";
import type { Config } from "./readConfig.ts";
import type { ConnectionValue, NodeSettings } from "./value.ts";

/** The nodes of a program without faults, all or those that are wanted, one by one and in the plan's order, so that each can be let go of when its text is made. `bundles` gives the file of each function by its placeholder. */
export function* assembleNodes(
  { lowering, defaults }: Lowered,
  bundles: ReadonlyMap<string, string>,
  isWanted: (node: NodeDraft) => boolean = () => true,
): Generator<PlanNode<Typed>, void> {
  const nodes = [...lowering.nodes.values()]
    .filter(isWanted)
    .sort((a, b) => (a.file === b.file ? a.nameSpan.start - b.nameSpan.start : a.file < b.file ? -1 : 1));
  const linesOf = (file: string) => lowering.program.files.get(file)?.lines ?? [0];
  for (const node of nodes) yield planNode(node, defaults.get(node.file) ?? {}, bundles, linesOf);
}

/** What the plan says beside its nodes. */
export function assembleHead({ lowering }: Lowered, config: Config, project: string): Omit<Plan<Typed>, "nodes"> {
  return {
    project,
    root: ".",
    parameters: [...lowering.parameters.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, type, description, default: text }) => ({
        name,
        type,
        ...(description === undefined ? {} : { description }),
        ...(text === undefined ? {} : { default: text }),
      })),
    defaultEnvironment: config.defaultEnvironment,
    environments: config.environments.map(environment => planEnvironment(environment, lowering)),
  };
}

function planEnvironment(environment: Config["environments"][number], lowering: Lowered["lowering"]): Environment {
  const params: { [name: string]: string } = {};
  for (const [name, { value }] of [...environment.params].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const type = lowering.parameters.get(name)?.type;
    const text = type === undefined ? undefined : parameterText(value, type);
    if (text !== undefined) params[name] = text;
  }
  const connections: { [name: string]: Connection } = {};
  for (const [name, connection] of [...lowering.connections].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = placeIn(connection, environment.name);
    if (place !== undefined) connections[name] = place;
  }
  const { name, engine, threads, memoryLimit, spark } = environment;
  return {
    name,
    engine,
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(spark === undefined ? {} : { spark }),
    params,
    connections,
  };
}

function placeIn(connection: ConnectionValue, environment: string): Connection | undefined {
  return connection.places.kind === "local" ? connection.places : connection.places.places.get(environment);
}

function planNode(
  node: NodeDraft,
  defaults: NodeSettings,
  bundles: ReadonlyMap<string, string>,
  linesOf: (file: string) => readonly number[],
): PlanNode<Typed> {
  const { table } = node;
  const settings = { ...defaults, ...table.settings };
  const typed = table.steps.filter(isTyped);
  const relation: Relation<Typed> = { steps: bundles.size === 0 ? typed : typed.map(step => withBundles(step, bundles)) };
  const { columns: from, rowsFrom } = lineageOf(relation);
  const columns: readonly PlanColumn[] = table.columns.map(({ name, type, nullable, description }) =>
    description === undefined ? { name, type, nullable, from: from(name) } : { name, type, nullable, description, from: from(name) },
  );
  return {
    id: node.id,
    ...(node.description === undefined ? {} : { description: node.description }),
    ...(settings.owner === undefined ? {} : { owner: settings.owner }),
    tags: [...new Set(settings.tags ?? [])],
    retries: settings.retries ?? 0,
    ...(settings.timeout === undefined ? {} : { timeout: settings.timeout }),
    onError: settings.onError ?? "continue",
    ...(settings.cache === undefined ? {} : { cache: settings.cache }),
    dependsOn: dependencies(relation),
    after: table.after,
    columns,
    rowsFrom,
    relation,
    ...(table.write === undefined ? {} : { write: planWrite(table.write) }),
    place: placeOf(node, relation, linesOf),
  };
}

function planWrite({ target, span: _, ...write }: NonNullable<NodeDraft["table"]["write"]>): Write<Typed> {
  return { connection: target.connection.name ?? "", path: target.path, file: target.file, ...write };
}

// Of a project without faults every step is.
function isTyped(step: Step<Typed> | Step<Untyped>): step is Step<Typed> {
  return "output" in step;
}

function withBundles(step: Step<Typed>, bundles: ReadonlyMap<string, string>): Step<Typed> {
  if (step.kind === "mapRows") return { ...step, bundle: bundles.get(step.bundle) ?? step.bundle };
  const inner = (relation: Relation<Typed>): Relation<Typed> => ({ steps: relation.steps.map(other => withBundles(other, bundles)) });
  if (step.kind === "join" || step.kind === "semiJoin") return { ...step, right: inner(step.right) };
  return step.kind === "union" ? { ...step, other: inner(step.other) } : step;
}

function placeOf(node: NodeDraft, relation: Relation<Typed>, linesOf: (file: string) => readonly number[]): Place {
  const at = (span: Span) => lineAndColumn(span.start, linesOf(span.file));
  return {
    file: node.file,
    ...at(node.nameSpan),
    steps: allSteps(relation).map(({ span = node.nameSpan }) => (span.file === node.file ? at(span) : { ...at(span), file: span.file })),
  };
}

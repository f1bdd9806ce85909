import { modulesOf, type Sources } from "../load/loadProject.ts";
import type { Lowering, NodeDraft, TopLevel } from "../lower/environment.ts";
import type { ColumnInfo } from "../lower/value.ts";
import type { Export, FileSyntax, Import } from "../parse/syntax.ts";
import type { NodeText } from "../plan/formatPlan.ts";
import { allSteps } from "../plan/walkSteps.ts";
import type { KeptFile, KeptNode, KeptPipeline, KeptPlan } from "./keptPlan.ts";

/** What an importer sees of a pipeline file: its exports, the imports that it passes on, and the columns of its nodes, in their order. */
export interface Face {
  readonly exports: readonly Export[];
  readonly imports: readonly Import[];
  readonly columns: readonly (readonly ColumnInfo[])[];
}

/** What is kept of a compilation. Undefined where something was found, or functions run: what they reach is looked at each time. */
export function keepPlan(
  plan: { readonly nodes: readonly { readonly id: string }[] },
  texts: readonly NodeText[],
  lowering: Lowering,
  sources: Sources,
): KeptPlan | undefined {
  const { program } = lowering;
  if (lowering.problems.length > 0 || lowering.functions.length > 0 || !hasPlainParameters(lowering)) return undefined;
  const byId = new Map<string, NodeText>();
  const drafts = new Map<string, NodeDraft[]>();
  for (const [index, { id }] of plan.nodes.entries()) {
    const [text, draft] = [texts[index], lowering.nodes.get(id)];
    if (text === undefined || draft === undefined) return undefined;
    byId.set(id, text);
    const inFile = drafts.get(draft.file);
    if (inFile === undefined) drafts.set(draft.file, [draft]);
    else inFile.push(draft);
  }
  if (!program.pipelines.every(path => hasAllNodes(path, lowering))) return undefined;
  const leads = leadsIn(lowering);
  const others: KeptFile[] = [];
  const pipelines: KeptPipeline[] = [];
  for (const [path, file] of program.files) if (!program.isPipeline(path)) others.push(keepOther(path, file, sources));
  for (const path of program.pipelines) {
    const kept = keepPipeline(path, drafts.get(path) ?? [], byId, leads, lowering, sources);
    if (kept !== undefined) pipelines.push(kept);
  }
  return { others, pipelines };
}

/** A file that is no pipeline as it is kept. */
export function keepOther(path: string, file: FileSyntax, sources: Sources): KeptFile {
  return { path, hash: sources.hash(path) ?? "", modules: meanings(path, modulesOf(file), sources) };
}

/** What each module of a file means, in a text that is another one where it means another thing. */
function meanings(path: string, modules: readonly string[], sources: Sources): readonly (readonly [string, string])[] {
  return modules.map(specifier => [specifier, meaning(path, specifier, sources)] as const);
}

export function meaning(path: string, specifier: string, sources: Sources): string {
  const target = sources.resolve(path, specifier);
  return target.kind === "file" ? `file ${target.path}` : target.kind;
}

/**
 * A pipeline file as it is kept, from a compilation without findings. Undefined for one that declares a param or a connection itself: what it adds to the
 * plan is not in its nodes alone.
 */
export function keepPipeline(
  path: string,
  drafts: readonly NodeDraft[],
  texts: ReadonlyMap<string, NodeText>,
  leads: Leads,
  lowering: Lowering,
  sources: Sources,
): KeptPipeline | undefined {
  const file = lowering.program.files.get(path);
  const read = followReads(path, lowering);
  if (file === undefined || read === undefined) return undefined;
  const modules = modulesOf(file);
  const nodes: KeptNode[] = [];
  const columns: (readonly ColumnInfo[])[] = [];
  for (const draft of drafts) {
    const text = texts.get(draft.id);
    const constant = file.exports.find(entry => entry.kind === "local" && entry.exported === draft.name);
    if (text === undefined || constant?.kind !== "local") return undefined;
    nodes.push(keepNode(draft, constant.local, text));
    columns.push(draft.table.columns);
  }
  return {
    path,
    hash: sources.hash(path) ?? "",
    modules: meanings(path, modules, sources),
    reads: mayRead(path, modules, leads, lowering),
    ...read,
    nodes,
    face: JSON.stringify(faceOf(file, columns)),
  };
}

function keepNode({ id, name, nameSpan, table }: NodeDraft, constant: string, text: NodeText): KeptNode {
  const { write } = table;
  const sources = allSteps({ steps: table.steps }).flatMap(step =>
    step.kind === "source"
      ? [{ connection: step.connection, path: step.path, ...(step.span === undefined ? {} : { span: step.span }) }]
      : [],
  );
  return {
    id,
    name,
    constant,
    nameSpan,
    sources,
    ...(write === undefined
      ? {}
      : {
          write: {
            connection: write.target.connection.name ?? "",
            path: write.target.path,
            pathSpan: write.target.pathSpan,
            file: write.target.file,
          },
        }),
    text,
  };
}

// Without offsets: a line more above is nothing to who imports it.
function faceOf(file: FileSyntax, columns: Face["columns"]): Face {
  const nowhere = { s: 0, e: 0 };
  const passedOn = new Set(file.exports.map(entry => (entry.kind === "local" ? entry.local : "")));
  return {
    exports: file.exports.map(entry =>
      entry.kind === "default" ? { kind: "default", value: { kind: "undefined", ...nowhere }, ...nowhere } : { ...entry, ...nowhere },
    ),
    imports: file.imports.filter(entry => passedOn.has(entry.local)).map(entry => ({ ...entry, moduleStart: 0, ...nowhere })),
    columns,
  };
}

type Reads = Pick<KeptPipeline, "bodies" | "values" | "connections">;

/** What a pipeline file's names were made of, as far as it is not in its own text: up to the nodes of other files. */
function followReads(path: string, lowering: Lowering): Reads | undefined {
  const bodies = new Set<string>();
  const values: (readonly [string, string])[] = [];
  const connections: (readonly [string, string])[] = [];
  const queue = [...(lowering.topLevel.get(path)?.values() ?? [])];
  const seen = new Set(queue);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { file, name } = next;
    if (file !== path) {
      if (!lowering.program.isPipeline(file)) values.push([file, name]);
      else if (isNode(next)) continue;
      else bodies.add(file);
    } else if (next.declaresParameter) return undefined;
    for (const used of next.connections) {
      const connection = lowering.connections.get(used);
      if (connection?.name === undefined || lowering.program.isPipeline(connection.span.file)) return undefined;
      connections.push([connection.span.file, connection.name]);
    }
    for (const read of next.reads) {
      if (seen.has(read)) continue;
      seen.add(read);
      queue.push(read);
    }
  }
  return { bodies: [...bodies], values, connections };
}

function isNode(entry: TopLevel | undefined): boolean {
  return entry !== undefined && entry.value !== "open" && entry.value.kind === "table";
}

/**
 * Whether each param is held by one constant: a second one would give it its description or not, by the order in which they are read, and files that
 * are kept are not read.
 */
export function hasPlainParameters(lowering: Lowering): boolean {
  if (lowering.parameters.size === 0) return true;
  const holders = new Map<string, number>();
  for (const entries of lowering.topLevel.values())
    for (const { value } of entries.values())
      if (value !== "open" && value.kind === "expression" && value.expression.kind === "parameter")
        holders.set(value.expression.name, (holders.get(value.expression.name) ?? 0) + 1);
  return [...lowering.parameters.keys()].every(name => holders.get(name) === 1);
}

/** Whether each exported table of a file is a node, and none took another's id. */
export function hasAllNodes(path: string, lowering: Lowering): boolean {
  return (lowering.program.files.get(path)?.exports ?? []).every(
    entry =>
      entry.kind !== "local" ||
      !isNode(lowering.topLevel.get(path)?.get(entry.local)) ||
      lowering.nodes.get(lowering.idOf(path, entry.exported))?.file === path,
  );
}

/** The files that a file leads its importers to, by its path. */
export type Leads = (path: string) => readonly string[];

/** A file that is no pipeline leads to all that it imports, a pipeline file to what it passes on. Each is looked at once. */
export function leadsIn({ program, resolve }: Lowering): Leads {
  const known = new Map<string, readonly string[]>();
  return path => {
    let leads = known.get(path);
    if (leads === undefined) {
      const file = program.files.get(path);
      leads = file === undefined ? [] : targetsOf(path, modulesOf(program.isPipeline(path) ? passedOn(file) : file), resolve);
      known.set(path, leads);
    }
    return leads;
  };
}

function targetsOf(path: string, modules: readonly string[], resolve: Lowering["resolve"]): readonly string[] {
  const targets: string[] = [];
  for (const specifier of modules) {
    const target = resolve(path, specifier);
    if (target.kind === "file") targets.push(target.path);
  }
  return targets;
}

/** The pipeline files that a file's imports lead to, through files that are none and through those that pass on what they import. */
function mayRead(path: string, modules: readonly string[], leads: Leads, { program, resolve }: Lowering): readonly string[] {
  const found: string[] = [];
  const seen = new Set([path]);
  const queue = [...targetsOf(path, modules, resolve)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (program.isPipeline(next)) found.push(next);
    queue.push(...leads(next));
  }
  return found;
}

function passedOn(file: FileSyntax): Pick<FileSyntax, "imports" | "exports"> {
  const locals = new Set(file.exports.map(entry => (entry.kind === "local" ? entry.local : "")));
  return { exports: file.exports, imports: file.imports.filter(entry => locals.has(entry.local)) };
}

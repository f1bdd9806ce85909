import { modulesOf, type Sources } from "../load/loadProject.ts";
import type { Lowering, NodeDraft } from "../lower/environment.ts";
import type { ColumnInfo } from "../lower/value.ts";
import type { Export, FileSyntax, Import } from "../parse/syntax.ts";
import type { NodeText } from "../plan/formatPlan.ts";
import type { Plan } from "../plan/plan.ts";
import type { Typed } from "../plan/step.ts";
import { allSteps } from "../plan/walkSteps.ts";
import type { KeptFile, KeptNode, KeptPipeline, KeptPlan } from "./keptPlan.ts";

/** What an importer sees of a pipeline file: its exports, the imports that it passes on, and the columns of its nodes, in their order. */
export interface Face {
  readonly exports: readonly Export[];
  readonly imports: readonly Import[];
  readonly columns: readonly (readonly ColumnInfo[])[];
}

/** What is kept of a compilation. Undefined where something was found, or functions run: what they reach is looked at each time. */
export function keepPlan(plan: Plan<Typed>, texts: readonly NodeText[], lowering: Lowering, sources: Sources): KeptPlan | undefined {
  const { program } = lowering;
  if (lowering.problems.length > 0 || lowering.functions.length > 0 || !hasPlainParameters(lowering)) return undefined;
  const byId = new Map<string, NodeText>();
  const drafts = new Map<string, NodeDraft[]>();
  for (const [index, { id }] of plan.nodes.entries()) {
    const [text, draft] = [texts[index], lowering.nodes.get(id)];
    if (text === undefined || draft === undefined) return undefined;
    byId.set(id, text);
    drafts.set(draft.file, [...(drafts.get(draft.file) ?? []), draft]);
  }
  if (!program.pipelines.every(path => hasAllNodes(path, lowering))) return undefined;
  const keys = keysByFile(lowering);
  const others: KeptFile[] = [];
  const pipelines: KeptPipeline[] = [];
  for (const [path, file] of program.files) if (!program.isPipeline(path)) others.push(keepOther(path, file, sources));
  for (const path of program.pipelines) {
    const kept = keepPipeline(path, drafts.get(path) ?? [], byId, keys.get(path) ?? [], lowering, sources);
    if (kept !== undefined) pipelines.push(kept);
  }
  return { others, pipelines };
}

/** A file that is no pipeline as it is kept. */
export function keepOther(path: string, file: FileSyntax, sources: Sources): KeptFile {
  return { path, hash: sources.hash(path) ?? "", modules: meanings(path, file, sources) };
}

/** What each module of a file means, in a text that is another one where it means another thing. */
function meanings(path: string, file: FileSyntax, sources: Sources): readonly (readonly [string, string])[] {
  return modulesOf(file).map(specifier => [specifier, meaning(path, specifier, sources)] as const);
}

export function meaning(path: string, specifier: string, sources: Sources): string {
  const target = sources.resolve(path, specifier);
  return target.kind === "file" ? `file ${target.path}` : target.kind;
}

/**
 * A pipeline file as it is kept, from a compilation without findings. Undefined for one that declares a param or a connection itself: what it adds to the
 * plan is not in its nodes alone. `keys` are the file's of `lowering.values`.
 */
export function keepPipeline(
  path: string,
  drafts: readonly NodeDraft[],
  texts: ReadonlyMap<string, NodeText>,
  keys: readonly string[],
  lowering: Lowering,
  sources: Sources,
): KeptPipeline | undefined {
  const file = lowering.program.files.get(path);
  const read = followReads(path, keys, lowering);
  if (file === undefined || read === undefined) return undefined;
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
    modules: meanings(path, file, sources),
    reads: mayRead(path, file, lowering),
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
function followReads(path: string, keys: readonly string[], lowering: Lowering): Reads | undefined {
  const bodies = new Set<string>();
  const values: (readonly [string, string])[] = [];
  const connections: (readonly [string, string])[] = [];
  const queue = [...keys];
  const seen = new Set(queue);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const end = key.indexOf("\0");
    const [file, name] = [key.slice(0, end), key.slice(end + 1)];
    if (file !== "" && file !== path) {
      if (!lowering.program.isPipeline(file)) values.push([file, name]);
      else if (isNode(key, lowering)) continue;
      else bodies.add(file);
    }
    for (const read of lowering.reads.get(key) ?? []) {
      if (read === "\0param" && file === path) return undefined;
      if (read.startsWith("\0connection ")) {
        const connection = lowering.connections.get(read.slice("\0connection ".length));
        if (connection?.name === undefined || lowering.program.isPipeline(connection.span.file)) return undefined;
        connections.push([connection.span.file, connection.name]);
      } else if (read !== "\0param" && !seen.has(read)) {
        seen.add(read);
        queue.push(read);
      }
    }
  }
  return { bodies: [...bodies], values, connections };
}

function isNode(key: string, lowering: Lowering): boolean {
  const value = lowering.values.get(key);
  return value !== undefined && value !== "open" && value.kind === "table";
}

/** The keys of `lowering.values` by their file. */
export function keysByFile(lowering: Lowering): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const key of lowering.values.keys()) {
    const file = key.slice(0, key.indexOf("\0"));
    const keys = found.get(file);
    if (keys === undefined) found.set(file, [key]);
    else keys.push(key);
  }
  return found;
}

/**
 * Whether each param is held by one constant: a second one would give it its description or not, by the order in which they are read, and files that
 * are kept are not read.
 */
export function hasPlainParameters(lowering: Lowering): boolean {
  const holders = new Map<string, number>();
  for (const value of lowering.values.values())
    if (value !== "open" && value.kind === "expression" && value.expression.kind === "parameter")
      holders.set(value.expression.name, (holders.get(value.expression.name) ?? 0) + 1);
  return [...lowering.parameters.keys()].every(name => holders.get(name) === 1);
}

/** Whether each exported table of a file is a node, and none took another's id. */
export function hasAllNodes(path: string, lowering: Lowering): boolean {
  return (lowering.program.files.get(path)?.exports ?? []).every(
    entry =>
      entry.kind !== "local" ||
      !isNode(`${path}\0${entry.local}`, lowering) ||
      lowering.nodes.get(lowering.idOf(path, entry.exported))?.file === path,
  );
}

/** The pipeline files that a file's imports lead to, through files that are none and through those that pass on what they import. */
function mayRead(path: string, file: FileSyntax, lowering: Lowering): readonly string[] {
  const found = new Set<string>();
  const seen = new Set([path]);
  const queue: { readonly path: string; readonly file: Pick<FileSyntax, "imports" | "exports"> }[] = [{ path, file }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const specifier of modulesOf(next.file)) {
      const target = lowering.program.resolve(next.path, specifier);
      if (target.kind !== "file" || seen.has(target.path)) continue;
      seen.add(target.path);
      if (lowering.program.isPipeline(target.path)) found.add(target.path);
      const other = lowering.program.files.get(target.path);
      if (other !== undefined) queue.push({ path: target.path, file: lowering.program.isPipeline(target.path) ? passedOn(other) : other });
    }
  }
  return [...found];
}

function passedOn(file: FileSyntax): Pick<FileSyntax, "imports" | "exports"> {
  const locals = new Set(file.exports.map(entry => (entry.kind === "local" ? entry.local : "")));
  return { exports: file.exports, imports: file.imports.filter(entry => locals.has(entry.local)) };
}

import { checkConfig } from "../check/checkConfig.ts";
import { checkNames } from "../check/checkNames.ts";
import { checkPlaces } from "../check/checkPlaces.ts";
import { checkSettings } from "../check/checkSettings.ts";
import { configFile, loadFiles, type Sources } from "../load/loadProject.ts";
import { assembleHead, assembleNodes } from "../lower/assemblePlan.ts";
import { addTopLevel, type Lowering, type NodeDraft } from "../lower/environment.ts";
import { lowerProgram } from "../lower/lowerProgram.ts";
import { topLevelValue } from "../lower/topLevelValue.ts";
import { useConnection } from "../lower/useConnection.ts";
import { formatNode, joinPlan, type NodeText } from "../plan/formatPlan.ts";
import { type Face, hasAllNodes, hasPlainParameters, keepOther, keepPipeline, leadsIn, meaning } from "./keepPlan.ts";
import type { KeptFile, KeptPipeline, KeptPlan } from "./keptPlan.ts";
import { draftOf, type KnownNode, knownNodes, valueOf } from "./knownNodes.ts";

export interface Recompiled {
  readonly text: string;
  readonly nodes: number;
  /** What is to be kept now; undefined where nothing changed or nothing can be kept. */
  readonly kept?: KeptPlan;
}

/**
 * The plan from a kept one and the files that changed: these are read, and those that depend on what changed of them, until nothing more follows; of the others
 * the finished text is taken. Undefined where more changed than that, and wherever anything would have to be said: then the whole is compiled.
 */
export async function recompile(kept: KeptPlan, sources: Sources, project: string): Promise<Recompiled | undefined> {
  if (!kept.others.every(file => isSame(file, sources))) return undefined;
  const known = new Map(kept.pipelines.map(file => [file.path, file]));
  let stale = new Set(sources.pipelines.filter(path => !isSame(known.get(path), sources)));
  const most = Math.max(20, sources.pipelines.length / 10);
  while (stale.size <= most) {
    const unchanged = new Map(sources.pipelines.flatMap(path => (stale.has(path) ? [] : entryOf(path, known))));
    const inOrder = sources.pipelines.filter(path => stale.has(path));
    const result = await lowerStale(inOrder, unchanged, sources, project);
    if (result === undefined) return undefined;
    if (result.kind === "wanting") {
      stale = new Set([...stale, ...result.files]);
      continue;
    }
    const more = staleToo(result, unchanged, known, stale);
    if (more.size === 0) return finish(result, unchanged, stale, kept, sources);
    stale = new Set([...stale, ...more]);
  }
  return undefined;
}

function entryOf(path: string, known: ReadonlyMap<string, KeptPipeline>): readonly (readonly [string, KeptPipeline])[] {
  const file = known.get(path);
  return file === undefined ? [] : [[path, file]];
}

function isSame(file: KeptFile | undefined, sources: Sources): boolean {
  return (
    file !== undefined &&
    sources.hash(file.path) === file.hash &&
    file.modules.every(([specifier, meant]) => meaning(file.path, specifier, sources) === meant)
  );
}

interface Lowered {
  readonly kind: "lowered";
  readonly head: Parameters<typeof joinPlan>[0];
  readonly lowering: Lowering;
  readonly fresh: ReadonlyMap<string, KeptPipeline>;
  /** Of the files that were read. */
  readonly texts: ReadonlyMap<string, readonly NodeText[]>;
}
/** Of these kept files more was wanted than their nodes. */
interface Wanting {
  readonly kind: "wanting";
  readonly files: ReadonlySet<string>;
}

async function lowerStale(
  stale: readonly string[],
  unchanged: ReadonlyMap<string, KeptPipeline>,
  sources: Sources,
  project: string,
): Promise<Lowered | Wanting | undefined> {
  const wanted = new Set<string>();
  const faces = new Map<string, Face>();
  const faceOf = (file: KeptPipeline): Face => {
    const face: Face = faces.get(file.path) ?? JSON.parse(file.face);
    faces.set(file.path, face);
    return face;
  };
  const values = [...unchanged.values()].flatMap(file => [...file.values, ...file.connections]);
  const files = await loadFiles([configFile, ...new Set(values.map(([path]) => path)), ...stale], sources, path => {
    const file = unchanged.get(path);
    return file === undefined ? undefined : stubOf(file, faceOf(file), wanted);
  });
  const nodes = knownNodes([...unchanged.values()], faceOf);
  const program = sources.program(files);
  const lowered = lowerProgram(program, stale, lowering => begin(lowering, nodes, values, unchanged));
  const { lowering, config } = lowered;
  if (config === undefined || lowering.functions.length > 0) return undefined;
  if (wanted.size > 0) return { kind: "wanting", files: wanted };
  checkConfig(lowering, config);
  checkNames(lowering);
  checkSettings(lowering);
  checkPlaces(lowering);
  const isOverwritten = nodes.some(node => lowering.nodes.get(node.id)?.file !== node.file);
  if (!stale.every(path => hasAllNodes(path, lowering)) || lowering.problems.length > 0 || isOverwritten || !hasPlainParameters(lowering))
    return undefined;
  const isRead = new Set(stale);
  const texts = new Map<string, NodeText[]>();
  const drafts = new Map<string, NodeDraft[]>();
  const byId = new Map<string, NodeText>();
  for (const node of assembleNodes(lowered, new Map(), node => isRead.has(node.file))) {
    const [text, draft] = [formatNode(node), lowering.nodes.get(node.id)];
    byId.set(node.id, text);
    addTo(texts, node.place.file, text);
    if (draft !== undefined) addTo(drafts, node.place.file, draft);
  }
  const leads = leadsIn(lowering);
  const fresh = new Map<string, KeptPipeline>();
  for (const path of stale) {
    const file = keepPipeline(path, drafts.get(path) ?? [], byId, leads, lowering, sources);
    if (file !== undefined) fresh.set(path, file);
  }
  return { kind: "lowered", head: assembleHead(lowered, config, project), lowering, fresh, texts };
}

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

// A kept file as its importers see it. Who asks for its body makes it one of those that are read.
function stubOf(file: KeptPipeline, face: Face, wanted: Set<string>) {
  return {
    ...face,
    statements: [],
    errors: [],
    lines: [],
    get declarations() {
      wanted.add(file.path);
      return [];
    },
  };
}

function begin(
  lowering: Lowering,
  nodes: readonly KnownNode[],
  values: readonly (readonly [file: string, name: string])[],
  unchanged: ReadonlyMap<string, KeptPipeline>,
): void {
  for (const node of nodes) {
    addTopLevel(node.file, node.constant, node.nameSpan, valueOf(node), lowering);
    lowering.nodes.set(node.id, draftOf(node, lowering));
  }
  const nowhere = (file: string) => ({ file, start: 0, end: 0 });
  for (const key of new Set(values.map(value => value.join("\0")))) {
    const end = key.indexOf("\0");
    topLevelValue(key.slice(0, end), key.slice(end + 1), nowhere(key.slice(0, end)), lowering);
  }
  for (const key of new Set([...unchanged.values()].flatMap(file => file.connections.map(connection => connection.join("\0"))))) {
    const end = key.indexOf("\0");
    const value = lowering.topLevel.get(key.slice(0, end))?.get(key.slice(end + 1))?.value;
    if (value !== undefined && value !== "open" && value.kind === "connection") useConnection(value, value.span, lowering);
  }
  // Once more, now that the connections that they write to are known.
  for (const node of nodes) lowering.nodes.set(node.id, draftOf(node, lowering));
}

function staleToo(
  { fresh }: Lowered,
  unchanged: ReadonlyMap<string, KeptPipeline>,
  known: ReadonlyMap<string, KeptPipeline>,
  stale: ReadonlySet<string>,
): ReadonlySet<string> {
  const more = new Set<string>();
  const looksOther = new Set([...stale].filter(path => fresh.get(path)?.face !== known.get(path)?.face || !fresh.has(path)));
  for (const file of unchanged.values())
    if (file.reads.some(path => looksOther.has(path)) || file.bodies.some(path => stale.has(path))) more.add(file.path);
  return more;
}

function finish(
  { head, lowering, fresh, texts }: Lowered,
  unchanged: ReadonlyMap<string, KeptPipeline>,
  stale: ReadonlySet<string>,
  kept: KeptPlan,
  sources: Sources,
): Recompiled {
  const nodes = sources.pipelines.flatMap(path => texts.get(path) ?? unchanged.get(path)?.nodes.map(node => node.text) ?? []);
  const text = joinPlan(head, nodes);
  if (stale.size === 0 && kept.pipelines.length === sources.pipelines.length) return { text, nodes: nodes.length };
  const others = new Map(kept.others.map(file => [file.path, file]));
  for (const [path, file] of lowering.program.files)
    if (!lowering.program.isPipeline(path)) others.set(path, keepOther(path, file, sources));
  return {
    text,
    nodes: nodes.length,
    kept: {
      others: [...others.values()],
      pipelines: sources.pipelines.flatMap(path => fresh.get(path) ?? unchanged.get(path) ?? []),
    },
  };
}

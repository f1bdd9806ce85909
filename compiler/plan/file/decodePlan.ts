import { parseType } from "../notation/parseType.ts";
import { isLocalPath, isWayToRoot } from "../place.ts";
import type { Environment, Parameter, Place, PlanColumn, PlanNode, SparkSettings, Write } from "../plan.ts";
import { faultOfSparkSetting, isSparkMaster, isSparkPython } from "../sparkSettings.ts";
import { schemaChanges, type Untyped, writeModes } from "../step.ts";
import { boolean, type Decoding, entries, items, oneOf, positive, record, refuse, text, texts, whole } from "./decode.ts";
import { decodeColumnType, decodeFormat, decodeRelation, expression } from "./decodeStep.ts";
import type { Json } from "./parseJson.ts";

/** A node as its file says it, with the places in the plan of what inference is held against. */
export interface DecodedNode {
  readonly node: PlanNode<Untyped>;
  readonly json: Json;
}

export interface DecodedPlan {
  readonly project: string;
  readonly root: string;
  readonly parameters: readonly Parameter[];
  readonly defaultEnvironment: string;
  readonly environments: readonly Environment[];
  readonly nodes: readonly DecodedNode[];
}

/** The plan that a JSON value describes, by its form alone; what the steps mean is for inference to say. */
export function decodePlan(json: Json, decoding: Decoding): DecodedPlan | undefined {
  const plan = record(
    json,
    "The plan",
    ["odibi", "version", "project", "root", "parameters", "defaultEnvironment", "environments", "nodes", "places"],
    [],
    decoding,
  );
  if (plan === undefined) return undefined;
  const places = new Map(entries(plan.places, "`places`", decoding));
  const parameters = items(plan.parameters, "`parameters`", decoding)?.map(item => decodeParameter(item, decoding));
  const environments = entries(plan.environments, "`environments`", decoding)?.map(([name, value]) =>
    decodeEnvironment(name, value, decoding),
  );
  const nodes = items(plan.nodes, "`nodes`", decoding)?.map(item => decodeNode(item, places, decoding));
  const project = text(plan.project, "`project`", decoding);
  const root = text(plan.root, "`root`", decoding);
  if (root !== undefined && !isWayToRoot(root))
    refuse(decoding, plan.root, `\`root\` is no relative way from the plan's folder to the project's root.`);
  const defaultEnvironment = text(plan.defaultEnvironment, "`defaultEnvironment`", decoding);
  if (environments?.every(entry => entry?.name !== defaultEnvironment) === true)
    refuse(decoding, plan.defaultEnvironment, `There is no environment \`${defaultEnvironment}\`.`);
  if (decoding.problems.length > 0 || project === undefined || root === undefined || defaultEnvironment === undefined) return undefined;
  return {
    project,
    root,
    defaultEnvironment,
    parameters: complete(parameters),
    environments: complete(environments),
    nodes: complete(nodes),
  };
}

// Without a problem every item was decoded.
function complete<T>(values: readonly (T | undefined)[] | undefined): readonly T[] {
  return (values ?? []).filter(value => value !== undefined);
}

function decodeParameter(json: Json, decoding: Decoding): Parameter | undefined {
  const entry = record(json, "A param", ["name", "type"], ["description", "default"], decoding);
  const name = text(entry?.name, "A param's name", decoding);
  const written = text(entry?.type, "A param's type", decoding);
  if (entry === undefined || name === undefined || written === undefined) return undefined;
  const type = parseType(written);
  if (type === undefined) return refuse(decoding, entry.type, `There is no type \`${written}\`.`);
  const description = text(entry.description, "A description", decoding);
  const byDefault = text(entry.default, "A default", decoding);
  return { name, type, ...(description === undefined ? {} : { description }), ...(byDefault === undefined ? {} : { default: byDefault }) };
}

function decodeEnvironment(name: string, json: Json, decoding: Decoding): Environment | undefined {
  const entry = record(json, "An environment", ["engine", "params", "connections"], ["threads", "memoryLimit", "spark"], decoding);
  const engine = oneOf(entry?.engine, "`engine`", ["duckdb", "spark"], decoding);
  const threads = whole(entry?.threads, "`threads`", 1, decoding);
  const memoryLimit = text(entry?.memoryLimit, "`memoryLimit`", decoding);
  const spark = entry?.spark === undefined ? undefined : decodeSpark(entry.spark, decoding);
  const params = entries(entry?.params, "`params`", decoding)?.map(
    ([param, value]) => [param, text(value, "A param", decoding) ?? ""] as const,
  );
  const connections = entries(entry?.connections, "`connections`", decoding)?.map(([connection, value]) => {
    const fields = record(value, "A connection", ["kind", "path"], [], decoding);
    oneOf(fields?.kind, "A connection's kind", ["local"], decoding);
    const path = text(fields?.path, "A connection's path", decoding);
    if (fields !== undefined && path !== undefined && !isLocalPath(path))
      refuse(
        decoding,
        fields.path,
        `\`${path}\` is no path of a connection.`,
        'It is a folder\'s path, with "/" between folders and none at its end.',
      );
    return [connection, { kind: "local" as const, path: path ?? "" }] as const;
  });
  if (entry === undefined || engine === undefined || params === undefined || connections === undefined) return undefined;
  if (memoryLimit !== undefined && !/^[1-9]\d*(\.\d+)? (MB|GB)$/.test(memoryLimit))
    return refuse(decoding, json, "`memoryLimit` is a size such as `8 GB`.");
  return {
    name,
    engine,
    ...(threads === undefined ? {} : { threads }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    ...(spark === undefined ? {} : { spark }),
    params: Object.fromEntries(params),
    connections: Object.fromEntries(connections),
  };
}

function decodeSpark(json: Json, decoding: Decoding): SparkSettings | undefined {
  const entry = record(json, "Spark's settings", ["conf"], ["master", "python"], decoding);
  const master = text(entry?.master, "`master`", decoding);
  const python = text(entry?.python, "`python`", decoding);
  const conf = entries(entry?.conf, "`conf`", decoding)?.map(([key, value]) => [key, text(value, "A setting", decoding) ?? ""] as const);
  if (entry === undefined || conf === undefined) return undefined;
  if (master !== undefined && !isSparkMaster(master)) return refuse(decoding, json, `\`${master}\` is no master of Spark.`);
  if (python !== undefined && !isSparkPython(python)) return refuse(decoding, json, `\`${python}\` is no path of a Python.`);
  for (const [key] of conf) {
    const fault = faultOfSparkSetting(key);
    if (fault !== undefined) return refuse(decoding, entry.conf, fault.message, fault.hint);
  }
  return { ...(master === undefined ? {} : { master }), ...(python === undefined ? {} : { python }), conf: Object.fromEntries(conf) };
}

function decodeNode(json: Json, places: ReadonlyMap<string, Json>, decoding: Decoding): DecodedNode | undefined {
  const entry = record(
    json,
    "A node",
    ["id", "dependsOn", "columns", "steps"],
    ["description", "owner", "tags", "retries", "timeoutSeconds", "onError", "cache", "after", "rowsFrom", "write"],
    decoding,
  );
  const id = text(entry?.id, "A node's id", decoding);
  const relation = decodeRelation(entry?.steps, decoding);
  const columns = items(entry?.columns, "A node's columns", decoding)?.map(item => decodeColumn(item, decoding));
  const dependsOn = texts(entry?.dependsOn, "`dependsOn`", decoding);
  const write = entry?.write === undefined ? undefined : decodeWrite(entry.write, decoding);
  if (entry === undefined || id === undefined || relation === undefined || columns === undefined || dependsOn === undefined)
    return undefined;
  const place = places.has(id) ? decodePlace(places.get(id), decoding) : refuse(decoding, json, `\`places\` lacks \`${id}\`.`);
  const [description, owner, timeout, cache] = [
    text(entry.description, "A description", decoding),
    text(entry.owner, "An owner", decoding),
    positive(entry.timeoutSeconds, "`timeoutSeconds`", decoding),
    boolean(entry.cache, "`cache`", decoding),
  ];
  if (place === undefined) return undefined;
  const node: PlanNode<Untyped> = {
    id,
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    tags: texts(entry.tags, "`tags`", decoding) ?? [],
    retries: whole(entry.retries, "`retries`", 0, decoding) ?? 0,
    ...(timeout === undefined ? {} : { timeout }),
    onError: oneOf(entry.onError, "`onError`", ["continue", "stop"], decoding) ?? "continue",
    ...(cache === undefined ? {} : { cache }),
    dependsOn,
    after: texts(entry.after, "`after`", decoding) ?? [],
    columns: columns.filter(column => column !== undefined),
    rowsFrom: texts(entry.rowsFrom, "`rowsFrom`", decoding) ?? [],
    relation,
    ...(write === undefined ? {} : { write }),
    place,
  };
  return { node, json };
}

function decodeColumn(json: Json, decoding: Decoding): PlanColumn | undefined {
  const entry = record(json, "A column", ["name", "type"], ["from", "description"], decoding);
  const name = text(entry?.name, "A column's name", decoding);
  const type = decodeColumnType(entry?.type, decoding);
  const description = text(entry?.description, "A description", decoding);
  if (name === undefined || type === undefined) return undefined;
  return { name, ...type, ...(description === undefined ? {} : { description }), from: texts(entry?.from, "`from`", decoding) ?? [] };
}

function decodeWrite(json: Json, decoding: Decoding): Write<Untyped> | undefined {
  const entry = record(
    json,
    "A write",
    ["connection", "path", "format", "mode"],
    [
      "delimiter",
      "header",
      "quote",
      "nullValue",
      "compression",
      "version",
      "at",
      "keys",
      "updateWhen",
      "deleteWhen",
      "schemaChanges",
      "partitionBy",
    ],
    decoding,
  );
  const file = decodeFormat(entry, decoding);
  const connection = text(entry?.connection, "A connection", decoding);
  const path = text(entry?.path, "A path", decoding);
  const mode = oneOf(entry?.mode, "`mode`", writeModes, decoding);
  const more = {
    keys: texts(entry?.keys, "`keys`", decoding),
    updateWhen: expression(entry?.updateWhen, decoding),
    deleteWhen: expression(entry?.deleteWhen, decoding),
    schemaChanges: oneOf(entry?.schemaChanges, "`schemaChanges`", schemaChanges, decoding),
  };
  if (file === undefined || connection === undefined || path === undefined || mode === undefined) return undefined;
  return { connection, path, file, mode, partitionBy: texts(entry?.partitionBy, "`partitionBy`", decoding) ?? [], ...given(more) };
}

/** The entries that are there. */
function given<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function decodePlace(json: Json | undefined, decoding: Decoding): Place | undefined {
  const [file, own, ...steps] = texts(json, "A place", decoding) ?? [];
  const at = own === undefined ? undefined : position(own);
  const found = steps.map(position);
  if (json === undefined || file === undefined || at === undefined || !found.every(step => step !== undefined))
    return json === undefined ? undefined : refuse(decoding, json, "A place is a file and places in it, `12:4`.");
  return { file, line: at.line, column: at.column, steps: found };
}

function position(written: string): Place["steps"][number] | undefined {
  const match = /^(?:(.+):)?([1-9]\d*):([1-9]\d*)$/.exec(written);
  return match === null
    ? undefined
    : { line: Number(match[2]), column: Number(match[3]), ...(match[1] === undefined ? {} : { file: match[1] }) };
}

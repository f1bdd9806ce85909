import type { Environment, Parameter, Plan, PlanNode, Write } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { allSteps } from "../../compiler/plan/walkSteps.ts";
import { findCostly } from "../sql/spark/findCostly.ts";
import { lowerCondition } from "../sql/spark/lowerCondition.ts";
import { quoteName } from "../sql/spark/quote.ts";
import { sparkType } from "../sql/spark/sparkType.ts";
import { emitColumn } from "./emitColumn.ts";
import { emitFormat } from "./emitFormat.ts";
import type { NodeNames } from "./nameProject.ts";
import { call, dictionary, lineLength, printValue, text, tuple, type Value, word } from "./python/value.ts";

/** project.py: all that the project is, as data. */
export function emitProjectData(plan: Plan<Typed>, names: ReadonlyMap<string, NodeNames>): string {
  const [first, ...others] = [
    ...plan.environments.filter(({ name }) => name === plan.defaultEnvironment),
    ...plan.environments.filter(({ name }) => name !== plan.defaultEnvironment),
  ];
  const environments = first === undefined ? [] : [first, ...others];
  const project = call("Project", [], {
    name: text(plan.project),
    environments: dictionary(environments.map(environment => [environment.name, emitEnvironment(environment)])),
    params: tuple(plan.parameters.map(emitParam)),
    nodes: tuple(plan.nodes.map(node => emitEntry(node, names.get(node.id)))),
    uses_delta: plan.nodes.some(usesDelta) ? word(true) : undefined,
  });
  const value = printValue(project, "", "PROJECT = ".length);
  const used = ["Column", "Csv", "Delta", "Environment", "Json", "Node", "Param", "Parquet", "Project", "Write"].filter(name =>
    new RegExp(`(?<![\\w"'.])${name}\\(`).test(value),
  );
  return [
    `"""What this project is made of, as data: written by \`odibi emit spark\`, where changes are lost."""`,
    [printImport("odibi_spark", used), ...importModules(names)].join("\n"),
    `PROJECT = ${value}\n`,
  ].join("\n\n");
}

/** The modules, sorted as ruff sorts them. */
function importModules(names: ReadonlyMap<string, NodeNames>): readonly string[] {
  const modules = new Map([...names.values()].map(({ module, alias }) => [alias, module]));
  const imports = [...modules].map(([alias, module]) => {
    const name = module.at(-1) ?? "";
    return { from: ["pipelines", ...module.slice(0, -1)].join("."), name, shown: name === alias ? name : `${name} as ${alias}` };
  });
  const plain = Map.groupBy(
    imports.filter(({ name, shown }) => name === shown),
    ({ from }) => from,
  );
  const lines = [
    ...[...plain].map(([from, all]) => ({ from, names: all.map(({ name }) => name).sort(compareNames) })),
    ...imports.filter(({ name, shown }) => name !== shown).map(({ from, shown }) => ({ from, names: [shown] })),
  ];
  return lines
    .sort((a, b) => compareNames(a.from, b.from) || compareNames(a.names[0] ?? "", b.names[0] ?? ""))
    .map(({ from, names }) => printImport(from, names));
}

const compareNames = new Intl.Collator("en", { numeric: true }).compare;

function printImport(from: string, names: readonly string[]): string {
  const line = `from ${from} import ${names.join(", ")}`;
  return line.length <= lineLength ? line : `from ${from} import (\n${names.map(name => `    ${name},\n`).join("")})`;
}

function emitEnvironment({ connections, params, spark }: Environment): Value {
  const texts = (entries: { readonly [key: string]: string }): Value =>
    dictionary(Object.entries(entries).map(([key, value]) => [key, text(value)]));
  return call("Environment", [], {
    connections: dictionary(Object.entries(connections).map(([name, { path }]) => [name, text(path)])),
    params: Object.keys(params).length === 0 ? undefined : texts(params),
    conf: spark === undefined || Object.keys(spark.conf).length === 0 ? undefined : texts(spark.conf),
  });
}

function emitParam({ name, type, default: value }: Parameter): Value {
  return call("Param", [text(name), text(sparkType(type))], {
    default: value === undefined ? undefined : text(value),
    values: type.kind === "enum" ? tuple(type.values.map(text)) : undefined,
  });
}

function emitEntry(node: PlanNode<Typed>, names: NodeNames | undefined): Value {
  if (names === undefined) throw new Error(`"${node.id}" has no name`);
  const steps = allSteps(node.relation);
  const isAny = (...kinds: readonly string[]): boolean => steps.some(({ kind }) => kinds.includes(kind));
  const texts = (values: readonly string[]): Value | undefined => (values.length === 0 ? undefined : tuple(values.map(text)));
  const isView = node.write === undefined;
  const isShared = isAny("limit") || findCostly(node.relation) !== undefined;
  return call("Node", [], {
    id: text(node.id),
    view: text(names.view),
    function: word(`${names.alias}.${names.function}`),
    columns: tuple(node.columns.map(emitColumn)),
    file: text(node.place.file),
    line: word(node.place.line),
    depends_on: texts(node.dependsOn),
    after: texts(node.after),
    tags: texts(node.tags),
    write: node.write === undefined ? undefined : emitWrite(node.write),
    retries: node.retries === 0 ? undefined : word(node.retries),
    timeout: node.timeout === undefined ? undefined : word(node.timeout),
    stops_run: node.onError === "stop" ? word(true) : undefined,
    keep: isView && node.cache === true ? word(true) : undefined,
    keep_if_shared: isView && ((node.cache !== false && isShared) || isAny("mapRows")) ? word(true) : undefined,
  });
}

function emitWrite(write: Write<Typed>): Value {
  const { connection, path, file, mode, partitionBy, keys, updateWhen, deleteWhen, schemaChanges } = write;
  return call("Write", [text(connection), text(path), emitFormat(file)], {
    mode: mode === "overwrite" ? undefined : text(mode),
    partition_by: partitionBy.length === 0 ? undefined : tuple(partitionBy.map(text)),
    keys: keys === undefined ? undefined : tuple(keys.map(text)),
    update_when: updateWhen === undefined ? undefined : text(lowerCondition(updateWhen, mergeNames).join(" and ")),
    delete_when: deleteWhen === undefined ? undefined : text(lowerCondition(deleteWhen, mergeNames).join(" and ")),
    schema_changes: schemaChanges === undefined || schemaChanges === "fail" ? undefined : text(schemaChanges),
  });
}

/** What names in a merge's conditions stand for: columns of the rows that come in and of those that are stored. */
const mergeNames: Parameters<typeof lowerCondition>[1] = {
  column: ({ side, name }) => `${side}.${quoteName(name)}`,
  parameter: name => `:${quoteName(name)}`,
  now: ":odibi_now",
};

const usesDelta = ({ relation, write }: PlanNode<Typed>): boolean =>
  write?.file.format === "delta" || allSteps(relation).some(step => step.kind === "source" && step.file.format === "delta");

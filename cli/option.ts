/** A flag. `value` says what follows it: nothing, a text, a whole number from `least`, one of some words, or texts of which there may be several. */
export interface Option {
  /** `fail-fast`; the environment variable is ODIBI_FAIL_FAST. */
  readonly name: string;
  readonly short?: string;
  readonly description: string;
  readonly value?: OptionValue;
}
export type OptionValue =
  | { readonly kind: "text"; readonly name: string }
  | { readonly kind: "texts"; readonly name: string }
  | { readonly kind: "number"; readonly name: string; readonly least: number }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

const format = (...choices: readonly string[]): Option => ({
  name: "format",
  value: { kind: "choice", choices },
  description: "How the answer is written",
});

/** Every flag there is, by its name in the commands' tables. */
export const options = {
  format: format("human", "json"),
  diagnosticsFormat: format("human", "json", "sarif", "github"),
  rowsFormat: format("human", "csv", "json"),
  quiet: { name: "quiet", description: "Say nothing but errors" },
  verbose: { name: "verbose", description: "Say more, stack traces of our own faults included" },
  output: {
    name: "output",
    short: "o",
    value: { kind: "text", name: "file" },
    description: "Where the plan is written; plan.json at the project's root by default",
  },
  outputFolder: {
    name: "output",
    short: "o",
    value: { kind: "text", name: "folder" },
    description: "The folder that is written: a new one, or one that emit wrote before",
  },
  check: { name: "check", description: "Write nothing; exit 1 when the plan on disk is not what the sources give" },
  env: { name: "env", value: { kind: "text", name: "name" }, description: "The environment; the config's default where left out" },
  select: {
    name: "select",
    value: { kind: "texts", name: "selector" },
    description: "Only these nodes: a name, a glob, tag:NAME, path:FILE, +ancestors, descendants+; a,b is what both name",
  },
  exclude: { name: "exclude", value: { kind: "texts", name: "selector" }, description: "Not these nodes" },
  param: { name: "param", value: { kind: "texts", name: "name=value" }, description: "The value of a param" },
  engine: {
    name: "engine",
    value: { kind: "choice", choices: ["duckdb", "spark"] },
    description: "What computes the tables; the environment's engine where left out",
  },
  master: {
    name: "master",
    value: { kind: "text", name: "address" },
    description: "Where Spark computes, as spark-submit has it: local[4], spark://host:7077",
  },
  threads: { name: "threads", value: { kind: "number", name: "count", least: 1 }, description: "How many threads the engine may use" },
  memory: {
    name: "memory",
    value: { kind: "text", name: "size" },
    description: "How much memory the engine may take before it spills, as 2GB",
  },
  root: {
    name: "root",
    value: { kind: "text", name: "folder" },
    description: "Where relative connections begin; the project's root by default",
  },
  dryRun: { name: "dry-run", description: "Say what would run, and why; do nothing" },
  failFast: { name: "fail-fast", description: "Stop at the first node that fails" },
  limit: { name: "limit", value: { kind: "number", name: "rows", least: 0 }, description: "How many rows; 20 by default" },
  upstream: { name: "upstream", description: "Compute the ancestors too, instead of reading what is stored" },
  delete: { name: "delete", description: "Delete what vacuum finds; without it nothing is deleted" },
  retain: {
    name: "retain",
    value: { kind: "text", name: "time" },
    description: 'Keep what versions of this time need, as "7 days"; the table\'s own retention where left out',
  },
  force: { name: "force", description: "Take a shorter retention than the table's own: readers of older versions may lose files" },
  orderBy: {
    name: "order-by",
    value: { kind: "texts", name: "columns" },
    description: "Also order the rows, so that a search reads few files",
  },
  fileSize: { name: "file-size", value: { kind: "text", name: "size" }, description: "About how large files become; 128MB by default" },
  to: { name: "to", value: { kind: "text", name: "version|time" }, description: "The version or the instant that is restored" },
  as: { name: "as", value: { kind: "choice", choices: ["text", "mermaid", "dot", "json"] }, description: "How the graph is drawn" },
} as const satisfies { readonly [key: string]: Option };

export type OptionKey = keyof typeof options;

/** The environment variable that stands for a flag: ODIBI_FAIL_FAST. */
export function variableOf(option: Option): string {
  return `ODIBI_${option.name.toUpperCase().replaceAll("-", "_")}`;
}

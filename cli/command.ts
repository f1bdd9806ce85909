import type { OptionKey } from "./option.ts";
import type { Arguments } from "./parseArguments.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** A command: what it is called with, what help says of it, and where its code lies, loaded only when it runs. */
export interface Command {
  /** `<name>` must be given, `[name]` may. */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionKey[];
  readonly examples: readonly string[];
  readonly load: () => Promise<RunCommand>;
}

/** Does what the command says and gives the exit code: 0 done, 1 the pipelines have a fault, 130 ended by Ctrl-C. Wrong use is thrown. */
export type RunCommand = (given: Arguments, terminal: Terminal) => Promise<number>;

export const commands = {
  init: {
    usage: "init [folder]",
    description: "A project that runs, from a template",
    options: ["format"],
    examples: ["odibi init shop", "cd shop && npx odibi run"],
    load: async () => (await import("./command/init.ts")).init,
  },
  compile: {
    usage: "compile [project]",
    description: "Sources to plan: plan.json and the functions beside it",
    options: ["output", "check", "diagnosticsFormat"],
    examples: ["odibi compile", "odibi compile --check --format github"],
    load: async () => (await import("./command/compile.ts")).compileProject,
  },
  validate: {
    usage: "validate [project]",
    description: "Every diagnostic of the sources; writes nothing",
    options: ["diagnosticsFormat"],
    examples: ["odibi validate", "odibi validate --format sarif > odibi.sarif"],
    load: async () => (await import("./command/validate.ts")).validate,
  },
  list: {
    usage: "list [plan|project]",
    description: "The nodes, their kind, tags, owner and dependencies",
    options: ["select", "exclude", "format"],
    examples: ["odibi list", "odibi list --select tag:nightly"],
    load: async () => (await import("./command/list.ts")).list,
  },
  explain: {
    usage: "explain <node|code> [plan|project]",
    description: "A node: its columns, where they come from, its steps and its SQL; or the page of an error's code",
    options: ["format"],
    examples: ["odibi explain silver/orders.orders", "odibi explain ODB2003"],
    load: async () => (await import("./command/explain.ts")).explain,
  },
  graph: {
    usage: "graph [plan|project]",
    description: "What depends on what",
    options: ["select", "exclude", "as"],
    examples: ["odibi graph", "odibi graph --as mermaid"],
    load: async () => (await import("./command/graph.ts")).graph,
  },
  run: {
    usage: "run [plan]",
    description: "Runs a plan; without one, compiles the project and runs that",
    options: ["env", "engine", "master", "select", "exclude", "param", "threads", "memory", "root", "dryRun", "failFast", "format"],
    examples: ["odibi run", "odibi run plan.json --env prod --param since=2024-01-31", "odibi run --select +gold/sales.dailyRevenue"],
    load: async () => (await import("./command/run.ts")).runPlan,
  },
  preview: {
    usage: "preview <node> [plan|project]",
    description: "A node's rows on standard output, written nowhere",
    options: ["limit", "upstream", "env", "engine", "master", "param", "threads", "memory", "root", "rowsFormat"],
    examples: ["odibi preview silver/orders.orders", "odibi preview dailyRevenue --upstream --limit 5 --format csv"],
    load: async () => (await import("./command/preview.ts")).previewNode,
  },
  emit: {
    usage: "emit <engine> [plan]",
    description: "A plan as a project of its own: for spark, in PySpark",
    options: ["outputFolder", "format"],
    examples: ["odibi emit spark plan.json -o build/spark", "odibi emit spark -o build/spark && spark-submit build/spark/main.py"],
    load: async () => (await import("./command/emit.ts")).emit,
  },
  table: {
    usage: "table <action> <table> [plan|project]",
    description: "A Delta table, by its node or its folder: describe, history, vacuum, optimize, restore",
    options: ["limit", "delete", "retain", "force", "orderBy", "fileSize", "to", "env", "param", "threads", "memory", "root", "format"],
    examples: [
      "odibi table history silver/orders.orders",
      'odibi table vacuum data/lake/silver/orders --retain "7 days" --delete',
      "odibi table optimize orders --order-by ordered_at",
      "odibi table restore orders --to 3",
    ],
    load: async () => (await import("./command/table.ts")).tableCommand,
  },
  doctor: {
    usage: "doctor [project]",
    description: "What is installed and reachable, what is missing and what to do",
    options: ["format"],
    examples: ["odibi doctor"],
    load: async () => (await import("./command/doctor.ts")).doctor,
  },
} as const satisfies { readonly [name: string]: Command };

import { type Entry, error } from "../entry.ts";

export const usage = {
  ODB7001: error(
    "A command that is not there",
    "`odibi --help` lists the commands. One that a later version brings is not known to this one.",
    "odibi complie",
    "odibi compile",
  ),
  ODB7002: error(
    "A flag that is not there",
    "`odibi COMMAND --help` lists the command's flags. A flag of another command, or of a later version, is refused and never ignored.",
    "odibi run --treads 4",
    "odibi run --threads 4",
  ),
  ODB7003: error(
    "A wrong value of a flag",
    "The flag wants a value of another kind. Its environment variable is held to the same.",
    "odibi run --threads many",
    "odibi run --threads 4",
  ),
  ODB7004: error(
    "An argument that is missing, or one too many",
    "The command's usage line says what it takes: `<name>` must be there, `[name]` may.",
    "odibi preview",
    "odibi preview silver/orders.orders",
  ),
  ODB7005: error(
    "No project here",
    "A project is the folder with `odibi.config.ts`, sought from the current folder upwards.",
    "cd / && odibi compile",
    "odibi compile path/to/project",
  ),
  ODB7006: error(
    "A plan that is not there",
    "The file that was named does not exist or cannot be read.",
    "odibi run plans.json",
    "odibi compile && odibi run plan.json",
  ),
  ODB7007: error(
    "A node that is not there",
    "A node is named by its id, `silver/orders.orders`, or by the name it is exported by where that is the only one.",
    "odibi explain silver/orders.ordres",
    "odibi explain silver/orders.orders",
  ),
  ODB7008: error(
    "A file that is already there",
    "`odibi init` writes over nothing, and `odibi emit` over nothing but what it wrote itself.",
    "odibi init existing-project",
    "odibi init new-folder",
  ),
  ODB7009: error(
    "A file that cannot be written",
    "The folder is missing, read-only or full.",
    "odibi compile -o /plan.json",
    "odibi compile -o build/plan.json",
  ),
  ODB7010: error("A code that is not there", "docs/errors.md lists the codes.", "odibi explain ODB9999", "odibi explain ODB2003"),
  ODB7011: error(
    "A node without a Delta table",
    "`odibi table` is about Delta tables: of a node that writes one, or in a folder.",
    "odibi table history gold/report.summary",
    "odibi table history silver/orders.orders",
  ),
} as const satisfies { readonly [code: string]: Entry };

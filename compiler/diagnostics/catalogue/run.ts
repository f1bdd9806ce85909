import { type Entry, error } from "../entry.ts";

/** 5xxx: what a run meets before and around its data. */
export const run = {
  ODB5001: error(
    "Unknown selector",
    "A selector names nodes by id, exported name, pipeline, glob, tag or path. This one names none of the plan's.",
    "odibi run --select silver/order.orders",
    "odibi run --select silver/orders.orders",
  ),
  ODB5002: error(
    "Unknown environment",
    "The plan holds every environment of the config; --env picks one of them.",
    "odibi run --env production",
    "odibi run --env prod",
  ),
  ODB5003: error(
    "Unknown param",
    "--param gives a value to a param that some expression or path of the plan uses.",
    "odibi run --param sinse=2024-01-01",
    "odibi run --param since=2024-01-01",
  ),
  ODB5004: error(
    "Param of another type",
    "A param's text is read by its declared type, as strictly as a file.",
    "odibi run --param since=1/31/2024",
    "odibi run --param since=2024-01-31",
  ),
  ODB5005: error(
    "Param without a value",
    "A param gets its value from --param, else from the environment, else from its default. This one gets none.",
    `const since = param("since", t.date());\nodibi run`,
    "odibi run --param since=2024-01-31",
  ),
  ODB5006: error(
    "Memory limit that is no size",
    "A memory limit is a number and a unit.",
    "odibi run --memory lots",
    "odibi run --memory 4GB",
  ),
  ODB5007: error(
    "Nothing to run",
    "A run writes the selected tables. Views are computed with the tables that read them.",
    "odibi run --select aView",
    "odibi preview aView",
  ),
  ODB5010: error(
    "Connection missing in the environment",
    "A node lies on a connection that the chosen environment does not define.",
    `byEnvironment({ dev: local("data") })   // and --env prod`,
    `byEnvironment({ dev: local("data"), prod: local("/srv/data") })`,
  ),
  ODB5011: error(
    "Param of a path without a value",
    "A path holds a param in ${…}, and no value was given for it.",
    "odibi run",
    "odibi run --param day=2024-01-31",
  ),
  ODB5012: error(
    "Value that cannot be part of a path",
    "A param in a path stands for a part of one name, so that it can never lead out of the connection or match other files.",
    "odibi run --param customer=../other",
    "odibi run --param customer=acme",
  ),
  ODB5013: error(
    "Delimiter or quote of a csv file that is not one character",
    "A csv file's delimiter and quote are one ASCII character each.",
    `csv(landing, "a.csv", { delimiter: "||" })`,
    `csv(landing, "a.csv", { delimiter: "|" })`,
  ),
  ODB5020: error(
    "A file where a folder is written, or the other way round",
    "A path that ends in .csv, .json, .jsonl or .parquet (and .gz) is one file, any other is a folder of files.",
    `.write(parquet(lake, "orders"))           // and lake/orders is a file`,
    `.write(parquet(lake, "orders_by_day"))`,
  ),
  ODB5021: error(
    "Source missing",
    "The file or folder that a node reads is not there.",
    `read(csv(landing, "order.csv"), {…})`,
    `read(csv(landing, "orders.csv"), {…})`,
  ),
  ODB5022: error(
    "Glob without a match",
    "No file matches the glob, and a read of nothing is more likely a mistake than a wish.",
    `read(csv(landing, "order/*.csv"), {…})`,
    `read(csv(landing, "orders/*.csv"), {…})`,
  ),
  ODB5023: error(
    "Ancestor not written yet",
    "A node that is not selected is read from what an earlier run wrote, and there is nothing.",
    "odibi run --select gold/sales.daily",
    `odibi run --select "+gold/sales.daily"`,
  ),
  ODB5030: error(
    "Memory limit reached",
    "Joins, sorts and aggregates spill to disk, but some state has to fit in memory.",
    "odibi run --memory 256MB",
    "odibi run --memory 2GB",
  ),
  ODB5031: error(
    "Disk full",
    "There was no room to write. The tables are as they were before.",
    "odibi run",
    "df -h .   # free some space, then run again",
  ),
  ODB5032: error("The file system refused", "Reading or writing failed for a reason outside of odibi.", "odibi run", "odibi doctor"),
  ODB5033: error("No permission", "The process may not read or write there.", "odibi run", "chmod u+rw data"),
  ODB5040: error(
    "Table held by another run",
    "Two runs never write one table at once. A run that is gone loses its hold by itself.",
    "odibi run & odibi run",
    "odibi run && odibi run",
  ),
  ODB5041: error("Run record unreadable", "Runs are recorded in .odibi/ at the project's root.", "chmod a-w .odibi", "chmod u+w .odibi"),
  ODB5050: error(
    "Timeout",
    "The node took longer than its timeout allows, and was stopped. Its table is as it was before.",
    ".config({ timeout: 10 })",
    ".config({ timeout: 600 })",
  ),
  ODB5051: error("Cancelled", "The run was told to stop while this node was on. Its table is as it was before.", "Ctrl-C", "odibi run"),
} as const satisfies { readonly [code: string]: Entry };

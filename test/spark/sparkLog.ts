import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Settings by which Spark logs what it does into a folder, which readLog() reads afterwards. */
export function logInto(folder: string): { readonly [key: string]: string } {
  mkdirSync(folder, { recursive: true });
  return {
    "spark.eventLog.enabled": "true",
    "spark.eventLog.dir": folder,
    "spark.eventLog.compress": "false",
    "spark.eventLog.rolling.enabled": "false",
  };
}

interface LoggedEvent {
  readonly Event: string;
  readonly "Job ID"?: number;
  readonly Properties?: { readonly [name: string]: string };
  readonly "Spark Properties"?: { readonly [name: string]: string };
  readonly physicalPlanDescription?: string;
  readonly jobTags?: readonly string[];
}

/** What a session did: its settings, how many jobs ran for each node, and the texts of its plans. */
export interface SparkLog {
  readonly settings: { readonly [name: string]: string };
  readonly jobs: ReadonlyMap<string, number>;
  readonly plans: readonly string[];
}

/** The log of the one session that logged into the folder. */
export function readLog(folder: string): SparkLog {
  const [name = "", ...others] = readdirSync(folder);
  if (others.length > 0) throw new Error(`${folder} has the logs of ${others.length + 1} sessions`);
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n");
  const events = lines.map((line): LoggedEvent => JSON.parse(line));
  const jobs = new Map<string, number>();
  for (const event of events) {
    if (event.Event !== "SparkListenerJobStart") continue;
    const node = event.Properties?.["spark.job.description"] ?? "";
    jobs.set(node, (jobs.get(node) ?? 0) + 1);
  }
  return {
    settings: events.find(event => event["Spark Properties"] !== undefined)?.["Spark Properties"] ?? {},
    jobs,
    plans: events.flatMap(event => (event.Event.endsWith("SparkListenerSQLExecutionStart") ? [event.physicalPlanDescription ?? ""] : [])),
  };
}

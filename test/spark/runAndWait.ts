import { readFileSync } from "node:fs";
import { run } from "../../runtime/run.ts";

// A process of its own that runs a plan and tells its events, to be killed meanwhile. Arguments: folder, plan's file.

const [folder = "", plan = ""] = process.argv.slice(2);
const result = await run(JSON.parse(readFileSync(plan, "utf8")), {
  root: folder,
  planDirectory: folder,
  onEvent: event => process.stdout.write(`${JSON.stringify(event)}\n`),
});
process.exitCode = result.status === "succeeded" ? 0 : 1;

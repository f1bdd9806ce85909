import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { benchCompile } from "./compile.ts";
import { benchCsv } from "./csv.ts";
import { benchDelta } from "./delta.ts";
import { benchEmit } from "./emit.ts";
import { benchMapRows } from "./mapRows.ts";
import { benchMedallion } from "./medallion.ts";
import { formatResult, type Result } from "./report.ts";
import { benchSpark } from "./spark.ts";
import { benchStartup } from "./startup.ts";
import { root } from "./work.ts";

// `npm run bench`, or some of it: `npm run bench -- compile startup`. Ratios within one run; docs/benchmarks.md has the figures.

const parts: { readonly [name: string]: () => Promise<readonly Result[]> } = {
  startup: benchStartup,
  compile: benchCompile,
  emit: benchEmit,
  csv: benchCsv,
  mapRows: benchMapRows,
  medallion: benchMedallion,
  delta: benchDelta,
  spark: benchSpark,
};

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}`);

execFileSync(process.execPath, [join(root, "scripts/build.ts")], { stdio: "inherit" });
console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}\n`);
console.log("| what | found | limit | reached | |\n|---|---|---|---|---|");
for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const result of await part()) console.log(formatResult(result));
}

import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generateProject } from "./generateProject.ts";
import { measure, median } from "./measure.ts";
import type { Result } from "./report.ts";
import { odibi, workFolder } from "./work.ts";

/** Emit of a plan of 1,000 nodes, over what reading the plan takes: of the time of a command that reads it and shows one node. */
export async function benchEmit(): Promise<readonly Result[]> {
  const folder = workFolder("emit");
  // A tenth of the files has one node, the others have two.
  if (!existsSync(join(folder, "odibi.config.ts"))) generateProject(folder, 527);
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
  const [emit, read] = await measure(
    [
      {
        name: "emit",
        command: odibi("emit", "spark", "plan.json", "-o", "spark", "--quiet"),
        directory: folder,
        before: () => rmSync(join(folder, "spark"), { recursive: true, force: true }),
      },
      { name: "read", command: odibi("list", "plan.json", "--select", "table0"), directory: folder },
    ],
    9,
  );
  if (!emit || !read) throw new Error("emit was not measured");
  const found = median(emit.rounds.map((seconds, round) => seconds - (read.rounds[round] ?? 0)));
  const processor = emit.processorSeconds - read.processorSeconds;
  const details = `${emit.seconds.toFixed(2)} s against ${read.seconds.toFixed(2)} s; of the processor's time ${processor.toFixed(2)} s, ${emit.megabytes.toFixed(0)} MB`;
  return [{ what: "emit of 1,000 nodes, over reading the plan", found, unit: "s", limit: 0.5, details }];
}

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateProject } from "./generateProject.ts";
import { measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, root, workFolder } from "./work.ts";

/** Compile of generated projects against `tsc --noEmit` on the same files: cold, and after a change of one file. */
export async function benchCompile(): Promise<readonly Result[]> {
  return [...(await compileProject(1_000, { cold: 0.75, warm: 0.4 }, 5)), ...(await compileProject(5_000, { cold: 0.45, warm: 0.25 }, 3))];
}

async function compileProject(
  count: number,
  limits: { readonly cold: number; readonly warm: number },
  rounds: number,
): Promise<readonly Result[]> {
  const folder = workFolder(`compile-${count}`);
  if (!existsSync(join(folder, "odibi.config.ts"))) generateProject(folder, count);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "preserve",
    moduleResolution: "bundler",
    target: "ES2023",
    lib: ["ES2023"],
    types: [],
    skipLibCheck: true,
    paths: { odibi: [join(root, "dist/types/compiler/dsl/index.d.ts")] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "pipelines"] }));
  const tsc = join(root, "node_modules/.bin/tsc");
  const changed = join(folder, `pipelines/layer5/table${count / 2}.pipeline.ts`);
  const original = readFileSync(changed, "utf8").replaceAll(/amount > \d+/g, "amount > 1");
  const compile = { command: odibi("compile"), directory: folder };
  const measured = await measure(
    [
      { name: "tsc, one checker", command: [tsc, "-p", ".", "--singleThreaded"], directory: folder },
      { name: "tsc, as it is", command: [tsc, "-p", "."], directory: folder },
      { ...compile, name: "cold", before: () => rmSync(join(folder, ".odibi"), { recursive: true, force: true }) },
      {
        ...compile,
        name: "one file changed",
        before: round => writeFileSync(changed, original.replace("amount > 1", `amount > ${round + 2}`)),
      },
    ],
    rounds,
  );
  execFileSync(odibi("compile", "--check")[0] ?? "", odibi("compile", "--check").slice(1), { cwd: folder, stdio: "ignore" });
  const [single, parallel, cold, warm] = measured;
  const better = (single?.seconds ?? 0) < (parallel?.seconds ?? 0) ? single : parallel;
  const memory: Result = {
    what: `compile ${count} files cold: memory`,
    found: cold?.megabytes ?? 0,
    unit: "MB",
    limit: 600,
    details: `tsc: ${better?.megabytes.toFixed(0)} MB`,
  };
  return [
    ratioOf(`compile ${count} files, cold`, cold, better, limits.cold),
    ...(count >= 5_000 ? [memory] : []),
    ratioOf(`compile ${count} files, one changed`, warm, better, limits.warm),
  ];
}

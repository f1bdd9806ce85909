import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { Failure } from "../failure.ts";
import { makeFolders } from "../makeFolders.ts";
import { gatherProject } from "./gatherProject.ts";

/** Lies in each folder that was written, and names the files in it. */
const marker = ".odibi-emitted";

/**
 * Writes the plan's PySpark project into a folder: complete or not at all. A folder that was written so before is replaced, but for the hidden entries that
 * others put into it (`.git`, `.databricks`); any other is refused. Gives the files' paths.
 */
export function writeProject(plan: Plan<Typed>, planDirectory: string, folder: string): readonly string[] {
  const files = gatherProject(plan, planDirectory);
  const paths = [...files.keys()].sort();
  try {
    const target = existsSync(folder) ? realpathSync(folder) : resolve(folder);
    const kept = checkTarget(target, folder);
    makeFolders(dirname(target));
    const beside = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
    try {
      const made = join(beside, "made");
      for (const parent of new Set(paths.map(path => dirname(path)))) makeFolders(join(made, parent));
      for (const [path, content] of files) writeFileSync(join(made, path), content);
      writeFileSync(join(made, marker), paths.map(path => `${path}\n`).join(""));
      replace(target, made, join(beside, "former"), kept);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error && "code" in error)) throw error;
    throw new Failure("ODB7009", `${folder} cannot be written: ${error.message}.`, "Choose another place with --output.");
  }
  return paths;
}

function replace(target: string, made: string, former: string, kept: readonly string[]): void {
  const isThere = existsSync(target);
  if (isThere) renameSync(target, former);
  try {
    renameSync(made, target);
  } catch (error) {
    if (isThere) renameSync(former, target);
    throw error;
  }
  for (const name of kept) renameSync(join(former, name), join(target, name));
}

/** Refuses a folder with anything in it that an earlier emit did not write. Gives the hidden entries at its top that stay. */
function checkTarget(target: string, shown: string): readonly string[] {
  const status = lstatSync(target, { throwIfNoEntry: false });
  if (status === undefined) return [];
  const elsewhere = "Move it away, or choose another folder with --output.";
  if (!status.isDirectory()) throw new Failure("ODB7008", `${shown} is there, and is no folder.`, elsewhere);
  const entries = readdirSync(target);
  if (entries.length === 0) return [];
  if (!entries.includes(marker)) throw new Failure("ODB7008", `${shown} holds files that \`odibi emit\` did not write.`, elsewhere);
  const written = new Set(readFileSync(join(target, marker), "utf8").split("\n"));
  const hidden = entries.filter(name => name.startsWith(".") && name !== marker);
  const foreign = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(target.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter(path => path !== marker && !written.has(path) && !path.includes("__pycache__/") && !hidden.includes(path.split("/")[0] ?? ""));
  if (foreign.length > 0)
    throw new Failure("ODB7008", `${shown} holds ${foreign.sort()[0]}, which \`odibi emit\` did not write.`, elsewhere);
  return hidden;
}

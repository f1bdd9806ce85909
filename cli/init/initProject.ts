import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { makeFolders } from "../../runtime/makeFolders.ts";
import { UsageError } from "../usageError.ts";

/** Writes the template's files into a folder and gives their paths. Where one of them is there already nothing is written. A package.json is made only where there is none. */
export function initProject(folder: string): readonly string[] {
  const template = fileURLToPath(new URL("./template/", import.meta.url));
  const files = new Map(filesOf(template).map(path => [targetOf(path), readFileSync(join(template, path), "utf8")]));
  if (!existsSync(join(folder, "package.json"))) files.set("package.json", packageJson());
  const taken = [...files.keys()].filter(path => existsSync(join(folder, path)));
  if (taken.length > 0) throw new UsageError("ODB7008", `There is already ${taken.join(", ")}.`, "Name a new folder: `odibi init shop`.");
  try {
    for (const [path, text] of files) {
      makeFolders(dirname(join(folder, path)));
      writeFileSync(join(folder, path), text, { flag: "wx" });
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UsageError("ODB7009", `The project cannot be written: ${error.message}.`, "Name a folder that you may write to.");
  }
  return [...files.keys()].sort();
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length).replaceAll(sep, "/"))
    .sort();
}

/** npm leaves a .gitignore out of a package, so the template's has no dot. */
const targetOf = (path: string): string => (path === "gitignore" ? ".gitignore" : path);

function packageJson(): string {
  const content = {
    private: true,
    type: "module",
    scripts: { check: "tsc --noEmit", compile: "odibi compile", start: "odibi run" },
    dependencies: { odibi: `^${manifest.version}` },
    devDependencies: { typescript: manifest.devDependencies.typescript },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

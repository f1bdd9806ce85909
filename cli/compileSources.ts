import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { type Compiled, type CompiledText, compile, compileText, type Tools } from "../compiler/compile.ts";
import { createBundler } from "./bundle.ts";

/** Compiles a project, with what only the command line may bring: esbuild, and a folder to remember in. */
export function compileSources(root: string): Promise<Compiled> {
  return compile(root, toolsFor(root));
}

/** The same for the plan's text alone, which takes less where few files changed. */
export function compileSourcesText(root: string): Promise<CompiledText> {
  return compileText(root, toolsFor(root));
}

function toolsFor(root: string): Tools {
  // Nearly all that a compile makes lives to its end: a nursery that grows only holds more of it, a fifth of the memory of 5,000 files.
  setFlagsFromString("--semi-space-growth-factor=1");
  return { bundle: createBundler(root), cache: join(makeOwnFolder(root), "cache") };
}

/** `.odibi/`, which git does not see. Where it cannot be written nothing is remembered. */
function makeOwnFolder(root: string): string {
  const folder = join(root, ".odibi");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  return folder;
}

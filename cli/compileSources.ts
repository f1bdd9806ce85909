import { join } from "node:path";
import { compile } from "../compiler/compile.ts";
import { createBundler } from "./bundle.ts";

/** Compiles a project, with what only the command line may bring: esbuild, and a folder to remember in. */
export function compileSources(root: string): ReturnType<typeof compile> {
  return compile(root, { bundle: createBundler(root), cache: join(root, ".odibi/cache") });
}

import { createHash } from "node:crypto";
import type { Tools } from "./compile.ts";
import type { Files } from "./load/files.ts";
import type { Resolution } from "./load/resolveModule.ts";
import { assembleFunction } from "./lower/assembleFunction.ts";
import { type Lowering, report } from "./lower/environment.ts";

/** What a bundler is given: one entry, the project's files cut down to what the function reaches, and how to read all others. */
export interface BundleInput {
  /** TypeScript whose default export is the function. */
  readonly entry: string;
  /** The file of the project beside which the entry stands, from the root. */
  readonly from: string;
  /** Files of the project that are not taken as they are on disk. */
  readonly modules: ReadonlyMap<string, string>;
  readonly files: Files;
  /** What an import of a file of the project means, as the compiler resolved it. */
  resolve(from: string, specifier: string): Resolution;
}
export type BundleResult = { readonly text: string } | { readonly problem: string; readonly hint: string };
export type Bundle = (input: BundleInput) => Promise<BundleResult>;

export interface Bundles {
  /** The file's path from the plan's folder, by the function's placeholder. */
  readonly names: ReadonlyMap<string, string>;
  /** The bundles, by their paths from the plan's folder. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Bundles every function of the project, one after the other; equal ones are one file. */
export async function bundleFunctions(lowering: Lowering, files: Files, tools: Tools): Promise<Bundles> {
  const names = new Map<string, string>();
  const texts = new Map<string, string>();
  for (const draft of lowering.functions) {
    const assembled = assembleFunction(draft, lowering);
    if (assembled === undefined) continue;
    if (tools.bundle === undefined) {
      report(lowering, {
        code: "ODB1052",
        message: "The function can't be bundled: no bundler was given.",
        hint: "Compile with the command line, or pass `bundle` to `compile`.",
        span: draft.span,
      });
      continue;
    }
    const result = await tools.bundle({ ...assembled, files, resolve: lowering.program.resolve });
    if ("problem" in result) {
      report(lowering, {
        code: "ODB1053",
        message: `The function can't be bundled: ${result.problem}`,
        hint: result.hint,
        span: draft.span,
      });
      continue;
    }
    const path = `functions/${createHash("sha256").update(result.text).digest("hex")}.mjs`;
    names.set(draft.placeholder, path);
    texts.set(path, result.text);
  }
  return { names, texts };
}

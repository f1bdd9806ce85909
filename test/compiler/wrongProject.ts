import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFiles } from "../../compiler/compile.ts";
import { memoryFiles } from "./memoryFiles.ts";

const folder = join(import.meta.dirname, "../types");
export const plainConfig =
  'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "pipelines/**/*.pipeline.ts" });\n';

/** Compiles a file as a pipeline beside the tables that it is about. */
export async function compileBesideTables(text: string, config = plainConfig) {
  const tables = readFileSync(join(folder, "tables.ts"), "utf8");
  return compileFiles(memoryFiles({ "odibi.config.ts": config, "pipelines/wrong/x.pipeline.ts": text, "pipelines/tables.ts": tables }), {
    bundle: async () => ({ text: "export default row => row;" }),
  });
}

/** A file of many cases with all of them blank but the one on a line (from 1). */
export function onlyCase(file: string, line: number, isCase: (text: string, index: number, lines: readonly string[]) => boolean): string {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  return lines
    .map((text, index) => (isCase(text, index, lines) && index !== line - 1 ? "" : text))
    .join("\n")
    .replace('"./tables.ts"', '"../tables.ts"');
}

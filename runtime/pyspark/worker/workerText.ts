import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The program that calls functions for Spark, as one module that needs Node alone. A build has it ready beside the bundle; among the sources it is put together. */
export function workerText(): string {
  const path = fileURLToPath(new URL("./serveRows.ts", import.meta.url));
  if (!path.endsWith(".ts")) return readFileSync(path, "utf8");
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const { outputFiles } = buildSync({ entryPoints: [path], bundle: true, format: "esm", platform: "node", target: "node22", write: false });
  return outputFiles[0]?.text ?? "";
}

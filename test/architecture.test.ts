import { readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { ts } from "ts-morph";
import { expect, test } from "vitest";

// Who may import whom: a folder, and the folders and packages that its files may name. A folder may always import itself. `import type` counts.
// A longer path is judged by its own line, a file's name too.
const mayImport: { readonly [folder: string]: readonly string[] } = {
  "compiler/diagnostics": [],
  "compiler/dsl": [],
  "compiler/plan": ["compiler/diagnostics"],
  "compiler/load": ["compiler/diagnostics", "compiler/parse", "compiler/plan", "node:"],
  "compiler/parse": ["compiler/diagnostics", "compiler/plan", "ts-morph"],
  // Loads no TypeScript, which would cost more than reading a hundred files.
  "compiler/parse/plain": ["compiler/parse"],
  "compiler/lower": ["compiler/diagnostics", "compiler/plan", "compiler/parse", "compiler/load"],
  "compiler/check": ["compiler/diagnostics", "compiler/plan", "compiler/parse", "compiler/lower"],
  "compiler/kept": [
    "compiler/diagnostics",
    "compiler/plan",
    "compiler/parse",
    "compiler/load",
    "compiler/lower",
    "compiler/check",
    "node:",
  ],
  compiler: [
    "compiler/kept",
    "compiler/diagnostics",
    "compiler/plan",
    "compiler/load",
    "compiler/parse",
    "compiler/lower",
    "compiler/check",
    "node:",
  ],
  "runtime/sql": ["compiler/diagnostics", "compiler/plan"],
  "runtime/sql/duckdb": ["runtime/sql", "compiler/diagnostics", "compiler/plan"],
  "runtime/sql/spark": ["runtime/sql", "compiler/diagnostics", "compiler/plan"],
  // The project as texts; what reads and writes files lies beside.
  "runtime/pyspark": ["runtime/sql/spark", "compiler/diagnostics", "compiler/plan"],
  // The program that calls functions on workers of Spark; it needs Node alone.
  "runtime/pyspark/worker": ["runtime/function", "compiler/plan", "node:"],
  "runtime/pyspark/worker/workerText.ts": ["node:", "esbuild"],
  "runtime/pyspark/gatherProject.ts": ["runtime/pyspark", "runtime/function/loadBundle.ts", "compiler/plan", "node:"],
  "runtime/pyspark/writeProject.ts": ["runtime/pyspark", "runtime/failure.ts", "runtime/makeFolders.ts", "compiler/plan", "node:"],
  "runtime/engine/duckdb": [
    "runtime",
    "runtime/delta",
    "compiler/diagnostics",
    "compiler/plan",
    "package.json",
    "node:",
    "@duckdb/node-api",
  ],
  "runtime/engine/spark": ["runtime", "runtime/pyspark", "compiler/diagnostics", "compiler/plan", "node:"],
  "runtime/engine": [
    "runtime/engine/duckdb",
    "runtime/engine/spark",
    "compiler/plan",
    "runtime/environment/resolveParameters.ts",
    "runtime/failure.ts",
    "runtime/optimize/treatNodes.ts",
    "runtime/sql/spark/findCostly.ts",
  ],
  // Usable without the rest of the runtime.
  "runtime/delta": [
    "compiler/diagnostics",
    "compiler/plan",
    "runtime/failure.ts",
    "runtime/makeFolders.ts",
    "runtime/publish/explainStorageError.ts",
    "runtime/sql/duckdb/quote.ts",
    "node:",
  ],
  "runtime/delta/index.ts": ["runtime/delta"],
  // The door: it opens an engine of its own.
  "runtime/delta/table": [
    "runtime/delta",
    "runtime/engine/duckdb/openDatabase.ts",
    "runtime/failure.ts",
    "runtime/sql/duckdb/quote.ts",
    "package.json",
    "node:",
  ],
  runtime: ["runtime/sql", "runtime/engine/engine.ts", "runtime/engine/openEngine.ts", "compiler/diagnostics", "compiler/plan", "node:"],
  cli: ["compiler", "runtime", "node:", "cac", "esbuild", "ts-morph", "package.json"],
  scripts: ["compiler", "runtime", "cli", "node:", "esbuild", "publint", "@duckdb/node-api", "package.json"],
};

const root = join(import.meta.dirname, "..");
const files = ["compiler", "runtime", "cli", "scripts"].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter(path => path.endsWith(".ts") && !path.startsWith("init/template"))
    .map(path => `${folder}/${path}`),
);

const ruleOf = (file: string) =>
  Object.keys(mayImport)
    .filter(folder => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0] ?? "";

/** What a file imports, in every form: files from the root, packages and Node's modules by name. */
function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  const specifiers = importedFiles.map(({ fileName }) => fileName);
  return specifiers.map(specifier => (specifier.startsWith(".") ? normalize(join(file, "..", specifier)) : specifier));
}

function isAllowed(file: string, imported: string): boolean {
  const rule = ruleOf(file);
  if (imported === rule || (imported.startsWith(`${rule}/`) && ruleOf(imported) === rule)) return true;
  return (mayImport[rule] ?? []).some(
    allowed => imported === allowed || (allowed.endsWith(":") ? imported.startsWith(allowed) : imported.startsWith(`${allowed}/`)),
  );
}

test("every folder has a rule, and every rule a folder", () => {
  expect(files.filter(file => ruleOf(file) === "")).toEqual([]);
  expect(Object.keys(mayImport).filter(folder => !files.some(file => ruleOf(file) === folder))).toEqual([]);
});

test("nobody imports what is not theirs to see", () => {
  const violations = files.flatMap(file =>
    importsOf(file).flatMap(imported => (isAllowed(file, imported) ? [] : [`${file} imports ${imported}`])),
  );
  expect(violations).toEqual([]);
});

// Order, retries, publishing, events, selection and the record are written once, for any engine.
test("what runs nodes knows no engine", () => {
  const folders = /^runtime\/(?:connection|environment|optimize|publish|schedule|select|state)\/|^runtime\/(?!explainNode|index)[^/]+\.ts$/;
  const found = files.filter(file => folders.test(file));
  expect(found.length).toBeGreaterThan(25);
  const imports = found.flatMap(file => importsOf(file).filter(imported => /^runtime\/(?:sql|pyspark|engine\/\w+\/)/.test(imported)));
  expect(imports).toEqual([]);
  expect(found.filter(file => /duckdb|spark/i.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("the rules see a violation", () => {
  expect(isAllowed("runtime/run.ts", "runtime/engine/duckdb/createDuckDb.ts")).toBe(false);
  expect(isAllowed("compiler/plan/x.ts", "runtime/run.ts")).toBe(false);
  expect(isAllowed("runtime/run.ts", "compiler/compile.ts")).toBe(false);
  expect(isAllowed("runtime/run.ts", "@duckdb/node-api")).toBe(false);
  expect(isAllowed("compiler/dsl/types.ts", "compiler/plan/types.ts")).toBe(false);
  expect(isAllowed("compiler/lower/x.ts", "ts-morph")).toBe(false);
  expect(isAllowed("runtime/engine/duckdb/x.ts", "@duckdb/node-api")).toBe(true);
});

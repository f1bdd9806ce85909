import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileFiles } from "../../compiler/compile.ts";
import { readPlan } from "../../compiler/plan/readPlan.ts";
import { memoryFiles } from "./memoryFiles.ts";

const examples = join(import.meta.dirname, "../../examples");
const projects = ["shop", "tpch"].map(name => {
  const paths = readdirSync(join(examples, name), { recursive: true, encoding: "utf8" }).filter(
    path => path.endsWith(".ts") && !/node_modules|data\//.test(path),
  );
  return Object.fromEntries(paths.map(path => [path, readFileSync(join(examples, name, path), "utf8")]));
});

// Words of the language, so that an edit often leaves a file that parses.
const words = [
  "o",
  "null",
  "undefined",
  "true",
  "1",
  "1.5",
  '"x"',
  "`a${o}`",
  "/a/",
  "[]",
  "[o]",
  "{}",
  "{ x: 1 }",
  "() => 1",
  "o => o",
  "(o, c) => ({ ...o, ...c })",
  "orders",
  "t",
  "t.int64()",
  "sum(o)",
  "count()",
  "filter",
  "select",
  "write",
  "===",
  "+",
  "??",
  "?.",
  ".",
  "(",
  ")",
  "as const",
  "!",
  "new Date()",
  "...",
  "async",
  "await o",
  "class A {}",
  "Math",
  "Math.max(1, 2)",
  "default",
  "cast(o, t.string())",
  'param("p", t.date())',
  'local("x")',
  "pipeline({})",
  "desc(o)",
];

test("whatever is broken in a source, there are diagnostics at places, or a plan that reads back; never an exception", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...projects),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...words),
      fc.constantFrom("put", "replace", "drop"),
      async (project, whichFile, where, word, kind) => {
        const paths = Object.keys(project);
        const path = paths[whichFile % paths.length] ?? "";
        const tokens = [...(project[path] ?? "").matchAll(/[A-Za-z_$][\w$]*|"[^"\n]*"|\d+|[^\s\w]/g)];
        const token = tokens[where % tokens.length];
        const text = project[path] ?? "";
        const start = token?.index ?? 0;
        const end = start + (kind === "put" ? 0 : (token?.[0].length ?? 0));
        const edited = `${text.slice(0, start)}${kind === "drop" ? "" : ` ${word} `}${text.slice(end)}`;
        const { diagnostics, text: plan } = await compileFiles(memoryFiles({ ...project, [path]: edited }), {
          bundle: async () => ({ text: "export default row => row;" }),
        });
        if (plan !== undefined) expect(readPlan(plan).problems).toEqual([]);
        else expect(diagnostics.length).toBeGreaterThan(0);
        for (const { message, file, line, column, endLine } of diagnostics) {
          expect(message).toMatch(/[.!?]$/);
          if (file === undefined) continue;
          expect([file, line, column, endLine].includes(undefined)).toBe(false);
          expect(line).toBeLessThanOrEqual((file === path ? edited : (project[file] ?? "")).split("\n").length);
        }
      },
    ),
    { numRuns: 400, seed: 12 },
  );
});

test.each([
  ["a chain", (times: number) => `orders${".filter(o => o.id > 1)".repeat(times)}`],
  ["a sum", (times: number) => `orders.select(o => ({ x: ${Array(times).fill("o.id").join(" + ")} }))`],
  ["parentheses", (times: number) => `orders.select(o => ({ x: ${"(".repeat(times)}o.id${")".repeat(times)} }))`],
  ["negations", (times: number) => `orders.filter(o => ${"!".repeat(times)}(o.id > 1))`],
  ["a type", (times: number) => `(x: ${"(".repeat(times)}string${")".repeat(times)}) => x`],
  ["lists", (times: number) => `${"[".repeat(times)}${"]".repeat(times)}`],
  ["conditions", (times: number) => `orders.select(o => ({ x: ${"o.id > 1 ? 2 : ".repeat(times)}3 }))`],
])("%s however long is compiled or refused at its place", async (_, text) => {
  for (const times of [90, 400, 1_000, 3_000, 20_000]) {
    const file = `import { orders } from "./tables.pipeline";\nexport const big = ${text(times)};\nexport const after = orders.limit(1);\n`;
    const { diagnostics, text: plan } = await compileFiles(memoryFiles({ ...deepProject, "pipelines/big.pipeline.ts": file }));
    if (plan === undefined) {
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const { code, file } of diagnostics) expect([code, file]).toEqual([expect.stringMatching(/^ODB/), "pipelines/big.pipeline.ts"]);
    } else expect(readPlan(plan).problems).toEqual([]);
  }
});

const deepProject = {
  "odibi.config.ts": 'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "pipelines/*.pipeline.ts" });\n',
  "pipelines/tables.pipeline.ts":
    'import { csv, local, read, t } from "odibi";\nconst place = local("data");\nexport const orders = read(csv(place, "a.csv"), { id: t.int64() });\n',
};

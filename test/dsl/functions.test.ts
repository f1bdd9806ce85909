import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as odibi from "../../compiler/dsl/index.ts";
import { functions } from "../../compiler/plan/functions.ts";

// What is no function of an expression: it makes tables, places, types and settings, or its meaning is taken out by the compiler.
const constructors = [
  "asc",
  "byEnvironment",
  "csv",
  "defineConfig",
  "desc",
  "ifNotNull",
  "json",
  "local",
  "param",
  "parquet",
  "delta",
  "pipeline",
  "read",
  "t",
];
const isOwn = (name: string) => /^[a-z]\w*$/.test(name);

test("the editor knows exactly the functions that a plan may hold", () => {
  expect(Object.keys(odibi).sort()).toEqual([...Object.keys(functions).filter(isOwn), ...constructors].sort());
});

test("the language page names every function, method and property", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/language.md"), "utf8");
  const words = new Set(page.match(/Math\.\w+|\w+/g));
  const names = [...Object.keys(functions), ...constructors].filter(name => name !== "[]").map(name => name.replace(/^\./, ""));
  expect(names.filter(name => !words.has(name))).toEqual([]);
});

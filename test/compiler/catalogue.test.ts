import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileFiles } from "../../compiler/compile.ts";
import { catalogue } from "../../compiler/diagnostics/catalogue.ts";
import { memoryFiles } from "./memoryFiles.ts";
import { projectOf } from "./snippet.ts";

const tables = readFileSync(join(import.meta.dirname, "../types/tables.ts"), "utf8");

// What no project of a few files can show, and where it is shown instead.
const elsewhere: { readonly [code: string]: string } = {
  ODB1002: "test/compiler/compile.test.ts",
  ODB1052: "test/compiler/compile.test.ts",
  ODB1053: "test/cli/bundle.test.ts",
  ODB2001: "test/compiler/readPlan.test.ts",
  ODB2002: "test/compiler/readPlan.test.ts",
  ODB2008: "test/compiler/readPlan.test.ts",
  ODB3110: "test/compiler/readPlan.test.ts",
};

const bundle = async () => ({ text: "export default row => row;" });
const codesOf = async (example: string) => (await compileFiles(memoryFiles(projectOf(example, tables)), { bundle })).diagnostics;

describe("the catalogue's examples", () => {
  const entries = Object.entries(catalogue).filter(([code]) => /^ODB(1|2|3)/.test(code) && elsewhere[code] === undefined);
  test.each(entries)("%s: the wrong one gives this one error, the right one none", async (code, entry) => {
    const wrong = await codesOf(entry.wrong);
    expect(wrong.map(diagnostic => `${diagnostic.code} ${diagnostic.message}`)).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
    expect(wrong[0]?.line).toBeGreaterThan(0);
    expect(await codesOf(entry.right)).toEqual([]);
  });
});

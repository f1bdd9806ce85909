import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileFiles } from "../../compiler/compile.ts";
import { checkWrongUses } from "../types/wrongUses.ts";
import { memoryFiles } from "./memoryFiles.ts";
import { compileBesideTables, onlyCase, plainConfig } from "./wrongProject.ts";

// What only TypeScript says, since the compiler has no type checker or gives the construct a meaning.
const onlyTypeScript: { readonly [about: string]: string } = {
  "// A function that forgets a column.": "the body of a function of mapRows is TypeScript's; what it gives is checked when it runs",
  "// A function that returns the wrong type.": "as above",
  "// A decimal in a function is a string: it is not added up by mistake.": "as above",
  "// An int64 in a function is a bigint.": "as above",
  "// The nullable value used instead of the one handed to the function.": "the plan's condition shows that it is not null",
  "// JavaScript's own way with an `as const` list: TypeScript wants the very values of the list.":
    "a constant list asked for a column is `isIn`",
};

// Where the compiler points elsewhere on the line than TypeScript's checker, and why.
const elsewhere: { readonly [about: string]: string } = {
  "// A list asked for what it does not hold.": "the call; TypeScript names the argument",
  "// A list as a key.": "the method; TypeScript names what the lambda gives",
  "// A condition of a merge that is no boolean.": "what the lambda gives; TypeScript names the option",
  "// A condition that is a nullable number.": "the side of `&&` that is no condition; TypeScript names the whole",
};

describe("each wrong use that TypeScript refuses is one diagnostic at the same place", async () => {
  const { uses } = await checkWrongUses();
  test.each(uses)("$file:$line $about", async ({ file, line, about, column }) => {
    const text = onlyCase(`wrong/${file}`, line, (_, index, lines) => lines[index - 1] === "// @ts-expect-error");
    const statement = text.split("\n")[line - 1] ?? "";
    const { diagnostics } = /\bdefineConfig\(/.test(statement)
      ? await compileConfig(statement, line)
      : await compileBesideTables(text, environmentsOf(statement));
    const found = diagnostics.map(diagnostic => `${diagnostic.line}:${diagnostic.column}`);
    if (onlyTypeScript[about] !== undefined) expect(diagnostics).toEqual([]);
    else if (elsewhere[about] !== undefined) expect(diagnostics.map(diagnostic => diagnostic.line)).toEqual([line]);
    else
      expect(found.map(place => place.replace(/:(\d+)$/, (_, own) => `:${asTypeScript(statement, Number(own), column)}`))).toEqual([
        `${line}:${column}`,
      ]);
  });
});

describe("each wrong use that TypeScript accepts is reported", () => {
  const file = "only-the-compiler.ts";
  const lines = readFileSync(join(import.meta.dirname, "../types", file), "utf8").split("\n");
  const cases = lines.flatMap((text, index) =>
    text.startsWith("export const s") ? [{ line: index + 1, name: /s\d+/.exec(text)?.[0] ?? "" }] : [],
  );
  const expected: { readonly [name: string]: readonly string[] } = {
    s1: ["ODB3009"],
    s2: ["ODB2032"],
    s3: ["ODB2030"],
    s4: ["ODB2030"],
    s5: ["ODB2031"],
    s7: ["ODB2010", "ODB2010"],
    s8: ["ODB2012", "ODB2012", "ODB1009", "ODB1010", "ODB1008", "ODB1008"],
    s9: ["ODB2012"],
    s10: ["ODB2022"],
    s11: ["ODB2004", "ODB2004", "ODB1006"],
    s12: ["ODB3108"],
    s13: ["ODB2010"],
    s14: ["ODB3022"],
    s15: ["ODB2010"],
    s16: ["ODB3105"],
    s17: ["ODB3015"],
    s18: ["ODB3112"],
    s19: ["ODB3112"],
    s20: ["ODB3112"],
    s21: ["ODB3026"],
    s22: ["ODB3111"],
    s23: ["ODB3111"],
    s24: [],
    s25: ["ODB1020"],
  };
  test("each has an expectation", () => expect(cases.map(entry => entry.name)).toEqual(Object.keys(expected)));
  test.each(cases)("$name", async ({ line, name }) => {
    const { diagnostics } = await compileBesideTables(onlyCase(file, line, text => text.startsWith("export const s")));
    expect(diagnostics.map(diagnostic => [diagnostic.code, diagnostic.line])).toEqual((expected[name] ?? []).map(code => [code, line]));
  });
});

// Of a property whose value is wrong TypeScript underlines the name, the compiler the value.
function asTypeScript(statement: string, own: number, column: number): number {
  return /^["\w]+: $/.test(statement.slice(column - 1, own - 1)) ? column : own;
}

function environmentsOf(statement: string): string {
  return /\bprod:/.test(statement)
    ? plainConfig.replace(" });", ', environments: { dev: {}, prod: {} }, defaultEnvironment: "dev" });')
    : plainConfig;
}

// In place of the config, at the line and column where the case stands.
function compileConfig(statement: string, line: number) {
  const text = `import { defineConfig } from "odibi";${"\n".repeat(line - 1)}${statement.replace(/export const \w+ =/, declaration => "export default".padEnd(declaration.length))}\n`;
  return compileFiles(memoryFiles({ "odibi.config.ts": text, "pipelines/a.pipeline.ts": "" }));
}

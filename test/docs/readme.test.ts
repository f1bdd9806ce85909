import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { formatDiagnostic } from "../../cli/terminal/formatDiagnostic.ts";
import { compile } from "../../compiler/compile.ts";

// What the README shows is what happens.

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language = "", text = ""]) => ({ language, text }));
const project = mkdtempSync(join(tmpdir(), "odibi-readme-"));
const pipeline = join(project, "pipelines/silver/orders.pipeline.ts");
afterAll(() => rmSync(project, { recursive: true }));
cpSync(join(root, "cli/init/template"), project, { recursive: true });
const source = blocks.find(({ language }) => language === "ts")?.text.replace(/^\/\/ .*\n/, "") ?? "";

const same = (text: string) => text;
const plain = { bold: same, dim: same, red: same, green: same, yellow: same, blue: same };

test("the pipeline compiles, and its plan has the lines of the review, before and after the change", async () => {
  const lines =
    blocks
      .find(({ language }) => language === "diff")
      ?.text.trimEnd()
      .split("\n") ?? [];
  const without = (sign: string) =>
    lines
      .filter(line => !line.startsWith(sign))
      .map(line => `${line.slice(1)}\n`)
      .join("");
  writeFileSync(pipeline, source);
  expect(await compile(project)).toMatchObject({ diagnostics: [], text: expect.stringContaining(without("+")) });
  writeFileSync(pipeline, source.replace('o.status === "paid"', 'o.status !== "void"'));
  expect(await compile(project)).toMatchObject({ diagnostics: [], text: expect.stringContaining(without("-")) });
});

test("the compiler says what the README says of the mistake", async () => {
  writeFileSync(pipeline, source.replace("o.status ===", "o.statsu ==="));
  const { diagnostics, source: read } = await compile(project);
  const expected = blocks.find(({ text }) => text.startsWith("error ODB"))?.text.trimEnd();
  expect(diagnostics.map(diagnostic => formatDiagnostic(diagnostic, read, plain))).toEqual([expected]);
});

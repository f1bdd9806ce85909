import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { generateProject } from "../../bench/generateProject.ts";
import { parseFile } from "../../compiler/parse/parseFile.ts";
import { readPlainFile } from "../../compiler/parse/plain/readPlainFile.ts";

// The judge is TypeScript's own parser: what the plain reader takes, it takes the same way, places and all.

const root = join(import.meta.dirname, "../..");
const read = (pattern: string) => globSync(pattern, { cwd: root }).map(path => [path, readFileSync(join(root, path), "utf8")] as const);
const pipelines = [...read("examples/**/*.ts"), ...read("bench/medallion/**/*.ts"), ...read("test/fixtures/**/*.ts")];

test("what pipelines are written in is plain", () => {
  const unusual = pipelines.filter(([path, text]) => readPlainFile(path, text) === undefined).map(([path]) => path.replaceAll("\\", "/"));
  // An enum, an index signature, and functions that run.
  expect(unusual.sort()).toEqual([
    "examples/shop/pipelines/silver/score.ts",
    "test/fixtures/functions-in-typescript/pipelines/result.pipeline.ts",
    "test/fixtures/macros/pipelines/result.pipeline.ts",
  ]);
  const folder = mkdtempSync(join(tmpdir(), "odibi-plain-"));
  try {
    generateProject(folder, 20);
    for (const path of globSync("**/*.ts", { cwd: folder })) {
      const text = readFileSync(join(folder, path), "utf8");
      expect(readPlainFile(path, text), path).toEqual(parseFile(path, text));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every file of this project is read as TypeScript's parser reads it, or not at all", () => {
  const files = [...pipelines, ...read("{cli,compiler,runtime,scripts,test}/**/*.ts")];
  const taken = files.filter(([path, text]) => isSameOrDeclined(path, text));
  expect(files.length).toBeGreaterThan(300);
  expect(taken.length).toBeGreaterThan(30);
});

/** Constructs where a quick reader is easily wrong. */
const traps: readonly string[] = [
  "const a = f(b < c, d > (e));",
  "const a = b < c > (d);",
  "const a = b < c, d = e;",
  "const a = (b < c, d);",
  "const a = b ?? c || d;",
  "const a = b || c ?? d;",
  "const a = (b || c) ?? d;",
  "const a = -b ** c;",
  "const a = (-b) ** c;",
  "const a = b ** c ** d;",
  "const a = b - c - d;",
  "const a = b ? c : d ? e : f;",
  "const a = b ? (c) : d => e;",
  "const a = b ? (c) : (d) => e;",
  "const a = b ? (c, d) => e : f;",
  "const a = b ? (c): d => e : f;",
  "const a = (b): c => d;",
  "const a = b\n(c);",
  "const a = b\n[c];",
  "const a = b\n`c`;",
  "const a = b\n/c/g;",
  "const a = b\n+c;",
  "const a = b\nconst c = d",
  "const a = b const c = d",
  "const a = b\n=> c;",
  "const a = (b)\n=> c;",
  "const a = b\nas const;",
  "const a = [b] as const;",
  "const a = b + [c] as const;",
  "const a = b ? [c] as const : [d] as const;",
  "const a = { b: [c] as const, d };",
  "const a = `b${`c${d}`}e`;",
  "const a = `b\nc`;",
  "const a = `b\\nc\\u0041`;",
  "const a = 'b\\'c';",
  "const a = 'b\\\nc';",
  "const a = 1.;",
  "const a = .5;",
  "const a = 1_000;",
  "const a = 0x10;",
  "const a = 010;",
  "const a = 1e3 + 1.50 + 123456789012345678901;",
  "const a = 1n;",
  "const a = b?.c.d?.[e](f)?.(g);",
  "const a = (b?.c).d;",
  "const a = b?.5:c;",
  "const a = b?.c === null;",
  "const a = b === undefined;",
  "const a = undefined;",
  "const a = b!;",
  "const a = !b;",
  "const a = b!== c;",
  "const a = b != c;",
  "const a = b++;",
  "const a = b - -c;",
  "const a = b--c;",
  "const a = b / c / d;",
  "const a = /[/]/g.test(b);",
  "const a = /b/gx;",
  "const a = /b\\/c/;",
  "const a = (b) / c;",
  "const a = b<!--c;",
  "const a = { b, c: d, ...e, 'f': g, 1: h, [i]: j, k() {} };",
  "const a = { if: b, get: c, set, async: d };",
  "const a = { if };",
  "const a = { async b() {} };",
  "const a = { get b() { return c } };",
  "const a = ({ b, c: d, ...e }) => b + d;",
  "const a = ({ b = c }) => b;",
  "const a = ({ b: { c } }) => c;",
  "const a = ({ 'b': c }) => c;",
  "const a = ([b]) => b;",
  "const a = (b = c) => b;",
  "const a = (...b) => b;",
  "const a = (b?: c) => b;",
  "const a = (b: c[], d: (e: f) => g, h: { i: j; k?: l }) => b;",
  "const a = (b: c | 'd' | null) => b;",
  "const a = (b: readonly c[]) => b;",
  "const a = (b: c.d) => b;",
  "const a = (b: Decimal<12, 2>) => b;",
  "const a = <B extends { c: D }>(b: B, c: E<F<B>>) => b;",
  "const a = <B>(b);",
  "const a = <B>b => b;",
  "const a = (b: string<C>) => b;",
  "const a = async b => b;",
  "const a = async (b) => b;",
  "const a = b => ({ c: b });",
  "const a = b => { return b; };",
  "const a = b => { return\nb; };",
  "const a = b => { return b; return c; };",
  "const a = b => { const c = b; return c; };",
  "const a = await b;",
  "const a = yield;",
  "const a = typeof b;",
  "const a = new B();",
  "const a = function () { return 1; };",
  "const a = b, c = d;",
  "const a = b in c;",
  "const a = b instanceof c;",
  "const a = b satisfies C;",
  "const a: B = c;",
  "const a: B | null = c;",
  "const a;",
  "const { a } = b;",
  "let a = b;",
  "const enum A { B }",
  "type A = B | C;\nconst d = e;",
  "type A =\n  | 'b'\n  | 'c';",
  "type\nA = B;",
  "type A = B extends C ? D : E;",
  "type A<B> = { readonly c: B };",
  "export type A = B;",
  "export type { A } from 'b';",
  "function a(b: C): D { return b; }",
  "export function a<B>(b: B) { return b }",
  "export default function () { return a; }",
  "export default a;",
  "export default a\nexport const b = c;",
  "export default class {}",
  "export default interface A {}",
  "export { a, b as c, type d, default as e };",
  "export { a as default } from './b';",
  "export * from 'a';",
  "export * as a from 'b';",
  "export = a;",
  "import a from 'b';",
  "import a, { b } from 'c';",
  "import a, * as b from 'c';",
  "import * as a from 'b';",
  "import { a as b, type c, default as d } from 'e';",
  "import { type as a } from 'b';",
  "import { type as as a } from 'b';",
  "import { type } from 'b';",
  "import { 'a' as b } from 'c';",
  "import type { a } from 'b';",
  "import type a from 'b';",
  "import type, { a } from 'b';",
  "import type from 'b';",
  "import 'a';",
  "import a from 'b' with { type: 'json' };",
  "import a = require('b');",
  "import {} from 'a';",
  "import a, from 'b';",
  "import { default } from 'b';",
  "import { a as default } from 'b';",
  "import { type default as a, type b as default } from 'b';",
  "export { default } from 'b';",
  "export { default as a };",
  "export { a as default };",
  "/** A. */ const a = b;",
  "const z = 1; /** A. */ const a = b;",
  "const z = 1;\n/** A. */ /* b */ const a = b;",
  "const z = 1; /* x\n */ /** A. */ const a = b;",
  "/** A. */\n/** B.\n * C\n * @d e\n */\n// f\nexport const a = b;",
  "const a = { /** B. */ b: 1,\n /** C. */\n c: 2, /** D. */\n d: 3, /**/ e: 4 };",
  "const a = b; // c",
  "const a = b /* c",
  "#!/usr/bin/env node\nconst a = b;",
  "\uFEFFconst a = b;",
  "const a = b;\r\nconst c = d;\r\n",
  "const a = b;\rconst c = d;",
  "const größe = 1;",
  "const a = { größe: 1 };",
  "const a = 'größe';",
  "const a = b\u00a0+ c;",
  "const \\u0061 = b;",
  "const a = b.#c;",
  "const a = @b c;",
  "const a = table.mapRows({}, row => row);",
  "const a = table.mapRows({}, score);",
  "const a = b ||= c;",
  "const a = (b, c);",
  "const a = [b, , c];",
  "const a = [b, c,];",
  "const a = f(b, ...c,);",
  "const a = f(,);",
  "const a = b ? c;",
  "const a = (b;",
  "'use strict';",
  ";",
  "",
];

test.each(traps.map(text => [text]))("the same or not at all: %j", text => {
  isSameOrDeclined("a.ts", text);
});

test("files that are not plain TypeScript are left alone", () => {
  for (const path of ["a.tsx", "a.js", "a.d.ts", "a.mts"]) expect(readPlainFile(path, "export const a = 1;")).toBeUndefined();
});

const pieces = [
  "o",
  "null",
  "undefined",
  "1.5",
  '"x"',
  "`a${o}`",
  "/a/",
  "[]",
  "{}",
  "=>",
  "(",
  ")",
  "<",
  ">",
  ",",
  ";",
  ":",
  "?",
  "?.",
  "??",
  "||",
  "&&",
  "=",
  "===",
  "**",
  "-",
  "!",
].concat([
  "...",
  ".",
  "\n",
  " ",
  "/* c */",
  "/** d */",
  "// e\n",
  "as const",
  "const",
  "export",
  "default",
  "import",
  "type",
  "return",
  "async",
  "function",
  "<T>",
  ": string",
  "as",
]);

test("random edits of pipelines are read as TypeScript's parser reads them, or not at all", () => {
  const texts = pipelines.map(([, text]) => text);
  const edit = fc.tuple(fc.nat(), fc.nat(12), fc.oneof(fc.constantFrom(...pieces), fc.tuple(fc.nat(), fc.nat(), fc.nat(40))));
  let taken = 0;
  fc.assert(
    fc.property(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 3 }), (which, edits) => {
      let text = texts[which % texts.length] ?? "";
      for (const [place, length, piece] of edits) {
        const at = place % (text.length + 1);
        const other = typeof piece === "string" ? undefined : (texts[piece[0] % texts.length] ?? "");
        const put = typeof piece === "string" ? piece : (other?.slice(piece[1] % (other.length + 1)).slice(0, piece[2]) ?? "");
        text = text.slice(0, at) + put + text.slice(at + length);
      }
      if (isSameOrDeclined("a.ts", text)) taken++;
    }),
    { numRuns: Number(process.env["ODIBI_PLAIN_RUNS"] ?? 1_000) },
  );
  // Most edits leave something wrong; those that don't show that the comparison is one.
  expect(taken).toBeGreaterThan(20);
});

function isSameOrDeclined(path: string, text: string): boolean {
  const plain = readPlainFile(path, text);
  if (plain !== undefined) expect(plain, text).toEqual(parseFile(path, text));
  return plain !== undefined;
}

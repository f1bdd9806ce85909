import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { openFiles } from "../../compiler/load/files.ts";
import { resolveModule } from "../../compiler/load/resolveModule.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "odibi-bundle-")));
afterAll(() => rmSync(folder, { recursive: true }));

function makeProject(name: string, files: { readonly [path: string]: string }): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries({ "pipelines/silver/score.ts": "", ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const bundle = (root: string, entry: string, modules: { readonly [path: string]: string } = {}) => {
  const files = openFiles(root);
  const resolve = (from: string, specifier: string) => resolveModule(from, specifier, { base: "", paths: [] }, files);
  return createBundler(root)({ entry, from: "pipelines/silver/score.ts", modules: new Map(Object.entries(modules)), files, resolve });
};
const textOf = (result: Awaited<ReturnType<typeof bundle>>) => ("text" in result ? result.text : result.problem);

async function load(text: string | undefined): Promise<(row: object) => unknown> {
  const module: { default: (row: object) => unknown } = await import(`data:text/javascript,${encodeURIComponent(text ?? "")}`);
  return module.default;
}

const packages = {
  "node_modules/left/package.json": '{ "name": "left", "version": "1.0.0", "main": "lib/index.js" }',
  "node_modules/left/lib/index.js":
    'const path = require("path"); const EventEmitter = require("events"); class Own extends EventEmitter {}; exports.left = text => path.basename(text) + require("./pad") + typeof new Own().on;',
  "node_modules/left/lib/pad.js": 'module.exports = "!";',
  "node_modules/right/package.json": '{ "name": "right", "type": "module", "exports": { ".": { "import": "./right.js" } } }',
  "node_modules/right/right.js": "export const right = 2;",
};
const entry =
  'import { left } from "left"; import { right } from "right"; import { sep } from "node:path"; import { own } from "./own.ts";\nexport default (row: { a: string }) => left(row.a) + right + own + sep.length;\n';
const modules = { "pipelines/silver/own.ts": "export const own: number = 3;\n" };

test("packages of both kinds, built-ins and files of the project are in one file that runs", async () => {
  const result = await bundle(makeProject("both", { ...packages, ...modules }), entry, modules);
  expect((await load(textOf(result)))({ a: "x/y" })).toBe("y!function231");
});

test("the bytes hold no path and are the same in another folder", async () => {
  const first = makeProject("first", { ...packages, ...modules });
  const second = join(folder, "deeper/down/second");
  cpSync(first, second, { recursive: true });
  const [a, b] = [textOf(await bundle(first, entry, modules)), textOf(await bundle(second, entry, modules))];
  expect(a).toBe(b);
  for (const part of ["node_modules", "pipelines", "odibi-module", "lib/", folder]) expect(a).not.toContain(part);
});

test.each([
  [
    "a package that is not there",
    'import "nowhere"; export default 1;',
    'The module "nowhere" is not installed: there is none in node_modules.',
  ],
  ["a module that Node does not have", 'import "node:nowhere"; export default 1;', 'There is no module "node:nowhere" in Node.'],
  [
    "a native addon",
    'import "addon"; export default 1;',
    'A package loads a native addon ("./addon.node"), which cannot be part of a plan.',
  ],
])("%s is a problem", async (_, text, problem) => {
  const root = makeProject("problems", {
    "node_modules/addon/package.json": '{ "name": "addon" }',
    "node_modules/addon/index.js": 'module.exports = require("./addon.node");',
    "node_modules/addon/addon.node": "",
  });
  expect(await bundle(root, text)).toMatchObject({ problem });
});

test("a package may try what it can do without", async () => {
  const root = makeProject("optional", {
    "node_modules/maybe/package.json": '{ "name": "maybe" }',
    "node_modules/maybe/index.js": 'let fast; try { fast = require("fast-native"); } catch { fast = "slow"; }; module.exports = fast;',
  });
  const result = await bundle(root, 'import fast from "maybe"; export default () => fast;');
  expect((await load(textOf(result)))({})).toBe("slow");
});

test("a syntax error is a problem, not an exception", async () => {
  expect(await bundle(makeProject("syntax", {}), "export default (")).toMatchObject({ problem: "Unexpected end of file." });
});

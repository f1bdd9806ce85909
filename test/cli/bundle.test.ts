import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type BundleInput, bundle } from "../../cli/bundle.ts";

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

const input = (root: string, entry: string, modules: { readonly [path: string]: string } = {}): BundleInput => ({
  root,
  entry,
  from: "pipelines/silver/score.ts",
  modules: new Map(Object.entries(modules)),
  resolve: (_, specifier) =>
    specifier.startsWith(".") ? { kind: "file", path: specifier.replace("./", "pipelines/silver/") } : { kind: "package" },
});

async function load(text: string | undefined): Promise<(row: object) => unknown> {
  const module: { default: (row: object) => unknown } = await import(`data:text/javascript,${encodeURIComponent(text ?? "")}`);
  return module.default;
}

const packages = {
  "node_modules/left/package.json": '{ "name": "left", "version": "1.0.0", "main": "lib/index.js" }',
  "node_modules/left/lib/index.js": 'const path = require("path"); const EventEmitter = require("events"); class Own extends EventEmitter {}; exports.left = text => path.basename(text) + require("./pad") + typeof new Own().on;',
  "node_modules/left/lib/pad.js": 'module.exports = "!";',
  "node_modules/right/package.json": '{ "name": "right", "type": "module", "exports": { ".": { "import": "./right.js" } } }',
  "node_modules/right/right.js": "export const right = 2;",
};
const entry = 'import { left } from "left"; import { right } from "right"; import { sep } from "node:path"; import { own } from "./own.ts";\nexport default (row: { a: string }) => left(row.a) + right + own + sep.length;\n';
const modules = { "pipelines/silver/own.ts": "export const own: number = 3;\n" };

test("packages of both kinds, built-ins and files of the project are in one file that runs", async () => {
  const { text, problems, inputs } = await bundle(input(makeProject("both", packages), entry, modules));
  expect(problems).toEqual([]);
  expect((await load(text))({ a: "x/y" })).toBe("y!function231");
  expect(inputs).toContain("node_modules/left/lib/pad.js");
  expect(inputs).toContain("node_modules/right/package.json");
  expect(inputs).toContain("pipelines/silver/node_modules/right/package.json");
});

test("the bytes hold no path and are the same in another folder", async () => {
  const first = makeProject("first", packages);
  const second = join(folder, "deeper/down/second");
  cpSync(first, second, { recursive: true });
  const [a, b] = [await bundle(input(first, entry, modules)), await bundle(input(second, entry, modules))];
  expect(a.text).toBe(b.text);
  for (const part of ["node_modules", "pipelines", "odibi-module", "lib/", folder]) expect(a.text).not.toContain(part);
});

test.each([
  ["a package that is not there", 'import "nowhere"; export default 1;', 'The module "nowhere" is not installed: there is none in node_modules.'],
  ["a module that Node does not have", 'import "node:nowhere"; export default 1;', 'There is no module "node:nowhere" in Node.'],
  ["a native addon", 'import "addon"; export default 1;', 'A package loads a native addon ("./addon.node"), which cannot be part of a plan.'],
])("%s is a problem", async (_, text, problem) => {
  const root = makeProject("problems", {
    "node_modules/addon/package.json": '{ "name": "addon" }',
    "node_modules/addon/index.js": 'module.exports = require("./addon.node");',
    "node_modules/addon/addon.node": "",
  });
  const result = await bundle(input(root, text));
  expect(result.text).toBeUndefined();
  expect(result.problems).toEqual([problem]);
});

test("a package may try what it can do without", async () => {
  const root = makeProject("optional", {
    "node_modules/maybe/package.json": '{ "name": "maybe" }',
    "node_modules/maybe/index.js": 'let fast; try { fast = require("fast-native"); } catch { fast = "slow"; }; module.exports = fast;',
  });
  const { text, problems } = await bundle(input(root, 'import fast from "maybe"; export default () => fast;'));
  expect(problems).toEqual([]);
  expect((await load(text))({})).toBe("slow");
});

test("a syntax error is a problem, not an exception", async () => {
  expect((await bundle(input(makeProject("syntax", {}), "export default ("))).problems).toEqual(["Unexpected end of file."]);
});

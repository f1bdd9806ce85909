import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { compile } from "../../compiler/compile.ts";
import { readPlan } from "../../compiler/plan/readPlan.ts";

const shop = join(import.meta.dirname, "../../examples/shop");
let text = "";
beforeAll(async () => {
  text = (await compile(shop, { bundle: createBundler(shop) })).text ?? "";
});

const replaced = (from: string | RegExp, to: string) => {
  const edited = text.replace(from, () => to);
  expect(edited).not.toBe(text);
  return edited;
};

describe("a plan that is edited into nonsense is refused", () => {
  test.each<[string, string, () => string, RegExp]>([
    ["cut off", "ODB4001", () => text.slice(0, text.length / 2), /no JSON/],
    ["a mark of a merge", "ODB4001", () => text.replace('  "nodes"', '<<<<<<< HEAD\n  "nodes"'), /no JSON/],
    ["a name twice", "ODB4001", () => replaced('"project":', '"project": "x",\n  "project":'), /stands twice/],
    ["another file", "ODB4003", () => "{}", /no plan/],
    ["a newer version", "ODB4003", () => replaced('"version": 1', '"version": 2'), /version is 2/],
    ["an unknown entry", "ODB4002", () => replaced('"dependsOn": []', '"dependOn": []'), /dependOn/],
    ["an unknown step", "ODB4004", () => replaced('{ "distinct": true }', '{ "distnict": true }'), /distnict/],
    [
      "another column type",
      "ODB4002",
      () => replaced(/"name": "order_id", "type": "int64"/, '"name": "order_id", "type": "string"'),
      /columns/,
    ],
    ["a column that lost its null", "ODB4002", () => replaced('"type": "int64 | null"', '"type": "int64"'), /columns/],
    ["a forged lineage", "ODB4002", () => replaced(/"from": \["[^"]+"\]/, '"from": ["bronze/orders.rawItems.line"]'), /lineage/],
    ["a dependency left out", "ODB4002", () => replaced(/"dependsOn": \["[^\]]+\]/, '"dependsOn": []'), /dependencies/],
    ["a path out of its connection", "ODB4002", () => replaced('"path": "customers.csv"', '"path": "../customers.csv"'), /leads out/],
    ["a root from the disk's own", "ODB4002", () => replaced('"root": "."', '"root": "/"'), /`root`/],
    ["a root that is not the shortest way", "ODB4002", () => replaced('"root": "."', '"root": "../shop/.."'), /`root`/],
    ["no root", "ODB4002", () => replaced('"root": "."', '"root": ""'), /`root`/],
    ["a root with a slash at its end", "ODB4002", () => replaced('"root": "."', '"root": "../"'), /`root`/],
    ["a connection to nowhere", "ODB4002", () => replaced(/"kind": "local", "path": "[^"]+"/, '"kind": "local", "path": ""'), /connection/],
    [
      "a connection with a back slash",
      "ODB4002",
      () => replaced(/"kind": "local", "path": "[^"]+"/, '"kind": "local", "path": "a\\\\b"'),
      /connection/,
    ],
    ["a folder that is named like a packed file", "ODB4002", () => replaced('best_products.csv"', 'best_products.csv.zst"'), /\.zst/],
    ["a connection that is not there", "ODB4002", () => replaced('"connection": "landing"', '"connection": "elsewhere"'), /elsewhere/],
    ["a text that is no expression", "ODB2001", () => replaced(/"filter": "[^"]+"/, '"filter": "id =="'), /./],
    [
      "an expression that nests too deeply",
      "ODB2002",
      () => replaced(/"filter": "[^"]+"/, `"filter": "${"(".repeat(500)}true${")".repeat(500)}"`),
      /./,
    ],
    ["a param that is not there", "ODB2008", () => replaced("$since", "$sinse"), /sinse/],
    ["a table that does not begin with a read", "ODB3110", () => replaced(/\{ "read": "[^"]+" \},\n/, "\n"), /begins with a read/],
    [
      "a function outside its folder",
      "ODB4002",
      () => replaced(/"functions\/[0-9a-f]+\.mjs"/, '"functions/../../evil.mjs"'),
      /named by its content/,
    ],
  ])("%s", (_, code, edit, message) => {
    const edited = edit();
    const { plan, problems } = readPlan(edited);
    expect(plan).toBeUndefined();
    expect(problems.map(problem => problem.code)).toContain(code);
    expect(problems.find(problem => problem.code === code)?.message).toMatch(message);
  });

  test.each([".", "..", "../..", "../../shop", "sub/shop", "..shop", "a..b/.c"])("a root may be %s", root => {
    expect(readPlan(text.replace('"root": "."', `"root": "${root}"`)).problems).toEqual([]);
  });

  test("a node that depends on itself", () => {
    const edited = text
      .replaceAll(/\{ "read": "bronze\/orders\.rawItems" \}/g, '{ "read": "silver/orders.orderLines" }')
      .replaceAll('["bronze/orders.rawItems", ', '["silver/orders.orderLines", ');
    expect(
      readPlan(edited)
        .problems.map(problem => problem.message)
        .join(" "),
    ).toMatch(/depends on itself/);
  });

  test("the faults of a plan are all told at once", () => {
    const edited = text
      .replace('"type": "int64 | null"', '"type": "int64"')
      .replace('"connection": "landing"', '"connection": "elsewhere"');
    expect(readPlan(edited).problems.length).toBeGreaterThan(1);
  });

  test("a fault of a node that others read is told once", () => {
    const messages = readPlan(replaced('"path": "customers.csv"', '"path": "../customers.csv"')).problems.map(problem => problem.message);
    expect(messages.filter(message => message.includes("leads out"))).toHaveLength(1);
  });
});

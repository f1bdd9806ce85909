import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { makeFolder } from "../inFolder.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : new TextDecoder().decode(content);

test("a folder's files are listed in the order of their names, from a name on, without folders", async () => {
  const root = makeFolder();
  const store = localStore(root);
  for (const name of ["2.json", "10.json", "1.json"]) writeFileSync(join(root, "lake", name), name);
  mkdirSync(join(root, "lake", "3.json"));
  const found = await store.list("lake");
  expect(found.map(({ path, bytes }) => [path, bytes])).toEqual([
    ["lake/1.json", 6],
    ["lake/10.json", 7],
    ["lake/2.json", 6],
  ]);
  expect(Math.abs((found[0]?.modified ?? 0) - Date.now())).toBeLessThan(60_000);
  expect((await store.list("lake", "10.json")).map(({ path }) => path)).toEqual(["lake/10.json", "lake/2.json"]);
  expect(await store.list("nowhere")).toEqual([]);
});

test("all files below a folder, also the hidden ones", async () => {
  const root = makeFolder();
  const store = localStore(root);
  await store.put("a b/c%20/é.parquet", bytes("x"));
  await store.put("_delta_log/0.json", bytes("yy"));
  expect([...(await store.listBelow(""))].map(({ path, bytes }) => [path, bytes]).sort()).toEqual([
    ["_delta_log/0.json", 2],
    ["a b/c%20/é.parquet", 1],
  ]);
  expect((await store.listBelow("a b")).map(({ path }) => path)).toEqual(["a b/c%20/é.parquet"]);
  expect(await store.listBelow("nowhere")).toEqual([]);
});

test("reads a file, a part of it, a part beyond its end, and none", async () => {
  const root = makeFolder();
  const store = localStore(root);
  writeFileSync(join(root, "f"), "0123456789");
  expect(textOf(await store.read("f"))).toBe("0123456789");
  expect(textOf(await store.readRange("f", 3, 4))).toBe("3456");
  expect(textOf(await store.readRange("f", 8, 4))).toBe("89");
  expect(await store.read("g")).toBeUndefined();
  expect(await store.readRange("g", 0, 1)).toBeUndefined();
});

test("of twenty that put one file at once, one wins, and its content is there whole", async () => {
  const root = makeFolder();
  const store = localStore(root);
  const contents = Array.from({ length: 20 }, (_, writer) => String(writer).repeat(100_000));
  const won = await Promise.all(contents.map(content => store.putIfAbsent("_delta_log/0.json", bytes(content))));
  const winner = won.indexOf(true);
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(join(root, "_delta_log/0.json"), "utf8")).toBe(contents[winner]);
  expect(readdirSync(join(root, "_delta_log"))).toEqual(["0.json"]);
});

test("put replaces, remove removes and minds no missing file", async () => {
  const store = localStore(makeFolder());
  await store.put("_delta_log/_last_checkpoint", bytes("1"));
  await store.put("_delta_log/_last_checkpoint", bytes("2"));
  expect(textOf(await store.read("_delta_log/_last_checkpoint"))).toBe("2");
  await store.remove("_delta_log/_last_checkpoint");
  await store.remove("_delta_log/_last_checkpoint");
  expect(await store.list("_delta_log")).toEqual([]);
});

test("files of the staged folder become the table's", async () => {
  const root = makeFolder();
  const store = localStore(root);
  const staged = await store.stage();
  writeFileSync(join(staged, "1.parquet"), "rows");
  await store.keep(staged, [{ from: "1.parquet", to: "day=2024-01-01/part 1.parquet" }]);
  expect(readFileSync(join(root, "day=2024-01-01/part 1.parquet"), "utf8")).toBe("rows");
  expect(readdirSync(staged)).toEqual([]);
});

test("the engine's paths: below the root, absolute, by a file's address; what is missing or in another storage is refused", async () => {
  const [root, other] = [makeFolder(), makeFolder()];
  const store = localStore(root);
  for (const path of ["a b/c.parquet", "time=10:00/h"]) await store.put(path, bytes("x"));
  writeFileSync(join(other, "e f"), "x");
  const paths = ["a b/c.parquet", "time=10:00/h", `${other}/e f`, `file://${other}/e f`, `file:${other}/e f`];
  const absolute = join(other, "e f");
  expect(await store.localPaths(paths)).toEqual([join(root, "a b/c.parquet"), join(root, "time=10:00/h"), absolute, absolute, absolute]);
  expect(textOf(await store.read(`file://${other}/e f`))).toBe("x");
  await expect(store.localPaths(["a b/d"])).rejects.toMatchObject({ code: "ODB8007", message: expect.stringContaining('"a b/d"') });
  await expect(store.localPaths(["s3://bucket/a"])).rejects.toMatchObject({
    code: "ODB8009",
    message: expect.stringContaining("s3://bucket/a"),
  });
});

test("what the file system refuses is a failure, not a stack trace", async () => {
  const root = makeFolder();
  symlinkSync("/proc/nothing", join(root, "broken"));
  await expect(localStore("/proc").put("table/_delta_log/0.json", bytes("x"))).rejects.toMatchObject({
    code: expect.stringMatching(/^ODB50/),
  });
  expect(await localStore(root).read("broken")).toBeUndefined();
});

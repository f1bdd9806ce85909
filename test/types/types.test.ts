import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHovers } from "./hovers.ts";
import { checkWrongUses, runTsc } from "./wrongUses.ts";

const tsconfig = join(import.meta.dirname, "tsconfig.json");

test("TypeScript accepts the right uses and each wrong one is an error", { timeout: 60_000 }, async () => {
  expect(await runTsc("-p", tsconfig)).toEqual({ code: 0, output: "" });
});

describe("what TypeScript says of a wrong use", async () => {
  const { uses, elsewhere } = await checkWrongUses();
  test("there are some, and no error stands elsewhere", () => {
    expect(uses.length).toBeGreaterThan(80);
    expect(elsewhere).toEqual([]);
  });
  test.each(uses)("$file:$line $about", ({ recorded, reported }) => {
    expect(reported).toEqual(recorded);
    expect(recorded).not.toEqual([]);
  });
});

describe("what the editor shows", () => {
  const hovers = readHovers(tsconfig, join(import.meta.dirname, "right/uses.ts"));
  test("there are places to look at", () => expect(hovers.length).toBeGreaterThan(10));
  test.each(hovers)("line $line: $expected", ({ expected, printed }) => expect(printed).toBe(expected));
});

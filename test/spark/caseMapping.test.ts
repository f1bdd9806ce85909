import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { lowerCase, upperCase } from "../../runtime/sql/spark/mapCase.ts";
import { caseDifferences, characters, formatCaseTables } from "./caseDifferences.ts";
import { openSpark, type Spark } from "./evaluate.ts";
import { gapsOf35 } from "./gaps.ts";

let spark: Spark;
let isOld = false;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
  const found = await spark.run([], "select version()");
  isOld = "rows" in found && String(found.rows[0]?.[0]).startsWith("3.");
});
afterAll(() => spark.close());
beforeEach(({ skip }) => skip(isOld, gapsOf35.caseMapping));

test("the tables hold what differs between this Node and this Spark", async () => {
  const found = formatCaseTables(await caseDifferences(spark));
  expect(readFileSync(new URL("../../runtime/sql/spark/caseTables.ts", import.meta.url), "utf8")).toBe(found);
});

test("upper and lower case are JavaScript's for every character", async () => {
  expect(await wrongOf("c", c => c)).toEqual([]);
});

test("a sigma that ends a word is lowered as JavaScript does, whatever stands beside it", async () => {
  const contexts: readonly (readonly [string, (character: string) => string])[] = [
    ["concat('Α', c, 'Σ')", c => `Α${c}Σ`],
    ["concat('ΑΣ', c, 'Α')", c => `ΑΣ${c}Α`],
    ["concat(c, 'Σ')", c => `${c}Σ`],
    ["concat('ΑΣ', c)", c => `ΑΣ${c}`],
  ];
  for (const [sql, build] of contexts) expect(await wrongOf(sql, build, isNew), sql).toEqual([]);
});

/** Characters that Spark's Unicode does not know, or whose category has changed since. */
const changed = [
  [0x295, 0x295],
  [0x1acf, 0x1aeb],
  [0xa7ce, 0xa7f1],
  [0x10ec5, 0x10efb],
  [0x11b60, 0x11b66],
  [0x11dd9, 0x11dd9],
  [0x16ea0, 0x16ed3],
  [0x16ff2, 0x16ff3],
  [0x1e6e3, 0x1e6ff],
] as const;

const isNew = (point: number): boolean => changed.some(([first, last]) => point >= first && point <= last);

/** The characters with which a text has not JavaScript's upper and lower case. Spark is asked for those alone whose case is not what it is for most. */
async function wrongOf(sql: string, build: (character: string) => string, skip = (_: number) => false): Promise<readonly string[]> {
  const found = await spark.run(
    [],
    `select * from (select c, t, ${lowerCase("t")} as low, ${upperCase("t")} as up from (select c, ${sql} as t from ${characters})) where low <> translate(t, 'ΑΣ', 'ασ') or up <> t`,
  );
  if ("error" in found) throw new Error(found.error);
  expect(found.rows.length).toBeGreaterThan(1000);
  const special = new Map(found.rows.map(([c, , low, up]) => [String(c), [low, up]]));
  return Array.from({ length: 0x110000 - 128 }, (_, index) => index + 128)
    .filter(point => (point < 0xd800 || point > 0xdfff) && point !== 0xfeff && !skip(point))
    .filter(point => {
      const text = build(String.fromCodePoint(point));
      const [low, up] = special.get(String.fromCodePoint(point)) ?? [text.replaceAll("Α", "α").replaceAll("Σ", "σ"), text];
      return text.toLowerCase() !== low || text.toUpperCase() !== up;
    })
    .map(point => point.toString(16));
}

import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lowerCase, upperCase } from "../../runtime/sql/duckdb/mapCase.ts";
import { caseDifferences } from "./caseDifferences.ts";
import { openConnection } from "./database.ts";
import { formatCaseTables } from "./formatCaseTables.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

test("the tables hold what differs between this Node and this DuckDB", async () => {
  expect(readFileSync(new URL("../../runtime/sql/duckdb/caseTables.ts", import.meta.url), "utf8")).toBe(
    formatCaseTables(await caseDifferences(connection)),
  );
});

test("upper and lower case are JavaScript's for every character", { timeout: 60_000 }, async () => {
  await caseDifferences(connection);
  expect(await wrongOf("c", c => c, "characters")).toEqual([]);
});

test("a sigma that ends a word is lowered as JavaScript does, whatever stands beside it", { timeout: 60_000 }, async () => {
  await caseDifferences(connection);
  // The characters that either side takes for letters with case, or for ones that case ignores, and some of the others. Two have changed their category since
  // the Unicode of DuckDB's RE2.
  const interesting = Array.from({ length: 0x110000 }, (_, point) => point).filter(
    point =>
      point > 0 &&
      (point < 0xd800 || point > 0xdfff) &&
      (point % 997 === 0 || /[\p{Cased}\p{Case_Ignorable}]/u.test(String.fromCodePoint(point))),
  );
  const listed = interesting.filter(point => point !== 0x295 && point !== 0x1171e);
  await connection.run(
    `create or replace table near_sigma as select c from characters where (unicode(c) in (${listed.join(", ")}) or regexp_matches(c, '[\\p{L}\\p{M}\\p{Cf}\\p{Sk}]') and not regexp_matches(c, '\\p{Lo}')) and unicode(c) not in (661, 71454)`,
  );
  const contexts: readonly (readonly [string, (character: string) => string])[] = [
    ["'Α' || c || 'Σ'", c => `Α${c}Σ`],
    ["'ΑΣ' || c || 'Α'", c => `ΑΣ${c}Α`],
    ["c || 'Σ'", c => `${c}Σ`],
    ["'ΑΣ' || c", c => `ΑΣ${c}`],
  ];
  for (const [sql, build] of contexts) expect(await wrongOf(sql, build, "near_sigma"), sql).toEqual([]);
});

async function wrongOf(sql: string, build: (character: string) => string, table: string): Promise<readonly unknown[]> {
  const rows = (
    await connection.runAndReadAll(
      `select unicode(c), '!' || ${lowerCase("t")}, '!' || ${upperCase("t")} from (select c, ${sql} as t from ${table})`,
    )
  ).getRows();
  expect(rows.length).toBeGreaterThan(5000);
  return rows
    .filter(([point, down, up]) => {
      const text = build(String.fromCodePoint(Number(point)));
      return `!${text.toLowerCase()}` !== down || `!${text.toUpperCase()}` !== up;
    })
    .slice(0, 5);
}

import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkRegex } from "../../compiler/plan/regex/checkRegex.ts";
import { lowerRegex, lowerReplacement } from "../../runtime/sql/duckdb/lowerRegex.ts";
import { fillInput, literal, openConnection } from "./database.ts";
import { patterns, texts } from "./randomPatterns.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
  await fillInput(
    connection,
    [{ name: "a", type: "varchar" }],
    texts.map(text => [text]),
  );
});
afterAll(() => {
  connection.closeSync();
});

test("random patterns find and replace on DuckDB what they do in V8", { timeout: 60_000 }, async () => {
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      patterns,
      fc.constantFrom("", "g", "i", "gi"),
      fc.constantFrom("", "<$&>", "[$1]", "$$", "x"),
      async (source, flags, replacement) => {
        // JavaScript's own refusals are the compiler's too.
        const regex = { kind: "regex", source, flags } as const;
        if (checkRegex(regex, { flags: "gi", replacement }) === undefined) {
          taken++;
          const native = new RegExp(source, flags.includes("i") ? flags : `${flags}u`);
          const sql = `regexp_replace(a, ${literal(lowerRegex(regex), "varchar")}, ${literal(lowerReplacement(replacement, regex), "varchar")}${flags.includes("g") ? ", 'g'" : ""})`;
          const rows = (await connection.runAndReadAll(`select '!' || ${sql} from input order by id`))
            .getRows()
            .map(([value]) => String(value).slice(1));
          expect(rows, `/${source}/${flags} ${replacement}`).toEqual(
            texts.map(text => (flags.includes("i") && /\ud83d/.test(text) ? rows[texts.indexOf(text)] : text.replace(native, replacement))),
          );
        } else refused++;
        if (!flags.includes("g") && checkRegex(regex, { flags: "i" }) === undefined) {
          const rows = (
            await connection.runAndReadAll(`select regexp_matches(a, ${literal(lowerRegex(regex), "varchar")}) from input order by id`)
          )
            .getRows()
            .map(([value]) => value);
          expect(rows, `/${source}/${flags}`).toEqual(
            texts.map((text, index) =>
              flags === "i" && /\ud83d/.test(text) ? rows[index] : new RegExp(source, flags === "i" ? "i" : "u").test(text),
            ),
          );
        }
      },
    ),
    { numRuns: 1500, seed: 20261124 },
  );
  expect(taken).toBeGreaterThan(600);
  expect(refused).toBeGreaterThan(50);
});

import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkRegex } from "../../compiler/plan/regex/checkRegex.ts";
import { lowerRegex, lowerReplacement } from "../../runtime/sql/duckdb/lowerRegex.ts";
import { fillInput, literal, openConnection } from "./database.ts";

let connection: DuckDBConnection;
const texts = [
  "",
  "a",
  "ab",
  "ABab",
  "a b",
  "aab b",
  "x\ny",
  "é É",
  "ſKk",
  "\u{1f600}a",
  "a-b_c.d",
  "12 ab",
  "a\r\n",
  "[a]",
  "\u2028",
  "ßẞ",
  "aaa",
  "bab",
];
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

const atom = fc.constantFrom(
  "a",
  "b",
  "ab",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\S",
  "\\W",
  "[ab]",
  "[^a]",
  "[a-c\\d]",
  "[^\\s]",
  "[é-ü]",
  "é",
  "k",
  "\\u{1f600}",
  "-",
  "\\.",
  "[\\]\\[]",
  "\\n",
  " ",
  "_",
  "^",
  "$",
  "\\b",
  "\\B",
  "ß",
);
const pattern = fc.letrec<{ pattern: string }>(tie => ({
  pattern: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    atom,
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}|${b}`),
    tie("pattern").map(a => `(${a})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??"))
      .map(([a, quantifier]) => `(?:${a})${quantifier}`),
  ),
})).pattern;

test("random patterns find and replace on DuckDB what they do in V8", { timeout: 60_000 }, async () => {
  let [taken, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      pattern,
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

import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { checkRegex } from "../../compiler/plan/regex/checkRegex.ts";
import { lowerFirstReplacement, lowerRegex, lowerReplacement } from "../../runtime/sql/spark/lowerRegex.ts";
import { quoteText } from "../../runtime/sql/spark/quote.ts";
import { patterns, texts } from "../conformance/randomPatterns.ts";
import { openSpark, type Spark } from "./evaluate.ts";

let spark: Spark;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
});
afterAll(() => spark.close());

test("random patterns find and replace on Spark what they do in V8", { timeout: 300_000 }, async () => {
  const cases = fc
    .sample(fc.tuple(patterns, fc.constantFrom("", "g", "i", "gi"), fc.constantFrom("", "<$&>", "[$1]", "$$", "x", "$10")), {
      seed: 20261125,
      numRuns: 1500,
    })
    .flatMap(([source, flags, replacement]) => {
      const regex = { kind: "regex", source, flags } as const;
      const native = () => new RegExp(source, flags.includes("i") ? flags : `${flags}u`);
      const found: { readonly title: string; readonly sql: string; readonly expected: readonly string[] }[] = [];
      if (checkRegex(regex, { flags: "gi", replacement }) === undefined) {
        const [pattern, by] = flags.includes("g")
          ? [lowerRegex(regex), lowerReplacement(replacement, regex)]
          : lowerFirstReplacement(replacement, regex);
        found.push({
          title: `/${source}/${flags} ${replacement}`,
          sql: `regexp_replace(a, ${quoteText(pattern)}, ${quoteText(by)})`,
          expected: texts.map(text => text.replace(native(), replacement)),
        });
      }
      if (!flags.includes("g") && checkRegex(regex, { flags: "i" }) === undefined)
        found.push({
          title: `/${source}/${flags}`,
          sql: `string(a rlike ${quoteText(lowerRegex(regex))})`,
          expected: texts.map(text => String(native().test(text))),
        });
      // With flag i alone JavaScript takes an astral character for two.
      return found.map(one => ({ ...one, compared: texts.map(text => !(flags.includes("i") && /\ud83d/.test(text))) }));
    });
  expect(cases.length).toBeGreaterThan(800);
  const input = { name: "input", columns: [{ name: "a", type: "string" }], rows: texts.map(text => [text]) };
  const answers = await spark.evaluate(
    [input],
    cases.map(({ sql }) => ({ sql, text: sql })),
  );
  const wrong = cases.flatMap(({ title, expected, compared }, index): readonly object[] => {
    const answer = answers[index];
    if (answer === undefined || "error" in answer) return [{ title, error: answer?.error }];
    const at = expected.findIndex((value, row) => compared[row] === true && value !== answer.values[row]);
    return at < 0 ? [] : [{ title, text: texts[at], expected: expected[at], found: answer.values[at] }];
  });
  expect(wrong.slice(0, 10)).toEqual([]);
});

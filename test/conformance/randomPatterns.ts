import fc from "fast-check";

/** What random patterns are tried on. */
export const texts = [
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
/** Patterns of what the compiler takes, and some of what it refuses. */
export const patterns = fc.letrec<{ pattern: string }>(tie => ({
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

import fc from "fast-check";
import { expect, test } from "vitest";
import { commentText, quoteDocstring, quoteSql, quoteText } from "../../runtime/pyspark/python/text.ts";
import { quoteName, quoteText as sqlText } from "../../runtime/sql/spark/quote.ts";
import { python, runPython } from "./python.ts";

// Held against Python's own reading of the literals.

const evaluate = (literals: readonly string[]) =>
  runPython("import ast, json, sys; print(json.dumps([ast.literal_eval(text) for text in json.load(sys.stdin)]))", literals);

const nasty = fc.constantFrom(
  ..."\"'\\`\n\r\t #{}()aN0\0\u{7f}\u{85}\u{a0}\u{200b}\u{202e}\u{2028}\u{feff}é\u{1f600}",
  '"""',
  "'''",
  "\\N{",
  "${",
);
const text = fc.array(nasty, { maxLength: 14 }).map(parts => parts.join(""));

test.skipIf(python === undefined)("a text is read back as it was, in the quotes that ruff would choose", () => {
  const texts = ["", "plain", 'say "hi"', "it's", `it's "both"`, "end\\", ...fc.sample(text, { numRuns: 500, seed: 6 })];
  expect(evaluate(texts.map(quoteText))).toEqual(texts);
  expect(texts.slice(0, 4).map(quoteText)).toEqual(['""', '"plain"', `'say "hi"'`, `"it's"`]);
  for (const one of texts) expect(quoteText(one)).toMatch(/^[ -~é\u{1f600}]*$/u);
});

test.skipIf(python === undefined)("a statement is read back as it was but for its layout", () => {
  const part = fc.oneof(
    text.map(sqlText),
    text.map(value => `\`${value.replaceAll("`", "``")}\``),
    fc.constantFrom("\n", "\n  ", "select ", ", ", "''", "--\n", "-- it's `\n", "1"),
  );
  const samples = fc.sample(fc.array(part, { minLength: 1, maxLength: 8 }), { numRuns: 500, seed: 6 });
  const statements = samples.map(parts => parts.join(""));
  // Line ends between the parts are layout, and those inside of names are not.
  const expected = samples.map(parts => {
    const marked = parts.map(one => (/^['`]/.test(one) ? one.replaceAll("\n", "\u{f8ff}") : one)).join("");
    const lines = marked.split("\n").map(line => (line === "" ? "" : `        ${line}`));
    return `\n${lines.join("\n")}\n    `.replaceAll("\u{f8ff}", "\n");
  });
  expect(evaluate(statements.map(statement => quoteSql(statement, "    ")))).toEqual(expected);
});

test("a statement with a back slash is a raw literal", () => {
  expect(quoteSql(`select ${sqlText("a\\b")} as ${quoteName("x")}`, "")).toBe(`r"""\n    select 'a\\\\b' as x\n"""`);
});

test.skipIf(python === undefined)("a docstring says what was written, and is never code", () => {
  const texts = [
    "One line.",
    'She said "hi"',
    "ends with \\",
    '"""\nimport os\n"""',
    "first\n\n  indented\n    more",
    "tab\there",
    ...fc.sample(text, { numRuns: 300, seed: 6 }),
  ].filter(one => one.trim() !== "");
  const program = [
    "import ast, json, sys",
    "trees = [ast.parse('def f():\\n' + text + '\\n    pass') for text in json.load(sys.stdin)]",
    "print(json.dumps([[len(tree.body), len(tree.body[0].body), ast.get_docstring(tree.body[0])] for tree in trees]))",
  ].join("\n");
  const found = runPython(
    program,
    texts.map(one => quoteDocstring(one, "    ")),
  ) as readonly (readonly [number, number, string])[];
  for (const [top, inner] of found) expect([top, inner]).toEqual([1, 2]);
  expect(found.slice(0, 6).map(([, , docstring]) => docstring.trimEnd())).toEqual([
    "One line.",
    'She said "hi"',
    "ends with \\",
    '"""\nimport os\n"""',
    "first\n\nindented\n  more",
    "tab    here",
  ]);
});

test("a comment is one line", () => {
  expect(commentText("a\nimport os\r\u{2028}${env:HOME}")).toBe("a\\nimport os\\r\\u{2028}$ {env:HOME}");
});

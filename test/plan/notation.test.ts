import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression } from "../../compiler/plan/expression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import { printExpression } from "../../compiler/plan/notation/printExpression.ts";
import { printType } from "../../compiler/plan/notation/printType.ts";
import { anyExpression, anyType, withoutSpans } from "./arbitraryExpression.ts";

describe("the notation of expressions", () => {
  test("what is printed is read back as it was, and has one text", () => {
    fc.assert(
      fc.property(anyExpression, expression => {
        const printed = printExpression(expression);
        const { expression: read, problems } = parseExpression(printed);
        expect(problems, printed).toEqual([]);
        expect(withoutSpans(read)).toEqual(withoutSpans(expression));
        if (read !== undefined) expect(printExpression(read)).toBe(printed);
        // Nothing in it is invisible or turns the direction of the text.
        expect(printed).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 3000, seed: 20261124 },
    );
  });

  test("types likewise", () => {
    fc.assert(
      fc.property(anyType, type => {
        expect(parseType(printType(type))).toEqual(type);
      }),
      { numRuns: 500, seed: 1 },
    );
    for (const text of [
      "int65",
      "decimal(39,2)",
      "decimal(2,3)",
      "decimal(2, 1)",
      "enum()",
      "enum('a','a')",
      "enum('a',)",
      "list<int64",
      "",
      "INT64",
      "decimal(02,1)",
    ])
      expect(parseType(text), text).toBeUndefined();
    expect(parseType("list<string?>")).toEqual({ kind: "list", item: { kind: "string" }, itemNullable: true });
  });

  test("no text makes the reader throw, and what it takes is printed as some text that it takes", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'",
        "`",
        "${",
        "/",
        "\\",
        "-",
        "!",
        "**",
        "??",
        "&&",
        "?",
        ":",
        ".",
        ",",
        " ",
        "a",
        "left",
        "row",
        "t",
        "Math.abs(",
        "1",
        "e",
        "$x",
        "=== ",
        "/a/",
        "isIn(",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join("")),
        text => {
          const { expression, problems } = parseExpression(text);
          expect((expression === undefined) === problems.length > 0).toBe(true);
          if (expression !== undefined)
            expect(withoutSpans(parseExpression(printExpression(expression)).expression)).toEqual(withoutSpans(expression));
        },
      ),
      { numRuns: 5000, seed: 20261124 },
    );
  });

  test("a text that nests without end is a problem, not a crash", () => {
    for (const text of [
      "(".repeat(100_000),
      "!".repeat(100_000),
      "-".repeat(100_000),
      "a ? ".repeat(100_000),
      "[".repeat(100_000),
      "`${".repeat(100_000),
      `${"a + ".repeat(100_000)}a`,
      `${"a ** ".repeat(100_000)}a`,
      `a${".trim()".repeat(100_000)}`,
      "abs(".repeat(100_000),
    ]) {
      const { problems } = parseExpression(text);
      expect(
        problems.map(({ code }) => code),
        text.slice(0, 20),
      ).toHaveLength(1);
    }
  });

  // Each text, as a person writes it; the printed form is the same.
  test.each([
    "amount > 0 && status === 'paid'",
    "a ?? b ?? 'none'",
    "(a ?? b) && c",
    "(a && b) ?? c",
    "a && b || c && d",
    "(a || b) && c",
    "!(a && b)",
    "!a.includes('x')",
    "-(a + b)",
    "-(-a)",
    "a - (b - c)",
    "a - b - c",
    "a / (b * c)",
    "(-a) ** 2",
    "-(a ** 2)",
    "a ** b ** c",
    "(a ** b) ** c",
    "a === null ? 0 : a * 2",
    "a ? b : c ? d : e",
    "(a ? b : c) ? d : e",
    "(a ? b : c).trim()",
    "left.customer_id === right.id",
    "left['odd name'] === row['left']",
    "key.day",
    "sum(amount, { where: status === 'paid' })",
    "date(ordered_at, { zone: 'Europe/Paris' })",
    "$since",
    "isIn(status, ['a', 'b'])",
    "cast(note, t.decimal(12, 2))",
    "tryCast(note, t.enum('a', 'b'))",
    "/^[A-Z]{2}$/.test(code)",
    "text.replace(/\\s+/g, ' ')",
    "mail.split('@')[1]",
    "mail.split('@').length",
    "`q${quarter(day)} of ${year(day)}`",
    "'it\\'s'",
    "'\\u{202e}'",
    "'\\n'",
    "`\\${x} \\` ${a}`",
    "Math.max(a, 0)",
    "count()",
    "1.5",
    "[1, 2]",
    "row['']",
    "row['größe']",
  ])("%s", text => {
    const { expression, problems } = parseExpression(text);
    expect(problems).toEqual([]);
    expect(expression && printExpression(expression)).toBe(text);
  });

  test.each([
    ["a == b", 2],
    ["a && b ?? c", 11],
    ["-a ** 2", 3],
    ["foo(1)", 0],
    ["a.foo()", 2],
    ["a.length()", 2],
    ["a.trim", 2],
    ["01", 0],
    ["1.", 2],
    [".5", 0],
    ["'a", 0],
    ['"a"', 0],
    ["'\\x41'", 1],
    ["`${a", 1],
    ["a b", 2],
    ["", 0],
    ["a;", 1],
    ["row.a", 4],
    ["f(", 0],
    ["sum(a, { where: b }, c)", 21],
    ["t.uuid()", 2],
    ["t.decimal(40, 2)", 2],
    ["a\u00a0+ b", 1],
    ["a\n+ b", 1],
    ["größe", 2],
    ["'\\u{110000}'", 1],
    ["sum(a, { where: b, where: c })", 19],
    ["this", -1],
  ])("%s leaves the grammar", (text, at) => {
    const { expression, problems } = parseExpression(text);
    if (at < 0) {
      expect(expression && printExpression(expression)).not.toBe(text);
      return;
    }
    expect(expression).toBeUndefined();
    expect(problems[0]?.span?.start).toBe(at);
  });
});

test("what inference takes, however it nests, is read back from its text", () => {
  const leaf: Expression = { kind: "column", name: "a" } as const;
  const nest: readonly ((inner: Expression) => Expression)[] = [
    inner => ({ kind: "binary", operator: "-", left: leaf, right: inner }),
    inner => ({ kind: "binary", operator: "-", left: inner, right: leaf }),
    inner => ({ kind: "binary", operator: "**", left: leaf, right: inner }),
    inner => ({ kind: "binary", operator: inner.kind === "binary" && inner.operator === "&&" ? "??" : "&&", left: inner, right: leaf }),
    inner => ({ kind: "template", texts: ["", ""], values: [inner] }),
    inner => ({ kind: "unary", operator: "-", operand: inner }),
    inner => ({ kind: "conditional", condition: leaf, then: leaf, otherwise: inner }),
    inner => ({ kind: "conditional", condition: inner, then: leaf, otherwise: leaf }),
    inner => ({ kind: "call", name: "Math.abs", arguments: [inner] }),
    inner => ({ kind: "call", name: ".trim", arguments: [inner] }),
    inner => ({ kind: "call", name: "[]", arguments: [leaf, inner] }),
  ];
  for (const wrap of nest) {
    let expression: Expression = leaf;
    for (let depth = 1; depth < 200; depth++) expression = wrap(expression);
    const text = printExpression(expression);
    expect(withoutSpans(parseExpression(text).expression), text.slice(0, 40)).toEqual(withoutSpans(expression));
  }
});

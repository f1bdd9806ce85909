import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Expression } from "../../compiler/plan/expression.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { printExpression } from "../../compiler/plan/notation/printExpression.ts";
import { openConnection } from "./database.ts";
import { runCase } from "./runCase.ts";

// Expressions made of expressions, of the types that are JavaScript's own: what is right alone has to be right inside another.

type Kind = "float64" | "boolean" | "string";

const leaves: { readonly [K in Kind]: readonly string[] } = {
  float64: ["x", "y", "n ?? 0", "1.5", "0.5", "-2.5", "s.length + x", "m === null ? -1.5 : m.length + y"],
  boolean: ["p", "q", "true", "n === null", "m !== null && m.length > 1", "n === null || n > 1"],
  string: ["s", "u", "m ?? 'none'", "'a b'", "''"],
};

// `#f`, `#b` and `#s` stand for a part of that type.
const shapes: { readonly [K in Kind]: readonly string[] } = {
  float64: [
    "#f + #f",
    "#f - #f",
    "#f * #f",
    "#f / #f",
    "#f % #f",
    "-#f",
    "#b ? #f : #f",
    "Math.abs(#f)",
    "Math.floor(#f)",
    "Math.ceil(#f)",
    "Math.min(#f, #f)",
    "Math.max(#f, #f, #f)",
    "#s.length + x",
    "nullIf(#f, #f) ?? #f",
    "#f ** 2",
  ],
  boolean: [
    "#f < #f",
    "#f <= #f",
    "#f > #f",
    "#f >= #f",
    "#f === #f",
    "#f !== #f",
    "#s === #s",
    "#s < #s",
    "#b && #b",
    "#b || #b",
    "!#b",
    "#b === #b",
    "#b !== #b",
    "#b ? #b : #b",
    "#s.includes(#s)",
    "#s.startsWith(#s)",
    "isIn(#s, ['a b', 'B'])",
    "/^[a-z ]+$/.test(#s)",
    "nullIf(#s, #s) === null",
    "(n === null ? false : n > #f)",
  ],
  string: [
    "#s + #s",
    "`${#f}|${#b}|${#s}`",
    "#b ? #s : #s",
    "#s.trim()",
    "#s.toUpperCase()",
    "#s.toLowerCase()",
    "#s.slice(1)",
    "#s.slice(-3, -1)",
    "#s.replace('a', #s)",
    "#s.replaceAll('b', '<$&>')",
    "#s.split(' ').join('-')",
    "#s.split('a')[1] ?? #s",
    "#s.padStart(5, '*')",
    "nullIf(#s, #s) ?? #s",
  ],
};

const letters: { readonly [letter: string]: Kind } = { f: "float64", b: "boolean", s: "string" };

/** An expression's text, its parts in parentheses where they need them: the printer decides. */
function build(kind: Kind, depth: number, choose: (count: number) => number): string {
  const options = depth <= 0 ? leaves[kind] : shapes[kind];
  const shape = options[choose(options.length)] ?? "";
  return shape.replace(/#([fbs])/g, (_, letter: string) => `(${build(letters[letter] ?? kind, depth - 1 - choose(2), choose)})`);
}

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

const values = {
  x: [0, -1.5, 3, Number.NaN],
  y: [-0, 2, 1e21],
  n: [1, -7.25],
  s: ["", "a b", "Bab "],
  u: ["aa", "ß"],
  m: ["B", "xyz"],
  p: [true, false],
  q: [true],
};
const functions = "const isIn = (value, list) => list.includes(value), nullIf = (value, other) => (value === other ? null : value);";

test("random expressions on DuckDB give what V8 gives", { timeout: 60_000 }, async () => {
  let nested = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Kind>("float64", "boolean", "string"),
      fc.array(fc.nat(997), { minLength: 8, maxLength: 60 }),
      async (kind, stream) => {
        let at = 0;
        const { expression } = parseExpression(build(kind, 4, count => (stream[at++ % stream.length] ?? 0) % count));
        if (expression === undefined) throw new Error("The expression cannot be read.");
        const text = printExpression(expression);
        nested = Math.max(nested, depthOf(expression));
        const used = Object.entries({
          x: "float64",
          y: "float64",
          n: "float64?",
          s: "string",
          u: "string",
          m: "string?",
          p: "boolean",
          q: "boolean",
        }).filter(([name]) => new RegExp(`(?<![\\w'.])${name}(?![\\w'(:])`).test(text));
        const columns = Object.fromEntries(used.length === 0 ? [["p", "boolean"]] : used);
        const expected = new Function(...Object.keys(columns), `${functions} return (${text});`) as (...row: never[]) => unknown;
        const differences = await runCase(connection, { covers: [], text, columns, values, expected, ulp: 0 });
        expect(differences.slice(0, 3), text).toEqual([]);
      },
    ),
    { numRuns: 250, seed: 20261124 },
  );
  expect(nested).toBeGreaterThan(6);
});

const depthOf = (expression: Expression): number =>
  1 +
  Math.max(
    0,
    ...Object.values(expression)
      .flatMap(value => (typeof value === "object" && value !== null ? (Array.isArray(value) ? value : [value]) : []))
      .filter((part): part is Expression => typeof part === "object" && part !== null && "kind" in part)
      .map(depthOf),
  );

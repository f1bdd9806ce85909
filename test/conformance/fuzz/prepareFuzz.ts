import fc from "fast-check";
import type { Expression, TypedExpression } from "../../../compiler/plan/expression.ts";
import { inferExpression } from "../../../compiler/plan/inferExpression.ts";
import { parseExpression } from "../../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../../compiler/plan/notation/parseType.ts";
import { printExpression } from "../../../compiler/plan/notation/printExpression.ts";
import type { Column, DataType } from "../../../compiler/plan/types.ts";
import { canonicalValue, outcome } from "../compare.ts";
import * as reference from "../reference.ts";
import { columns as columnTypes, expressionTexts, rows as randomRows } from "./generate.ts";
import { interpret, type Row, type Value } from "./interpret.ts";

export interface FuzzTable {
  readonly columns: readonly Column[];
  /** The values as the engines' tests take them. */
  readonly rows: readonly (readonly unknown[])[];
  readonly expressions: readonly FuzzExpression[];
}

export interface FuzzExpression {
  readonly text: string;
  readonly typed: TypedExpression;
  /** What each row gives. */
  readonly expected: readonly string[];
  /** Whether an engine may find its value without a part that fails: `x * 7 !== 0` is `x !== 0`. */
  readonly sparesErrors: boolean;
  /** The operators and functions in it. */
  readonly uses: readonly string[];
}

/** Random rows, and random expressions over them with what the references say. The same seed gives the same. */
export function prepareFuzz(seed: number, rowCount: number, expressionCount: number): FuzzTable {
  const columns = Object.entries(columnTypes).map(([name, text]) => ({ name, type: typeOf(text), nullable: text.endsWith("?") }));
  const sampled = fc.sample(randomRows, { seed, numRuns: rowCount });
  const rows = sampled.map(row => columns.map(({ name }) => row[name]));
  const inputs = sampled.map((row): Row => Object.fromEntries(columns.map(({ name, type }) => [name, asReference(row[name], type)])));
  const expressions: FuzzExpression[] = [];
  const seen = new Set<string>();
  for (let round = 0; expressions.length < expressionCount; round++)
    for (const text of fc.sample(expressionTexts, { seed: seed + round, numRuns: expressionCount })) {
      const expression = typeText(text, columns);
      if (expression === undefined || seen.has(expression.text) || expressions.length >= expressionCount) continue;
      seen.add(expression.text);
      const { typed } = expression;
      const expected = inputs.map(input => outcome(() => canonicalValue(interpret(typed, input), typed.type)));
      expressions.push({ ...expression, expected });
    }
  return { columns, rows, expressions };
}

/** What the compiler makes of a text; undefined where it refuses it. */
function typeText(text: string, columns: readonly Column[]): Omit<FuzzExpression, "expected"> | undefined {
  const { expression, problems } = parseExpression(text);
  if (expression === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  const { typed } = inferExpression(expression, { columns: { row: columns }, parameters: new Map() });
  return typed === undefined
    ? undefined
    : { text: printExpression(expression), typed, sparesErrors: some(expression, isSolvable), uses: usesOf(expression) };
}

/** A comparison of a calculation with what is the same for all rows, or a condition joined with such a one. */
const isSolvable = (expression: Expression): boolean =>
  expression.kind === "binary" &&
  [expression.left, expression.right].some(isFixed) &&
  (expression.operator === "&&" ||
    expression.operator === "||" ||
    (expression.operator in comparisons &&
      [expression.left, expression.right].some(side => side.kind === "binary" && ["+", "-", "*"].includes(side.operator))));

const isFixed = (expression: Expression): boolean => !some(expression, ({ kind }) => kind === "column");

const comparisons = { "===": true, "!==": true, "<": true, "<=": true, ">": true, ">=": true };

const some = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || partsOf(expression).some(part => some(part, test));

const partsOf = (expression: Expression): readonly Expression[] =>
  Object.values(expression)
    .flatMap(value => (Array.isArray(value) ? (value as readonly unknown[]) : [value]))
    .filter((part): part is Expression => typeof part === "object" && part !== null && "kind" in part);

function usesOf(expression: Expression): readonly string[] {
  const own =
    expression.kind === "call"
      ? [expression.name]
      : expression.kind === "binary"
        ? [expression.operator]
        : expression.kind === "unary"
          ? [`unary ${expression.operator}`]
          : expression.kind === "conditional" || expression.kind === "template"
            ? [expression.kind]
            : [];
  return [...own, ...partsOf(expression).flatMap(usesOf)];
}

function typeOf(text: string): DataType {
  const type = parseType(text.replace("?", ""));
  if (type === undefined) throw new Error(`${text} is no type.`);
  return type;
}

function asReference(value: unknown, type: DataType): Value {
  if (value === null) return null;
  if (type.kind === "decimal") return reference.decimal(String(value));
  return type.kind.startsWith("int") ? BigInt(value as number) : (value as Value);
}

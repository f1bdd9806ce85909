import fc from "fast-check";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import type { AggregateCase } from "./aggregates.ts";
import { asReference, canonicalValue, outcome } from "./compare.ts";
import * as reference from "./reference.ts";

const conditions = [true, null, false, true];

/** The column `c` of a group's row. */
export const conditionOf = (index: number): boolean | null => conditions[index % conditions.length] ?? null;

/** A case as a relation: an aggregate of the table, or with a key. */
export function prepareAggregate(one: AggregateCase, keyed: boolean) {
  const type = parseType(one.type);
  const { expression } = parseExpression(one.text);
  if (type === undefined || expression === undefined) throw new Error(`${one.text} of ${one.type} cannot be read.`);
  const columns = [
    { name: "k", type: { kind: "int32" }, nullable: false },
    { name: "a", type, nullable: true },
    { name: "c", type: { kind: "boolean" }, nullable: true },
  ] as const;
  const keys = keyed ? [{ name: "key", expression: { kind: "column", name: "k" } as const }] : [];
  const { typed, problems } = inferRelation(
    {
      steps: [
        { kind: "read", node: "t.input" },
        { kind: "aggregate", keys, aggregates: [{ name: "value", expression }] },
      ],
    },
    { node: () => columns, parameters: new Map() },
  );
  const output = typed?.steps.at(-1)?.output.at(-1);
  if (typed === undefined || output === undefined) throw new Error(problems.map(({ message }) => message).join(" "));
  return { type, typed, output };
}

export function expectedOf(
  one: AggregateCase,
  rows: readonly { readonly a: unknown; readonly c: boolean | null }[],
  keyed: boolean,
): string {
  const { type, output } = prepareAggregate(one, keyed);
  return near(
    one,
    outcome(() => canonicalValue(one.expected(rows.map(({ a, c }) => ({ a: asReference(a, type) as never, c }))), output.type)),
  );
}

/** Within the tolerance two values have one text. */
export const near = (one: AggregateCase, value: string): string =>
  one.relative === undefined || !Number.isFinite(Number(value)) ? value : Number(value).toPrecision(12);

/** Random groups for a case, besides its own: values that add up to the same in any order. */
export function randomGroups({ type }: AggregateCase, count: number, seed: number): readonly (readonly unknown[])[] {
  const values: { readonly [type: string]: fc.Arbitrary<unknown> } = {
    int64: fc.oneof(
      fc.bigInt({ min: -9n, max: 9n }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -(2n ** 61n), max: 2n ** 61n }),
    ),
    float64: fc.oneof(
      fc.integer({ min: 1, max: 100000 }).map(cents => cents / 100),
      fc.constantFrom(Number.NaN, Infinity, 0.1, 1e15),
    ),
    "decimal(12,2)": fc.integer({ min: -99999, max: 99999 }).map(hundredths),
    "decimal(38,2)": fc.integer({ min: -99999, max: 99999 }).map(hundredths),
    string: fc.constantFrom("a", "b", "", "7", "\uff5e", "\u{1f600}", "B", "ab"),
    boolean: fc.boolean(),
    date: fc.constantFrom("0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"),
  };
  const value = values[type];
  if (value === undefined) throw new Error(`No values of ${type}.`);
  return fc.sample(fc.array(fc.option(value, { freq: 4 }), { minLength: 1, maxLength: 12 }), { seed, numRuns: count });
}

const hundredths = (units: number): string => reference.text({ units: BigInt(units), scale: 2 });

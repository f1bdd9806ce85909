import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { parseExpression } from "../../compiler/plan/notation/parseExpression.ts";
import { parseType } from "../../compiler/plan/notation/parseType.ts";
import type { AggregateCase } from "./aggregates.ts";
import { asReference, canonicalValue, outcome } from "./compare.ts";

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

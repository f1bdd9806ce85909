import type { LimitStep, SortKey, Typed } from "../../../../compiler/plan/step.ts";
import { lower, lowerExpression } from "../lowerExpression.ts";
import { quoteName } from "../quote.ts";
import { indent, printQuery, type Query } from "./query.ts";
import { namesOf, type Statement, type StepLowering } from "./statement.ts";

/** Nulls come last either way; NaN is the greatest number. */
function lowerKeys(keys: readonly SortKey<Typed>[], statement: Statement): readonly string[] {
  return keys.map(
    ({ expression, direction }) => `${lowerExpression(expression, namesOf(statement))}${direction === "desc" ? " desc" : ""} nulls last`,
  );
}

export const lowerOrderBy: StepLowering<"orderBy"> = (step, input, statement) => ({
  columns: "all",
  from: input.name,
  orderBy: lowerKeys(step.keys, statement),
});

export const lowerLimit: StepLowering<"limit"> = (step, input, statement) => ({
  columns: "all",
  from: input.name,
  ...limitOf(step, statement),
});

/** Spark takes no more than an `int`. A greater number as it is written leaves every row; as a param it is out of range, by a code. */
export function limitOf({ rows }: LimitStep<Typed>, statement: Statement): Pick<Query, "limit"> {
  const sql = lower(rows, namesOf(statement));
  if (rows.kind === "parameter") return { limit: `int(${sql})` };
  return rows.kind === "number" && BigInt(rows.text) > maxInt ? {} : { limit: sql };
}

const maxInt = 2147483647n;

/** One row per key: the first by the order. */
export const lowerDeduplicate: StepLowering<"deduplicate"> = (step, input, statement) => {
  let place = "place";
  while (input.output.some(({ name }) => name.toLowerCase() === place)) place = `${place}_`;
  const window = `row_number() over (partition by ${step.by.map(quoteName).join(", ")} order by ${lowerKeys(step.orderBy, statement).join(", ")})`;
  const ranked = printQuery({ columns: "all", added: [[place, window]], from: input.name });
  return {
    columns: input.output.map(({ name }) => [name, quoteName(name)] as const),
    from: `(\n${indent(ranked)}\n)`,
    where: [`${place} = 1`],
  };
};

import type { LimitStep, SortKey, Typed } from "../../../../compiler/plan/step.ts";
import { lower, lowerExpression } from "../lowerExpression.ts";
import { quoteName } from "../quote.ts";
import { indent, printQuery } from "./query.ts";
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
  limit: lowerRows(step, statement),
});

/** Spark takes no more than an `int`. */
export function lowerRows({ rows }: LimitStep<Typed>, statement: Statement): string {
  const sql = lower(rows, namesOf(statement));
  return rows.kind === "parameter" ? `int(${sql})` : sql;
}

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

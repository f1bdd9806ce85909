import type { DeduplicateStep, LimitStep, OrderByStep, SortKey, Step, Typed } from "../../../../compiler/plan/step.ts";
import type { Names } from "../../names.ts";
import { type Block, isOpen, isPlain, type Order, withoutOrder } from "../block.ts";
import { lower, lowerExpression } from "../lowerExpression.ts";
import { closeBlock, missing, namesOf, type Statement } from "../lowerRelation.ts";
import { group } from "../text.ts";

/** Nulls come last either way; NaN is the greatest number. */
function lowerKeys(keys: readonly SortKey<Typed>[], names: Names): readonly Order[] {
  return keys.map(({ expression, direction }) => ({ sql: group(lowerExpression(expression, names)), descending: direction === "desc" }));
}

export function lowerOrderBy(step: Step<Typed> & OrderByStep<Typed>, input: Block, statement: Statement): Block {
  const from = isPlain(input) ? input : closeBlock(withoutOrder(input), statement);
  return { ...from, orderBy: lowerKeys(step.keys, namesOf(from, statement)) };
}

export function lowerLimit(step: Step<Typed> & LimitStep<Typed>, input: Block, statement: Statement): Block {
  const rows = lower(step.rows, {
    ...statement.surroundings,
    column: () => {
      throw new Error("A limit names no column.");
    },
  });
  if (isOpen(input)) return { ...input, limit: rows };
  // Of an ordered table that was cut already the fewer rows stay.
  return input.limit === undefined
    ? { ...closeBlock(input, statement), limit: rows }
    : { ...input, limit: `least(${input.limit}, ${rows})` };
}

/** One row per key: the first by the order. A window, which DuckDB computes in one pass and pushes filters on the key through. */
export function lowerDeduplicate(step: Step<Typed> & DeduplicateStep<Typed>, input: Block, statement: Statement): Block {
  const from = withoutOrder(isPlain(input) ? input : closeBlock(withoutOrder(input), statement));
  const keys = step.by.map(name => from.columns.get(name) ?? missing(name));
  return {
    ...from,
    qualify: `row_number() over (partition by ${keys.join(", ")} order by ${lowerKeys(step.orderBy, namesOf(from, statement))
      .map(({ sql, descending }) => `${sql}${descending ? " desc" : ""} nulls last`)
      .join(", ")}) = 1`,
  };
}

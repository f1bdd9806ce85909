import type { Binary, BinaryOperator, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { Names } from "../names.ts";
import { lower } from "./lowerExpression.ts";
import { cast, group } from "./text.ts";

/**
 * A comparison of an instant's day with a day that is the same for all rows, as one of the instant with the day's start: DuckDB prunes files by that, but not by
 * `ordered_at::date >= …`. Undefined for any other condition.
 */
export function lowerDayCondition({ operator, left, right }: Binary<TypedExpression>, names: Names): string | undefined {
  const [instant, day, mirrored] = isFixed(right)
    ? [instantOf(left), right, false]
    : isFixed(left)
      ? [instantOf(right), left, true]
      : [undefined, undefined, false];
  const compare = comparisons[mirrored ? (mirror[operator] ?? operator) : operator];
  if (instant === undefined || day === undefined || compare === undefined) return undefined;
  const start = lower(day, names);
  return compare(group(lower(instant, names)), cast(start, "timestamptz"), `(${group(start)} + 1)::timestamptz`);
}

type Compare = (instant: string, start: string, next: string) => string;

const comparisons: { readonly [O in BinaryOperator]?: Compare } = {
  "===": (instant, start, next) => `(${instant} >= ${start} and ${instant} < ${next})`,
  "<": (instant, start) => `${instant} < ${start}`,
  "<=": (instant, _, next) => `${instant} < ${next}`,
  ">": (instant, _, next) => `${instant} >= ${next}`,
  ">=": (instant, start) => `${instant} >= ${start}`,
};

const mirror: { readonly [O in BinaryOperator]?: BinaryOperator } = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** The instant whose day, in UTC, an expression is. */
function instantOf(expression: TypedExpression): TypedExpression | undefined {
  if (expression.kind !== "call" || expression.name !== "date" || Object.keys(expression.options ?? {}).length > 0) return undefined;
  const value = expression.arguments[0];
  return value?.type.kind === "timestamp" ? value : undefined;
}

const isFixed = (expression: TypedExpression): boolean =>
  expression.type.kind === "date" &&
  (expression.kind === "parameter" ||
    (expression.kind === "call" &&
      (expression.name === "today" || (expression.name === "date" && expression.arguments[0]?.kind === "string"))));

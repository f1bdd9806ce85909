import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import { argument } from "../../callArgument.ts";
import { canFail } from "../../canFail.ts";
import type { Names } from "../../names.ts";
import { raiseDataError } from "../dataError.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { cast } from "../text.ts";

type AggregateName = "count" | "countDistinct" | "sum" | "avg" | "min" | "max" | "any" | "every";

export const aggregates: { readonly [N in AggregateName]: CallLowering } = {
  count: (call, names) => `count(*)${filter(call, names)}`,
  countDistinct: (call, names) => over(call, names, "count(distinct ", sql => sql),
  sum: (call, names) => {
    const value = argument(call, 0);
    if (call.type.kind === "int64") return over(call, names, "sum(", sql => `coalesce(${sql}, 0)::bigint`);
    if (call.type.kind === "float64") return over(call, names, "sum(", sql => `coalesce(${sql}, 0)`, "double");
    return over(call, names, "sum(", sql =>
      value.type.kind === "decimal" && value.type.precision > 28 ? inRange(sql, value.type.scale) : `coalesce(${sql}, 0)`,
    );
  },
  avg: (call, names) => {
    const value = argument(call, 0);
    if (isFloat(value.type)) return over(call, names, "avg(", sql => sql, "double");
    const sum = over(call, names, "sum(", sql => (value.type.kind === "decimal" ? `${sql}::varchar::double` : `${sql}::double`));
    const count = over(call, names, "count(", sql => sql);
    return `${sum} / ${call.nullable ? `nullif(${count}, 0)` : count}`;
  },
  min: (call, names) => over(call, names, "min(", sql => sql),
  max: (call, names) => over(call, names, "max(", sql => sql),
  any: (call, names) => over(call, names, "bool_or(", sql => `coalesce(${sql}, false)`),
  every: (call, names) => over(call, names, "bool_and(", sql => `coalesce(${sql}, true)`),
};

/** DuckDB's sum of decimals leaves 38 digits without a word. */
function inRange(sql: string, scale: number): string {
  const most = `${"9".repeat(38 - scale)}${scale === 0 ? "" : `.${"9".repeat(scale)}`}`;
  const raise = raiseDataError("ODB6103", { value: `${sql}::varchar`, to: `'decimal(38,${scale})'` });
  return `(case when abs(${sql}) > ${most}::decimal(38, ${scale}) then ${raise} else coalesce(${sql}, 0) end)`;
}

/** An aggregate of the argument, in the rows that count. An argument that can fail is not computed in the others: DuckDB would do so before it filters. */
function over(call: TypedCall, names: Names, open: string, finish: (sql: string) => string, type?: string): string {
  const value = argument(call, 0);
  const sql = widen(value, lowerExpression(value, names), type);
  const condition = where(call, names);
  if (condition === undefined) return finish(`${open}${sql})`);
  return finish(canFail(value) ? `${open}case when ${condition} then ${sql} end)` : `${open}${sql})${filter(call, names)}`);
}

const widen = (value: TypedExpression, sql: string, type: string | undefined): string =>
  type === "double" && value.type.kind === "float32" ? cast(sql, "double") : sql;

function where(call: TypedCall, names: Names): string | undefined {
  const condition = call.options?.["where"];
  return condition === undefined ? undefined : lowerCondition(condition, names).join(" and ");
}

function filter(call: TypedCall, names: Names): string {
  const condition = where(call, names);
  return condition === undefined ? "" : ` filter (where ${condition})`;
}

import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { isFloat, isInteger } from "../../../../compiler/plan/infer/families.ts";
import { argument } from "../../callArgument.ts";
import { canFail } from "../../canFail.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { lowerAs, lowerExpression } from "../lowerExpression.ts";
import { sparkType } from "../sparkType.ts";
import { cast } from "../text.ts";

type AggregateName = "count" | "countDistinct" | "sum" | "avg" | "min" | "max" | "any" | "every";

export const aggregates: { readonly [N in AggregateName]: CallLowering } = {
  count: (call, names) => `count(*)${filter(call, names)}`,
  countDistinct: (call, names) => over(call, names, "count(distinct ", argument(call, 0)),
  sum: (call, names) => {
    const sum = total(call, names);
    const { type } = argument(call, 0);
    if (type.kind === "int64") return `coalesce(bigint(${sum}), 0)`;
    return type.kind === "decimal" ? cast(`coalesce(${sum}, 0)`, sparkType(call.type)) : `coalesce(${sum}, ${isFloat(type) ? "0D" : "0"})`;
  },
  avg: (call, names) => {
    const value = argument(call, 0);
    if (isFloat(value.type)) return over(call, names, "avg(", value);
    const count = over(call, names, "count(", value);
    return `double(${total(call, names)}) / ${call.nullable ? `nullif(${count}, 0)` : count}`;
  },
  min: (call, names) => over(call, names, "min(", argument(call, 0)),
  max: (call, names) => over(call, names, "max(", argument(call, 0)),
  any: (call, names) => `coalesce(${over(call, names, "bool_or(", argument(call, 0))}, false)`,
  every: (call, names) => `coalesce(${over(call, names, "bool_and(", argument(call, 0))}, true)`,
};

/** A sum that does not overflow midway where its result fits: of int64 in decimals. The sum of float32 is one of float64. */
function total(call: TypedCall, names: Names): string {
  const value = argument(call, 0);
  if (value.type.kind === "int64") return over(call, names, "sum(", value, { kind: "decimal", precision: 38, scale: 0 });
  return over(call, names, "sum(", value, isInteger(value.type) ? { kind: "int64" } : value.type);
}

/** An aggregate of the argument, in the rows that count. An argument that can fail is not computed in the others. */
function over(call: TypedCall, names: Names, open: string, value: TypedExpression, as = value.type): string {
  const type = isFloat(as) && (open === "sum(" || open === "avg(") ? ({ kind: "float64" } as const) : as;
  const sql = type === value.type ? lowerExpression(value, names) : lowerAs(value, type, names);
  const condition = where(call, names);
  if (condition === undefined) return `${open}${sql})`;
  return canFail(value) ? `${open}case when ${condition} then ${sql} end)` : `${open}${sql})${filter(call, names)}`;
}

function where(call: TypedCall, names: Names): string | undefined {
  const condition = call.options?.["where"];
  return condition === undefined ? undefined : lowerCondition(condition, names).join(" and ");
}

function filter(call: TypedCall, names: Names): string {
  const condition = where(call, names);
  return condition === undefined ? "" : ` filter (where ${condition})`;
}

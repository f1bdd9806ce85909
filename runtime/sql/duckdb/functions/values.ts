import { commonType } from "../../../../compiler/plan/infer/commonType.ts";
import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import { argument } from "../../callArgument.ts";
import type { CallLowering } from "../lowerCall.ts";
import { lowerCast } from "../lowerCast.ts";
import { lower, lowerAs, lowerExpression } from "../lowerExpression.ts";
import { group, once } from "../text.ts";
import { textOf } from "../textOf.ts";
import { lowerArgument } from "./argument.ts";

type ValueName = "cast" | "tryCast" | "isIn" | "nullIf" | "greatest" | "least" | "sha256";

export const values: { readonly [N in ValueName]: CallLowering } = {
  cast: (call, names) => lowerCast(lowerArgument(call, 0, names), argument(call, 0).type, call.type, "fail"),
  tryCast: (call, names) => lowerCast(lowerArgument(call, 0, names), argument(call, 0).type, call.type, "null"),
  isIn: (call, names) => {
    const [value, list] = [argument(call, 0), argument(call, 1)];
    const items = list.kind === "list" ? list.items : [];
    const common = items.reduce((type, item) => commonType(type, item.type) ?? type, value.type);
    const operand = isFloat(common) ? lowerAs(value, { kind: "float64" }, names) : lower(value, names);
    const sql = `${group(operand)} in (${items.map(item => (isFloat(common) ? lowerAs(item, { kind: "float64" }, names) : lower(item, names))).join(", ")})`;
    const exact = isFloat(common) ? `${sql} and not isnan(${operand})` : sql;
    return value.nullable ? `coalesce(${exact}, false)` : group(exact);
  },
  nullIf: (call, names) => {
    const [value, equals] = [argument(call, 0), argument(call, 1)];
    const common = commonType(value.type, equals.type);
    const compared = common !== undefined && isFloat(common);
    const operand = (index: number) =>
      compared ? lowerAs(argument(call, index), { kind: "float64" }, names) : lowerArgument(call, index, names);
    if (!compared)
      return equals.kind === "null"
        ? lowerArgument(call, 0, names)
        : once([operand(0), operand(1)], (a, b) => `(case when ${a} = ${b} then null else ${a} end)`);
    return once(
      [lowerExpression(value, names), operand(0), operand(1)],
      (a, b, c) => `(case when ${b} = ${c} and not isnan(${b}) then null else ${a} end)`,
    );
  },
  greatest: (call, names) => `greatest(${call.arguments.map(value => lowerAs(value, call.type, names)).join(", ")})`,
  least: (call, names) => `least(${call.arguments.map(value => lowerAs(value, call.type, names)).join(", ")})`,
  sha256: (call, names) => {
    const texts = call.arguments.map(value => textOf(value, lowerExpression(value, names)));
    if (texts.length === 1) return `sha256(${texts.join("")})`;
    // Each value with its length before it, so that ('a', 'bc') and ('ab', 'c') differ; `-` for null.
    return `sha256(${texts.map(text => once([text], a => `coalesce(length(${a}) || ':' || ${a}, '-')`)).join(" || ")})`;
  },
};

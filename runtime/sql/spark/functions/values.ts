import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { commonType } from "../../../../compiler/plan/infer/commonType.ts";
import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import { argument } from "../../callArgument.ts";
import type { CallLowering } from "../lowerCall.ts";
import { lowerCast } from "../lowerCast.ts";
import { lower, lowerAs, lowerBranch, lowerExpression } from "../lowerExpression.ts";
import { group, once, tightness } from "../text.ts";
import { textOf } from "../textOf.ts";
import { lowerArgument } from "./argument.ts";

type ValueName = "cast" | "tryCast" | "isIn" | "nullIf" | "greatest" | "least" | "sha256";

/** Spark looks for a value among more than so many by its bits, which 0 and -0 have not in common. */
const mostCompared = 10;

export const values: { readonly [N in ValueName]: CallLowering } = {
  cast: (call, names) => lowerCast(lowerArgument(call, 0, names), argument(call, 0).type, call.type, "fail", argument(call, 0).nullable),
  tryCast: (call, names) => lowerCast(lowerArgument(call, 0, names), argument(call, 0).type, call.type, "null"),
  isIn: (call, names) => {
    const [value, list] = [argument(call, 0), argument(call, 1)];
    const items = list.kind === "list" ? list.items : [];
    const common = items.reduce((type, item) => commonType(type, item.type) ?? type, value.type);
    const float = isFloat(common);
    const lowerItem = (item: TypedExpression) => (float ? lowerAs(item, { kind: "float64" }, names) : lowerBranch(item, common, names));
    const operand = group(float ? lowerAs(value, { kind: "float64" }, names) : lower(value, names), tightness.sum);
    const compared = float && items.length > mostCompared ? `${operand} + 0D` : operand;
    const sql = `${compared} in (${items.map(lowerItem).join(", ")})`;
    const exact = float ? `${sql} and not isnan(${operand})` : sql;
    return value.nullable ? `coalesce(${exact}, false)` : exact;
  },
  nullIf: (call, names) => {
    const [value, equals] = [argument(call, 0), argument(call, 1)];
    const common = commonType(value.type, equals.type);
    if (equals.kind === "null") return lowerArgument(call, 0, names);
    if (common === undefined || !isFloat(common)) return `nullif(${lowerArgument(call, 0, names)}, ${lower(equals, names)})`;
    const [a, b] = [value, equals].map(side => lowerAs(side, { kind: "float64" }, names));
    return once([lowerExpression(value, names), a ?? "", b ?? ""], (own, x, y) => `if(${x} = ${y} and not isnan(${x}), null, ${own})`);
  },
  greatest: (call, names) => `greatest(${call.arguments.map(value => lowerAs(value, call.type, names)).join(", ")})`,
  least: (call, names) => `least(${call.arguments.map(value => lowerAs(value, call.type, names)).join(", ")})`,
  sha256: (call, names) => {
    const texts = call.arguments.map(value => textOf(value, lowerExpression(value, names)));
    if (texts.length === 1) return `sha2(${texts.join("")}, 256)`;
    // Each value with its length before it, so that ('a', 'bc') and ('ab', 'c') differ; `-` for null.
    return `sha2(concat(${texts.map(text => once([text], a => `coalesce(concat(length(${a}), ':', ${a}), '-')`)).join(", ")}), 256)`;
  },
};

import { isFloat, isInteger } from "../../../../compiler/plan/infer/families.ts";
import { argument, literalNumber } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerAs } from "../lowerExpression.ts";
import { sqlType } from "../sqlType.ts";
import { cast, once } from "../text.ts";
import { lowerArgument, lowerArgumentAs } from "./argument.ts";

type NumberName = "round" | "Math.abs" | "Math.floor" | "Math.ceil" | "Math.min" | "Math.max";

export const numbers: { readonly [N in NumberName]: CallLowering } = {
  round: (call, names) => {
    const { type } = argument(call, 0);
    const digits = literalNumber(call.arguments[1]) ?? 0;
    if (isInteger(type)) return lowerArgument(call, 0, names);
    if (type.kind === "decimal")
      return digits >= type.scale
        ? cast(lowerArgument(call, 0, names), sqlType(call.type))
        : `round(${lowerArgument(call, 0, names)}, ${digits})::${sqlType(call.type)}`;
    // The decimal that its text shows, rounded half away from zero; from 1e17 on a float64 has no fraction.
    return once(
      [lowerArgumentAs(call, 0, { kind: "float64" }, names)],
      a => `(case when abs(${a}) < 1e17 then odibi_plain_number_text(${a})::decimal(38, ${digits})::varchar::double else ${a} end)`,
    );
  },
  "Math.abs": (call, names) => `abs(${lowerArgumentAs(call, 0, call.type, names)})`,
  "Math.floor": (call, names) => whole("floor", call, names),
  "Math.ceil": (call, names) => whole("ceil", call, names),
  "Math.min": (call, names) => extremum("least", call, names),
  "Math.max": (call, names) => extremum("greatest", call, names),
};

function whole(name: string, call: TypedCall, names: Names): string {
  const value = lowerArgumentAs(call, 0, isFloat(call.type) ? call.type : argument(call, 0).type, names);
  return isInteger(call.type) ? value : call.type.kind === "decimal" ? `${name}(${value})::${sqlType(call.type)}` : `${name}(${value})`;
}

/** NaN wins, and -0 is less than 0: DuckDB knows neither. */
function extremum(name: "least" | "greatest", call: TypedCall, names: Names): string {
  const values = call.arguments.map(value => lowerAs(value, call.type, names));
  if (!isFloat(call.type)) return `${name}(${values.join(", ")})`;
  const pair = (left: string, right: string) =>
    once([left, right], (a, b) => {
      const zeros = name === "greatest" ? `${a} + ${b}` : `-(-${a} + -${b})`;
      return `(case when isnan(${a}) or isnan(${b}) then 'nan'::${sqlType(call.type)} when ${a} = 0 and ${b} = 0 then ${zeros} else ${name}(${a}, ${b}) end)`;
    });
  return values.reduce(pair);
}

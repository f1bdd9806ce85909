import { isFloat, isInteger } from "../../../../compiler/plan/infer/families.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerAs } from "../lowerExpression.ts";
import { sparkType } from "../sparkType.ts";
import { cast, once } from "../text.ts";
import { argument, literalNumber, lowerArgument, lowerArgumentAs } from "./argument.ts";

type NumberName = "round" | "Math.abs" | "Math.floor" | "Math.ceil" | "Math.min" | "Math.max";

export const numbers: { readonly [N in NumberName]: CallLowering } = {
  round: (call, names) => {
    const { type } = argument(call, 0);
    const digits = literalNumber(call.arguments[1]) ?? 0;
    if (isInteger(type)) return lowerArgument(call, 0, names);
    if (type.kind === "decimal")
      return digits >= type.scale
        ? lowerArgument(call, 0, names)
        : cast(`round(${lowerArgument(call, 0, names)}, ${digits})`, sparkType(call.type));
    // The decimal that its text shows, rounded half away from zero; from 2^53 on a float64 has no fraction.
    return once(
      [lowerArgumentAs(call, 0, { kind: "float64" }, names)],
      a => `if(abs(${a}) < 9007199254740992D, double(cast(string(${a}) as decimal(38, ${digits}))), ${a})`,
    );
  },
  "Math.abs": (call, names) => `abs(${lowerArgumentAs(call, 0, call.type, names)})`,
  // Spark's own give a bigint. From 2^52 on a float64 has no fraction.
  "Math.floor": (call, names) => whole("floor", call, names, a => `if(${a} = 0D, ${a}, double(floor(${a})))`),
  "Math.ceil": (call, names) => whole("ceil", call, names, a => `if(${a} > -1D and ${a} <= 0D, ${a} * 0D, double(ceil(${a})))`),
  "Math.min": (call, names) => extremum("least", call, names),
  "Math.max": (call, names) => extremum("greatest", call, names),
};

function whole(name: string, call: TypedCall, names: Names, formula: (a: string) => string): string {
  const value = lowerArgumentAs(call, 0, isFloat(call.type) ? call.type : argument(call, 0).type, names);
  if (isInteger(call.type)) return value;
  if (call.type.kind === "decimal") return cast(`${name}(${value})`, sparkType(call.type));
  return once([value], (a = "") => `if(abs(${a}) < 4503599627370496D, ${formula(a)}, ${a})`);
}

/** NaN wins, and -0 is less than 0: Spark takes NaN for the greatest and the zeros for equal. */
function extremum(name: "least" | "greatest", call: TypedCall, names: Names): string {
  const values = call.arguments.map(value => lowerAs(value, call.type, names));
  if (!isFloat(call.type)) return `${name}(${values.join(", ")})`;
  const type = sparkType(call.type);
  const pair = (left: string, right: string) =>
    once([left, right], (a, b) => {
      const zeros = name === "greatest" ? `${a} + ${b}` : `-(-${a} - ${b})`;
      return `case when isnan(${a}) or isnan(${b}) then ${type}('NaN') when ${a} = 0D and ${b} = 0D then ${zeros} else ${name}(${a}, ${b}) end`;
    });
  return values.reduce(pair);
}

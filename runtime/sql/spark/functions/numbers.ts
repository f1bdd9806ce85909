import { isFloat, isInteger } from "../../../../compiler/plan/infer/families.ts";
import { argument, literalNumber } from "../../callArgument.ts";
import { isLiteralNumber } from "../../literalNumber.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerAs } from "../lowerExpression.ts";
import { absolute } from "../negate.ts";
import { sparkType } from "../sparkType.ts";
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
        ? lowerArgument(call, 0, names)
        : cast(`round(${lowerArgument(call, 0, names)}, ${digits})`, sparkType(call.type));
    // The decimal that its text shows, rounded half away from zero; from 2^53 on a float64 has no fraction.
    return once(
      [lowerArgumentAs(call, 0, { kind: "float64" }, names)],
      a => `if(abs(${a}) < 9007199254740992D, double(cast(string(${a}) as decimal(38, ${digits}))), ${a})`,
    );
  },
  "Math.abs": (call, names) => absolute(lowerArgumentAs(call, 0, call.type, names), call.type),
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

/** NaN wins, as it does for Spark's `greatest`, and -0 is less than 0: for Spark they are equal. */
function extremum(name: "least" | "greatest", call: TypedCall, names: Names): string {
  if (!isFloat(call.type)) return `${name}(${call.arguments.map(value => lowerAs(value, call.type, names)).join(", ")})`;
  const operands = call.arguments.map(value => ({
    sql: lowerAs(value, call.type, names),
    number: isLiteralNumber(value) && value.kind === "number" ? Number(value.text) : undefined,
  }));
  return operands.reduce((left, right) => ({
    sql: once([left.sql, right.sql], pair(name, call, left.number, right.number)),
    number: undefined,
  })).sql;
}

const pair =
  (name: "least" | "greatest", call: TypedCall, left: number | undefined, right: number | undefined) => (a: string, b: string) => {
    const nan =
      name === "greatest" ? [] : [...(left === undefined ? [`isnan(${a})`] : []), ...(right === undefined ? [`isnan(${b})`] : [])];
    const zero = [...(left === undefined ? [`${a} = 0D`] : []), ...(right === undefined ? [`${b} = 0D`] : [])];
    const mayBeZero = (left ?? 0) === 0 && (right ?? 0) === 0 && zero.length > 0;
    const branches = [
      ...(nan.length > 0 ? [`when ${nan.join(" or ")} then ${sparkType(call.type)}('NaN')`] : []),
      ...(mayBeZero ? [`when ${zero.join(" and ")} then ${name === "greatest" ? `${a} + ${b}` : `-(-${a} - ${b})`}`] : []),
    ];
    const sql = `${name}(${a}, ${b})`;
    return branches.length === 0 ? sql : `case ${branches.join(" ")} else ${sql} end`;
  };

import type { Binary, BinaryOperator, TypedExpression } from "../../../compiler/plan/expression.ts";
import { commonType } from "../../../compiler/plan/infer/commonType.ts";
import { isFloat, isInteger } from "../../../compiler/plan/infer/families.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { canFail } from "../canFail.ts";
import { isLiteralNumber } from "../literalNumber.ts";
import type { Names } from "../names.ts";
import { raiseDataError } from "./dataError.ts";
import { decimalResult } from "./decimals.ts";
import { isUntyped, lower, lowerAs, lowerBranch } from "./lowerExpression.ts";
import { sparkType } from "./sparkType.ts";
import { cast, group, once, tightness } from "./text.ts";
import { textOf } from "./textOf.ts";

type TypedBinary = TypedExpression & Binary<TypedExpression>;
type Lowering = (expression: TypedBinary, names: Names) => string;

export const lowerBinary: Lowering = (expression, names) => lowerings[expression.operator](expression, names);

const lowerings: { readonly [O in BinaryOperator]: Lowering } = {
  "+": (expression, names) =>
    expression.type.kind === "string" ? infix("||", expression, names, tightness.sum, tightness.sum) : arithmetic(expression, names),
  "-": arithmetic,
  "*": arithmetic,
  "/": divide,
  "%": remainder,
  "**": power,
  "===": equality,
  "!==": equality,
  "<": (expression, names) => order(expression, names, "right"),
  "<=": (expression, names) => order(expression, names, "right"),
  ">": (expression, names) => order(expression, names, "left"),
  ">=": (expression, names) => order(expression, names, "left"),
  "&&": (expression, names) => {
    const { left, right } = expression;
    return canFail(right)
      ? `case when ${lower(left, names)} then ${lower(right, names)} else false end`
      : infix("and", expression, names, tightness.and, tightness.and);
  },
  "||": (expression, names) => {
    const { left, right } = expression;
    return canFail(right)
      ? `case when ${lower(left, names)} then true else ${lower(right, names)} end`
      : infix("or", expression, names, tightness.or, tightness.or);
  },
  "??": ({ left, right, type }, names) => {
    const sql = `coalesce(${lowerBranch(left, type, names)}, ${lowerBranch(right, type, names)})`;
    return isUntyped(left) ? cast(sql, sparkType(type)) : sql;
  },
};

const infix = (operator: string, { left, right }: TypedBinary, names: Names, leftLeast: number, rightLeast: number): string =>
  `${group(lower(left, names), leftLeast)} ${operator} ${group(lower(right, names), rightLeast)}`;

const isProduct = (operator: string): boolean => operator === "*" || operator === "/" || operator === "%";

/** `a + b`, with the parentheses that it needs. */
function calculate(left: string, operator: string, right: string): string {
  const own = isProduct(operator) ? tightness.product : tightness.sum;
  return `${group(left, own)} ${operator} ${group(right, own + 1)}`;
}

/** Whole numbers are added as int64, so that int32 does not overflow; decimals as they are, in the type that the expression has. */
function arithmetic(expression: TypedBinary, names: Names): string {
  const { operator, left, right, type } = expression;
  if (type.kind === "float64") return calculateFloats(expression, names);
  if (type.kind === "decimal") return inType(calculate(lower(left, names), operator, lower(right, names)), expression);
  const wide = (side: TypedExpression) => side.type.kind === "int64" && !isLiteralNumber(side);
  const [a, b] = [wide(left) || wide(right) ? lower(left, names) : lowerAs(left, { kind: "int64" }, names), lower(right, names)];
  return calculate(a, operator, b);
}

function inType(sql: string, { operator, left, right, type }: TypedBinary): string {
  const found = decimalResult(operator, left, right);
  return found !== undefined && sparkType(found) === sparkType(type) ? sql : cast(sql, sparkType(type));
}

/** Both sides as float64. */
const floats = ({ left, right }: TypedBinary, names: Names): readonly [string, string] => [
  lowerAs(left, { kind: "float64" }, names),
  lowerAs(right, { kind: "float64" }, names),
];

function calculateFloats(expression: TypedBinary, names: Names): string {
  const [a, b] = floats(expression, names);
  return calculate(a, expression.operator, b);
}

const notZero = (side: TypedExpression): boolean => side.kind === "number" && Number(side.text) !== 0;

/** Spark raises an error for a divisor of 0, where JavaScript gives an infinity or NaN. */
function divide(expression: TypedBinary, names: Names): string {
  const { left, right } = expression;
  // Spark divides whole numbers as doubles.
  if (notZero(right) && isInteger(left.type) && isInteger(right.type)) return calculate(lower(left, names), "/", lower(right, names));
  if (notZero(right)) return calculateFloats(expression, names);
  return once(floats(expression, names), (a, b) => `if(${b} = 0D, ${a} * power(${b}, -1D), ${a} / ${b})`);
}

/** A remainder has the sign of the dividend; by zero it is NaN of a float64, an error of all else, where Spark gives null. */
function remainder(expression: TypedBinary, names: Names): string {
  const { left, right, type } = expression;
  if (type.kind === "float64") {
    return notZero(right)
      ? calculateFloats(expression, names)
      : once(floats(expression, names), (a, b) => `if(${b} = 0D, double('NaN'), ${a} % ${b})`);
  }
  const whole = isInteger(type);
  const operand = (side: TypedExpression) => (whole ? lowerAs(side, type, names) : lower(side, names));
  if (notZero(right)) {
    const sql = calculate(operand(left), "%", lower(right, names));
    return whole ? sql : inType(sql, expression);
  }
  return once([operand(left), operand(right)], (a = "", b = "") => {
    const zero = `when ${b} = 0 then ${raiseDataError("ODB6102", { value: textOf(left, a) })}`;
    // The smallest int64 divided by -1 overflows inside Spark, though its remainder is 0.
    const minus = whole ? ` when ${b} = -1 then 0` : "";
    const rest = whole ? `${a} % ${b}` : inType(`${a} % ${b}`, expression);
    return `case ${zero}${minus} else ${rest} end`;
  });
}

/** A square is a product. */
function power(expression: TypedBinary, names: Names): string {
  const [a, b] = floats(expression, names);
  const { right } = expression;
  return right.kind === "number" && Number(right.text) === 2 ? once([a], x => `${x} * ${x}`) : `power(${a}, ${b})`;
}

/** The operands as the engine is to compare them. */
function comparands({ left, right }: TypedBinary, names: Names): readonly [string, string] {
  const common = commonType(left.type, right.type);
  const float = common !== undefined && isFloat(common);
  const operand = (side: TypedExpression) => {
    if (float) return group(lowerAs(side, sqlFloat(side.type, common), names), tightness.sum);
    // Spark takes a bigint for 20 digits beside a decimal: with more than 18 behind the point that is too many.
    const long = side.type.kind === "int64" && common?.kind === "decimal" && common.scale > 18;
    return group(long ? lowerAs(side, common, names) : lower(side, names), tightness.sum);
  };
  return [operand(left), operand(right)];
}

const sqlFloat = (own: DataType, common: DataType): DataType =>
  common.kind === "float32" && own.kind === "float32" ? common : { kind: "float64" };

/** Whether a side may be NaN: a number that is written out is none. */
const mayBeNaN = (side: TypedExpression): boolean => isFloat(side.type) && !isLiteralNumber(side);

/** null is a value; NaN equals nothing. */
function equality(expression: TypedBinary, names: Names): string {
  const { operator, left, right } = expression;
  const equal = operator === "===";
  if (left.type.kind === "null" || right.type.kind === "null") {
    const other = left.kind === "null" ? right : left;
    return other.kind === "null" ? String(equal) : `${group(lower(other, names), tightness.sum)} is ${equal ? "" : "not "}null`;
  }
  const [a, b] = comparands(expression, names);
  const nullable = left.nullable || right.nullable;
  const nan = mayBeNaN(left) && mayBeNaN(right);
  if (!nan) return nullable ? (equal ? `${a} <=> ${b}` : `not (${a} <=> ${b})`) : `${a} ${equal ? "=" : "<>"} ${b}`;
  return once([a, b], (x, y) => {
    if (!nullable) return equal ? `${x} = ${y} and not isnan(${x})` : `${x} <> ${y} or isnan(${x})`;
    const test = `${x} <=> ${y} and not coalesce(isnan(${x}), false)`;
    return equal ? test : `not (${test})`;
  });
}

/** Spark takes NaN for the greatest number; in JavaScript it has no order. */
function order(expression: TypedBinary, names: Names, greater: "left" | "right"): string {
  const [a, b] = comparands(expression, names);
  const other = expression[greater];
  if (!mayBeNaN(other) || !isFloat(other.type)) return `${a} ${expression.operator} ${b}`;
  return once([a, b], (x, y) => `${x} ${expression.operator} ${y} and not isnan(${greater === "left" ? x : y})`);
}

import type { Binary, BinaryOperator, TypedExpression } from "../../../compiler/plan/expression.ts";
import { commonType } from "../../../compiler/plan/infer/commonType.ts";
import { isFloat, isInteger } from "../../../compiler/plan/infer/families.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { canFail } from "../canFail.ts";
import { isLiteralNumber } from "../literalNumber.ts";
import type { Names } from "../names.ts";
import { raiseDataError } from "./dataError.ts";
import { lower, lowerAs, lowerBranch, lowerExpression } from "./lowerExpression.ts";
import { sqlType } from "./sqlType.ts";
import { cast, group, once } from "./text.ts";

type TypedBinary = TypedExpression & Binary<TypedExpression>;
type Lowering = (expression: TypedBinary, names: Names) => string;

export const lowerBinary: Lowering = (expression, names) => lowerings[expression.operator](expression, names);

const lowerings: { readonly [O in BinaryOperator]: Lowering } = {
  "+": (expression, names) => (expression.type.kind === "string" ? infix("||", expression, names) : arithmetic(expression, names)),
  "-": arithmetic,
  "*": arithmetic,
  "/": (expression, names) => floats(expression, names).join(" / "),
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
      ? `(case when ${lower(left, names)} then ${lower(right, names)} else false end)`
      : infix("and", expression, names);
  },
  "||": (expression, names) => {
    const { left, right } = expression;
    return canFail(right) ? `(case when ${lower(left, names)} then true else ${lower(right, names)} end)` : infix("or", expression, names);
  },
  "??": ({ left, right, type }, names) => {
    // Of what stands twice in a `coalesce` DuckDB computes one, before it looks whether any is needed; in a CASE it does not.
    const [a, b] = [lowerBranch(left, type, names), lowerBranch(right, type, names)];
    const sql = canFail(right) ? `(case when ${group(a)} is not null then ${a} else ${b} end)` : `coalesce(${a}, ${b})`;
    return isLiteralNumber(left) || left.kind === "null" ? cast(sql, sqlType(type)) : sql;
  },
};

const infix = (operator: string, { left, right }: TypedBinary, names: Names): string =>
  `${group(lower(left, names))} ${operator} ${group(lower(right, names))}`;

/** Whole numbers are added as int64, so that int32 does not overflow; decimals as they are. */
function arithmetic(expression: TypedBinary, names: Names): string {
  const { operator, left, right, type } = expression;
  if (type.kind === "float64") return floats(expression, names).join(` ${operator} `);
  if (type.kind === "decimal") return `${group(decimalOperand(left, names))} ${operator} ${group(decimalOperand(right, names))}`;
  const wide = (side: TypedExpression) => side.type.kind === "int64" && !isLiteralNumber(side);
  const [a, b] = [wide(left) || wide(right) ? lower(left, names) : lowerAs(left, { kind: "int64" }, names), lower(right, names)];
  return `${group(a)} ${operator} ${group(b)}`;
}

/** A written number beside a decimal is a decimal of its own digits: DuckDB would take a whole one for an int32. */
function decimalOperand(side: TypedExpression, names: Names): string {
  return isLiteralNumber(side) && side.type.kind === "decimal" && side.type.scale > 0 ? lower(side, names) : lowerExpression(side, names);
}

/** Both sides as float64. */
const floats = ({ left, right }: TypedBinary, names: Names): readonly [string, string] => [
  group(lowerAs(left, { kind: "float64" }, names)),
  group(lowerAs(right, { kind: "float64" }, names)),
];

/** A remainder has the sign of the dividend; by zero it is NaN of a float64, an error of all else, where DuckDB gives null. */
function remainder(expression: TypedBinary, names: Names): string {
  const { left, right, type } = expression;
  if (type.kind === "float64") return floats(expression, names).join(" % ");
  const wide = isInteger(type) ? type : undefined;
  const operand = (side: TypedExpression) => (wide === undefined ? decimalOperand(side, names) : lowerAs(side, wide, names));
  if (isLiteralNumber(right) && !/^-?(0|1)(\.0*)?$/.test(lower(right, names)))
    return `${group(operand(left))} % ${group(wide === undefined ? operand(right) : lower(right, names))}`;
  return once([operand(left), operand(right)], (a, b) => {
    const zero = `when ${b} = 0 then ${raiseDataError("ODB6102", { value: `${group(a ?? "")}::varchar` })}`;
    // The smallest int64 divided by -1 overflows inside DuckDB, though its remainder is 0.
    const minus = wide === undefined ? "" : ` when ${b} = -1 then 0`;
    return `(case ${zero}${minus} else ${group(a ?? "")} % ${group(b ?? "")} end)`;
  });
}

/** JavaScript says NaN where C's pow says 1: 1 ** NaN, (-1) ** Infinity. A square is a product. */
function power(expression: TypedBinary, names: Names): string {
  const [a, b] = floats(expression, names);
  const { right } = expression;
  if (right.kind === "number" && Number(right.text) === 2) return once([a], x => `${x} * ${x}`);
  if (right.kind === "number") return `pow(${a}, ${b})`;
  return once([a, b], (x, y) => `(case when isnan(${y}) or (abs(${x}) = 1 and isinf(${y})) then 'nan'::double else pow(${x}, ${y}) end)`);
}

/** The operands as the engine is to compare them. */
function comparands({ left, right }: TypedBinary, names: Names): readonly [string, string] {
  const common = commonType(left.type, right.type);
  const float = common !== undefined && isFloat(common);
  const operand = (side: TypedExpression) => group(float ? lowerAs(side, sqlFloat(side.type, common), names) : lower(side, names));
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
    return other.kind === "null" ? String(equal) : `${group(lower(other, names))} is ${equal ? "" : "not "}null`;
  }
  const [a, b] = comparands(expression, names);
  const nullable = left.nullable || right.nullable;
  const nan = mayBeNaN(left) && mayBeNaN(right);
  if (!nullable && !nan) return `${a} ${equal ? "=" : "<>"} ${b}`;
  if (!nan) return `${a} is ${equal ? "not " : ""}distinct from ${b}`;
  return once([a, b], (x, y) => {
    const test = nullable ? `(${x} is not distinct from ${y} and not coalesce(isnan(${x}), false))` : `(${x} = ${y} and not isnan(${x}))`;
    return equal ? test : `(not ${test})`;
  });
}

/** DuckDB takes NaN for the greatest number; in JavaScript it has no order. */
function order(expression: TypedBinary, names: Names, greater: "left" | "right"): string {
  const [a, b] = comparands(expression, names);
  const other = expression[greater];
  if (!mayBeNaN(other) || !isFloat(other.type)) return `${a} ${expression.operator} ${b}`;
  return once([a, b], (x, y) => `(${x} ${expression.operator} ${y} and not isnan(${greater === "left" ? x : y}))`);
}

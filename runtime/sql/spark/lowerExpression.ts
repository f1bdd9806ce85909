import type { ExpressionKind, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { isLiteralNumber } from "../literalNumber.ts";
import type { Names } from "../names.ts";
import { lowerBinary } from "./lowerBinary.ts";
import { lowerCall } from "./lowerCall.ts";
import { lowerNumber, padNumber, typedNumber } from "./lowerNumber.ts";
import { negate } from "./negate.ts";
import { quoteName, quoteText } from "./quote.ts";
import { sparkType } from "./sparkType.ts";
import { cast, group, tightness } from "./text.ts";
import { textOf } from "./textOf.ts";

/** The Spark expression with the value that JavaScript computes (the semantics page, row by row), in the SQL type of its type. */
export function lowerExpression(expression: TypedExpression, names: Names): string {
  const sql = lower(expression, names);
  if (expression.kind === "null") return `cast(null as ${sparkType(expression.type)})`;
  return isUntyped(expression) ? typedNumber(sql, expression.type) : sql;
}

/** Numbers that are written out, and null, get their type from what stands beside them. */
export const isUntyped = (expression: TypedExpression): boolean =>
  expression.kind === "null" || (isLiteralNumber(expression) && expression.type.kind !== "float64" && expression.type.kind !== "float32");

type Lowering<K extends ExpressionKind> = (expression: Extract<TypedExpression, { kind: K }>, names: Names) => string;

const lowerings: { readonly [K in ExpressionKind]: Lowering<K> } = {
  number: lowerNumber,
  string: ({ value }) => quoteText(value),
  boolean: ({ value }) => String(value),
  null: () => "null",
  regex: misplaced,
  type: misplaced,
  list: misplaced,
  column: (expression, names) => names.column(expression),
  parameter: ({ name, type }, names) => names.parameter(name, type),
  field: ({ target, name }, names) => `${group(lowerExpression(target, names))}.${quoteName(name)}`,
  unary: (expression, names) => {
    const { operator, operand, type } = expression;
    if (operator === "!") return `not ${group(lower(operand, names), tightness.comparison)}`;
    if (operand.kind === "number") return `-${lower(operand, names)}`;
    return negate(lowerAs(operand, type, names), type);
  },
  binary: lowerBinary,
  conditional: (expression, names) => {
    const { type } = expression;
    const { arms, otherwise } = armsOf(expression);
    const whens = arms.map(({ condition, then }) => `when ${lower(condition, names)} then ${lowerBranch(then, type, names)}`);
    const last = otherwise.kind === "null" ? [] : [`else ${lowerBranch(otherwise, type, names)}`];
    const sql = ["case", ...whens, ...last, "end"].join(" ");
    return [...arms.map(({ then }) => then), otherwise].every(isUntyped) ? cast(sql, sparkType(type)) : sql;
  },
  template: ({ texts, values }, names) => {
    const parts = texts.flatMap((text, index) => {
      const value = values[index];
      return [...(text === "" ? [] : [quoteText(text)]), ...(value === undefined ? [] : [textOf(value, lowerExpression(value, names))])];
    });
    return parts.length === 0 ? "''" : parts.length === 1 ? parts.join("") : `concat(${parts.join(", ")})`;
  },
  call: lowerCall,
};

type Conditional = Extract<TypedExpression, { kind: "conditional" }>;

/** `a ? x : b ? y : z` is one choice of three. */
function armsOf(expression: Conditional): { readonly arms: readonly Conditional[]; readonly otherwise: TypedExpression } {
  const { otherwise, type } = expression;
  if (otherwise.kind !== "conditional" || sparkType(otherwise.type) !== sparkType(type)) return { arms: [expression], otherwise };
  const rest = armsOf(otherwise);
  return { arms: [expression, ...rest.arms], otherwise: rest.otherwise };
}

function misplaced(expression: TypedExpression): never {
  throw new Error(`A ${expression.kind} is lowered by the call that takes it.`);
}

/** The same, but numbers that are written out and null are left to what stands beside them. */
export function lower<K extends ExpressionKind>(expression: Extract<TypedExpression, { kind: K }>, names: Names): string {
  return (lowerings[expression.kind as K] as Lowering<K>)(expression, names);
}

/** A branch of a choice of the given type. */
export function lowerBranch(branch: TypedExpression, type: DataType, names: Names): string {
  if (branch.kind === "null" || (isUntyped(branch) && (type.kind === "int32" || type.kind === "int64"))) return lower(branch, names);
  return isUntyped(branch) && type.kind === "decimal" ? padNumber(lower(branch, names), type) : lowerAs(branch, type, names);
}

/** A value widened to a type that holds it: the SQL type is that of `type`. */
export function lowerAs(expression: TypedExpression, type: DataType, names: Names): string {
  const to = sparkType(type);
  if (expression.kind === "null") return `cast(null as ${to})`;
  if (isLiteralNumber(expression)) {
    const float = type.kind === "float64" || type.kind === "float32";
    const sql = lower(float ? retyped(expression) : expression, names);
    return type.kind === "float64" ? sql : typedNumber(sql, type);
  }
  const sql = lower(expression, names);
  return sparkType(expression.type) === to ? sql : cast(sql, to);
}

/** A written number, its sign before it, as one of float64. */
const retyped = (expression: TypedExpression): TypedExpression =>
  expression.kind === "unary"
    ? { ...expression, type: { kind: "float64" }, operand: { ...expression.operand, type: { kind: "float64" } } }
    : { ...expression, type: { kind: "float64" } };

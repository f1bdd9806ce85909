import type { ExpressionKind, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { isLiteralNumber } from "../literalNumber.ts";
import type { Names } from "../names.ts";
import { lowerBinary } from "./lowerBinary.ts";
import { lowerCall } from "./lowerCall.ts";
import { lowerNumber } from "./lowerNumber.ts";
import { quoteText } from "./quote.ts";
import { sqlType } from "./sqlType.ts";
import { cast, group } from "./text.ts";
import { textOf } from "./textOf.ts";

/** The DuckDB expression with the value that JavaScript computes (the semantics page, row by row), in the SQL type of its type. */
export function lowerExpression(expression: TypedExpression, names: Names): string {
  const sql = lower(expression, names);
  return isUntyped(expression) ? cast(sql, sqlType(expression.type)) : sql;
}

/** Numbers that are written out, and null, get their type from what stands beside them. */
const isUntyped = (expression: TypedExpression): boolean =>
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
  field: ({ target, name }, names) => `struct_extract(${lower(target, names)}, ${quoteText(name)})`,
  unary: (expression, names) => {
    const { operator, operand, type } = expression;
    if (operator === "!") return `not ${group(lower(operand, names))}`;
    if (operand.kind === "number") return `-${lower(operand, names)}`;
    return `-${group(lowerAs(operand, type, names))}`;
  },
  binary: lowerBinary,
  conditional: ({ condition, then, otherwise, type }, names) => {
    const untyped = isUntyped(then) && isUntyped(otherwise);
    const [yes, no] = [then, otherwise].map(branch => lowerBranch(branch, type, names));
    const sql =
      otherwise.kind === "null"
        ? `case when ${lower(condition, names)} then ${yes} end`
        : `case when ${lower(condition, names)} then ${yes} else ${no} end`;
    return untyped ? `(${sql})::${sqlType(type)}` : `(${sql})`;
  },
  template: ({ texts, values }, names) => {
    const parts = texts.flatMap((text, index) => {
      const value = values[index];
      return [
        ...(text === "" ? [] : [quoteText(text)]),
        ...(value === undefined ? [] : [group(textOf(value, lowerExpression(value, names)))]),
      ];
    });
    return parts.length === 0 ? "''" : parts.join(" || ");
  },
  call: lowerCall,
};

function misplaced(expression: TypedExpression): never {
  throw new Error(`A ${expression.kind} is lowered by the call that takes it.`);
}

/** The same, but numbers that are written out and null are left to what stands beside them. */
export function lower<K extends ExpressionKind>(expression: Extract<TypedExpression, { kind: K }>, names: Names): string {
  return (lowerings[expression.kind as K] as Lowering<K>)(expression, names);
}

/** A branch of a choice of the given type. */
export function lowerBranch(branch: TypedExpression, type: DataType, names: Names): string {
  return isUntyped(branch) && type.kind !== "float64" ? lower(branch, names) : lowerAs(branch, type, names);
}

/** A value widened to a type that holds it: the SQL type is that of `type`. */
export function lowerAs(expression: TypedExpression, type: DataType, names: Names): string {
  const to = sqlType(type);
  if (isLiteralNumber(expression))
    return type.kind === "float64" ? lower({ ...expression, type }, names) : cast(lower(expression, names), to);
  if (expression.kind === "null") return `null::${to}`;
  const sql = lower(expression, names);
  if (sqlType(expression.type) === to) return sql;
  if (expression.type.kind === "decimal" && type.kind === "float64") return toDouble(sql, expression.type);
  return cast(sql, to);
}

/** DuckDB divides a decimal of more than 15 digits by its power of ten after rounding it: the text is exact. */
function toDouble(sql: string, { precision }: { readonly precision: number }): string {
  return precision <= 15 ? cast(sql, "double") : `${cast(sql, "varchar")}::double`;
}

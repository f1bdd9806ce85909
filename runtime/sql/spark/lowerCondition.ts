import type { TypedExpression } from "../../../compiler/plan/expression.ts";
import { isFloat } from "../../../compiler/plan/infer/families.ts";
import { canFailOnRow } from "../canFail.ts";
import type { Names } from "../names.ts";
import { lower } from "./lowerExpression.ts";
import { group, tightness } from "./text.ts";

/**
 * The condition of a filter or a join, where null and false are the same: comparisons stay plain, so that Spark prunes files by them and joins by hash.
 * `&&` is a list of conditions that all hold; one that can fail on a value is asked only where those before it hold.
 */
export function lowerCondition(condition: TypedExpression, names: Names): readonly string[] {
  const lowered: string[] = [];
  for (const part of conjuncts(condition)) {
    const sql = group(lowerPart(part, names), tightness.and);
    lowered.push(canFailOnRow(part) && lowered.length > 0 ? `case when ${lowered.join(" and ")} then ${sql} else false end` : sql);
  }
  return lowered;
}

/** What `&&` joins, in order. */
export const conjuncts = (condition: TypedExpression): readonly TypedExpression[] =>
  condition.kind === "binary" && condition.operator === "&&" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];

function lowerPart(part: TypedExpression, names: Names): string {
  if (part.kind === "binary") {
    const { operator, left, right } = part;
    if (operator === "||" && !canFailOnRow(right)) return [left, right].map(side => lowerCondition(side, names).join(" and ")).join(" or ");
    if (operator === "===" && left.type.kind !== "null" && right.type.kind !== "null" && !(left.nullable && right.nullable))
      return lower({ ...part, left: { ...left, nullable: false }, right: { ...right, nullable: false } }, names);
  }
  if (part.kind === "call" && part.name === "isIn" && !(part.arguments[0] !== undefined && isFloat(part.arguments[0].type)))
    return lower({ ...part, arguments: part.arguments.map(argument => ({ ...argument, nullable: false })) }, names);
  return lower(part, names);
}

import type { TypedExpression } from "../../../compiler/plan/expression.ts";
import { isFloat } from "../../../compiler/plan/infer/families.ts";
import { canFail } from "../canFail.ts";
import type { Names } from "../names.ts";
import { lowerDayCondition } from "./lowerDayCondition.ts";
import { lower } from "./lowerExpression.ts";
import { group } from "./text.ts";

/**
 * The condition of a filter or a join, where null and false are the same: comparisons stay plain, so that DuckDB prunes files by them and joins by hash.
 * `&&` is a list of conditions that all hold; one that can fail on a value is asked only where those before it hold.
 */
export function lowerCondition(condition: TypedExpression, names: Names): readonly string[] {
  const parts = conjuncts(condition);
  const lowered: string[] = [];
  for (const part of parts) {
    const sql = lowerPart(part, names);
    lowered.push(canFail(part) && lowered.length > 0 ? `case when ${lowered.join(" and ")} then ${sql} else false end` : sql);
  }
  return lowered;
}

const conjuncts = (condition: TypedExpression): readonly TypedExpression[] =>
  condition.kind === "binary" && condition.operator === "&&" ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];

function lowerPart(part: TypedExpression, names: Names): string {
  if (part.kind === "binary") {
    const { operator, left, right } = part;
    const days = lowerDayCondition(part, names);
    if (days !== undefined) return days;
    if (operator === "||")
      return canFail(right)
        ? lower(part, names)
        : `(${group(lowerCondition(left, names).join(" and "))} or ${group(lowerCondition(right, names).join(" and "))})`;
    if (operator === "===" && left.type.kind !== "null" && right.type.kind !== "null" && !(left.nullable && right.nullable))
      return lower({ ...part, left: { ...left, nullable: false }, right: { ...right, nullable: false } }, names);
  }
  if (part.kind === "call" && part.name === "isIn" && !(part.arguments[0] !== undefined && isFloat(part.arguments[0].type)))
    return lower({ ...part, arguments: part.arguments.map(argument => ({ ...argument, nullable: false })) }, names);
  return lower(part, names);
}

import type { Expression } from "../plan/expression.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { type Value, valueWords } from "./value.ts";

/** The value as something a column can be computed from; reports what can't be, and says nothing of a fault that was reported before. */
export function toExpression(
  value: Value,
  syntax: { readonly s: number; readonly e: number },
  environment: Environment,
  lowering: Lowering,
): Expression | undefined {
  if (value.kind === "expression") return value.expression;
  if (value.kind === "undefined") return { kind: "null", span: spanOf(environment, syntax) };
  if (value.kind === "columnType" && value.nullable) {
    report(lowering, {
      code: "ODB3019",
      message: "`.nullable()` has no effect here: a cast of null is null, of anything else it is not.",
      hint: "Leave it out.",
      span: spanOf(environment, syntax),
    });
    return undefined;
  }
  if (value.kind === "columnType") return { kind: "type", dataType: value.type, span: spanOf(environment, syntax) };
  if (value.kind === "list") {
    const items = value.items.map(item => toExpression(item, syntax, environment, lowering));
    return items.every(item => item !== undefined) ? { kind: "list", items, span: spanOf(environment, syntax) } : undefined;
  }
  if (value.kind === "fault") return undefined;
  report(lowering, {
    code: "ODB1028",
    message: `This is ${valueWords[value.kind]}, where a column's value is expected.`,
    ...hintOf(value),
    span: spanOf(environment, syntax),
  });
  return undefined;
}

function hintOf(value: Value): { readonly hint?: string } {
  if (value.kind === "row") return value.columns[0] === undefined ? {} : { hint: `Name a column of it: \`.${value.columns[0].name}\`.` };
  if (value.kind === "table") return { hint: "Bring another table's columns in with a join." };
  if (value.kind === "function" || value.kind === "builtin") return { hint: "Call it." };
  if (value.kind === "sortKey") return { hint: "`asc` and `desc` belong into `orderBy`." };
  if (value.kind === "object") return { hint: "Name one of its properties, or look it up by a column: `LABELS[o.status]`." };
  return {};
}

/** The text of a constant; undefined where the value is none. */
export function constantText(value: Value): string | undefined {
  return value.kind === "expression" && value.expression.kind === "string" ? value.expression.value : undefined;
}

/** The number of a constant, signed; undefined where the value is none. */
export function constantNumber(value: Value): number | undefined {
  if (value.kind !== "expression") return undefined;
  const expression = value.expression;
  if (expression.kind === "number") return Number(expression.text);
  if (expression.kind === "unary" && expression.operator === "-" && expression.operand.kind === "number")
    return -Number(expression.operand.text);
  if (expression.kind !== "binary") return undefined;
  const left = constantNumber({ kind: "expression", expression: expression.left });
  const right = constantNumber({ kind: "expression", expression: expression.right });
  if (left === undefined || right === undefined) return undefined;
  if (expression.operator === "+") return left + right;
  if (expression.operator === "-") return left - right;
  return expression.operator === "*" ? left * right : undefined;
}

import type { Expression } from "../plan/expression.ts";
import type { FunctionName } from "../plan/functions.ts";
import type { Call } from "./call.ts";
import { spanOf } from "./environment.ts";
import { evaluateItem } from "./evaluate.ts";
import { toExpression } from "./toExpression.ts";
import { fault, type Value } from "./value.ts";

/** A call of a function that the plan knows. An object at the end holds named arguments; whether all of them fit is for inference to say. */
export function expressionCall(name: FunctionName, before: readonly Expression[], call: Call): Value {
  const given: Expression[] = [...before];
  const options: { [name: string]: Expression } = {};
  let hasOptions = false;
  let isFaulty = false;
  for (const item of call.syntax.arguments) {
    for (const value of evaluateItem(item, call.environment, call.lowering)) {
      if (value.kind === "object" && !hasOptions) {
        hasOptions = true;
        for (const [option, entry] of value.entries) {
          const expression = toExpression(entry.value, { s: entry.valueSpan.start, e: entry.valueSpan.end }, call.environment, call.lowering);
          if (expression === undefined) isFaulty = true;
          else options[option] = { ...expression, span: entry.valueSpan };
        }
        continue;
      }
      const expression = toExpression(value, item, call.environment, call.lowering);
      if (expression === undefined) isFaulty = true;
      else given.push(placed(expression, spanOf(call.environment, item)));
    }
  }
  if (isFaulty) return fault;
  return { kind: "expression", expression: { kind: "call", name, arguments: given, span: call.span, ...(hasOptions ? { options } : {}) } };
}

// A constant that is declared elsewhere is at fault where it is used.
function placed(expression: Expression, span: NonNullable<Expression["span"]>): Expression {
  return expression.kind === "number" || expression.kind === "string" || expression.kind === "list" ? { ...expression, span } : expression;
}

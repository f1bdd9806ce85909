import type { Expression } from "../../plan/expression.ts";
import { applyFunction } from "../applyFunction.ts";
import { argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { spanOf } from "../environment.ts";
import { toExpression } from "../toExpression.ts";
import { fault, type Value } from "../value.ts";

/** `ifNotNull(a, b, (a, b) => …)`: null where one of the values is, else what the function says; it becomes conditions in the plan. */
export function ifNotNullCall(call: Call): Value {
  if (!hasArguments(call, 2, 4)) return fault;
  const last = call.syntax.arguments.length - 1;
  const values: { readonly value: Value; readonly span: Call["span"] }[] = [];
  const guards: Expression[] = [];
  let isFaulty = false;
  call.syntax.arguments.slice(0, last).forEach((syntax, index) => {
    const expression = toExpression(argumentValue(call, index) ?? fault, syntax, call.environment, call.lowering);
    if (expression === undefined) {
      isFaulty = true;
      return;
    }
    guards.push(expression);
    values.push({ value: { kind: "expression", expression }, span: spanOf(call.environment, syntax) });
  });
  const target = argumentValue(call, last) ?? fault;
  if (target.kind !== "function")
    return reportArgument(call, last, target, "a function of the values", "Write `ifNotNull(o.price, price => price * 2)`.");
  if (isFaulty) return fault;
  const syntax = call.syntax.arguments[last] ?? call.syntax;
  const result = toExpression(
    applyFunction({ ...target, syntax: withoutTypes(target.syntax) }, values, call.environment.scope, call.environment, call.lowering),
    syntax,
    call.environment,
    call.lowering,
  );
  if (result === undefined) return fault;
  const span = call.span;
  const isNull = (value: Expression): Expression => ({ kind: "binary", operator: "===", left: value, right: { kind: "null", span }, span });
  const condition = guards.map(isNull).reduce((left, right) => ({ kind: "binary", operator: "||", left, right, span }));
  return { kind: "expression", expression: { kind: "conditional", condition, then: { kind: "null", span }, otherwise: result, span } };
}

// Inside, the values are not null any more, which inference sees from the condition and the annotation's check does not.
function withoutTypes<F extends { readonly parameters: readonly { readonly pattern: unknown }[] }>(syntax: F): F {
  return { ...syntax, parameters: syntax.parameters.map(({ pattern }) => ({ pattern })) };
}

import { argumentValue, type Call, hasArguments } from "../call.ts";
import { toExpression } from "../toExpression.ts";
import { fault, type Value } from "../value.ts";

/** `asc(value)`: smallest first, nulls last. */
export function ascCall(call: Call): Value {
  return sortKey(call, "asc");
}

/** `desc(value)`: greatest first, nulls last. */
export function descCall(call: Call): Value {
  return sortKey(call, "desc");
}

function sortKey(call: Call, direction: "asc" | "desc"): Value {
  if (!hasArguments(call, 1)) return fault;
  const syntax = call.syntax.arguments[0];
  const value = argumentValue(call, 0);
  const expression = syntax === undefined || value === undefined ? undefined : toExpression(value, syntax, call.environment, call.lowering);
  return expression === undefined ? fault : { kind: "sortKey", expression, direction };
}

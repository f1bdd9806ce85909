import type { Span } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearestName.ts";
import { capital, quoteAll } from "../diagnostics/words.ts";
import type { Syntax } from "../parse/syntax.ts";
import { functions, isFunctionName } from "../plan/functions.ts";
import { applyFunction } from "./applyFunction.ts";
import { builtins, isBuiltin } from "./builtins.ts";
import { type Call, hasArguments } from "./call.ts";
import { columnTypeCall, nullableCall } from "./columnTypes.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluate, evaluateItem } from "./evaluate.ts";
import { expressionCall } from "./expressionCall.ts";
import { memberOf } from "./memberOf.ts";
import { groupedMethods, tableMethods } from "./tableMethods.ts";
import { toExpression } from "./toExpression.ts";
import { fault, type Value, type ValueKind, valueWords } from "./value.ts";

type CallSyntax = Extract<Syntax, { kind: "call" }>;
type Member = Extract<Syntax, { kind: "member" }>;

/** What a call stands for: a table's next step, an expression's method, a function of "odibi", or a macro written out. `receiver` is the method's object where it was read already. */
export function callValue(syntax: CallSyntax, environment: Environment, lowering: Lowering, receiver?: Value): Value {
  const callee = syntax.callee;
  const span = spanOf(environment, syntax);
  if (callee.kind !== "member") {
    const target = evaluate(callee, environment, lowering);
    return callTarget(target, {
      syntax,
      environment,
      lowering,
      name: callee.kind === "name" ? callee.name : "the function",
      nameSpan: spanOf(environment, callee),
      span,
    });
  }
  const object = receiver ?? evaluate(callee.object, environment, lowering);
  const call: Call = {
    syntax,
    environment,
    lowering,
    name: callee.name,
    nameSpan: { file: environment.file, start: callee.nameAt, end: callee.e },
    span,
  };
  return callMethod(object, callee, call);
}

function callMethod(object: Value, callee: Member, call: Call): Value {
  switch (object.kind) {
    case "fault":
      readArguments(call);
      return fault;
    case "table":
      return tableMethods[callee.name]?.(object, call) ?? unknownMethod("table", Object.keys(tableMethods), call);
    case "grouped":
      return groupedMethods[callee.name]?.(object, call) ?? unknownMethod("grouped", Object.keys(groupedMethods), call);
    case "columnTypes":
      return columnTypeCall(call);
    case "columnType":
      return callee.name === "nullable" ? nullableCall(object, call) : unknownMethod("columnType", ["nullable"], call);
    case "math":
      return mathCall(call);
    case "expression":
    case "list":
      return methodCall(object, callee, call);
    default:
      return callTarget(memberOf(object, callee, call.environment, call.lowering), call);
  }
}

function unknownMethod(kind: ValueKind, names: readonly string[], call: Call): Value {
  const near = nearestName(call.name, names);
  const what = valueWords[kind];
  report(call.lowering, {
    code: "ODB3007",
    message: `${capital(what)} has no method \`${call.name}\`.`,
    hint: near === undefined ? `There are ${quoteAll(names)}.` : `Did you mean \`${near}\`?`,
    span: call.nameSpan,
  });
  return fault;
}

function mathCall(call: Call): Value {
  const name = `Math.${call.name}`;
  if (isFunctionName(name)) return expressionCall(name, [], { ...call, name });
  const names = Object.keys(functions).filter(other => other.startsWith("Math."));
  const near = nearestName(name, names);
  report(call.lowering, {
    code: "ODB2004",
    message: `\`${name}\` has no meaning in a pipeline.`,
    hint: near === undefined ? `There are ${quoteAll(names)}.` : `Did you mean \`${near}\`?`,
    span: call.nameSpan,
  });
  return fault;
}

function methodCall(object: Value, callee: Member, call: Call): Value {
  const target = toExpression(object, callee.object, call.environment, call.lowering);
  if (target === undefined) {
    readArguments(call);
    return fault;
  }
  const name = `.${call.name}`;
  // A constant list asked for a column is SQL's `in`.
  if (target.kind === "list" && name === ".includes") {
    if (!hasArguments(call, 1)) return fault;
    const item = call.syntax.arguments[0];
    const value =
      item === undefined ? undefined : toExpression(evaluate(item, call.environment, call.lowering), item, call.environment, call.lowering);
    return value === undefined
      ? fault
      : { kind: "expression", expression: { kind: "call", name: "isIn", arguments: [value, target], span: call.span } };
  }
  if (isFunctionName(name) && functions[name].notation === "method") return expressionCall(name, [target], call);
  readArguments(call);
  const names = Object.keys(functions).filter(other => other.startsWith("."));
  const near = nearestName(name, names);
  report(call.lowering, {
    code: "ODB2004",
    message: `A value has no method \`${call.name}\` that every engine has.`,
    hint: near === undefined ? `There are ${quoteAll(names.map(other => other.slice(1)))}.` : `Did you mean \`${near}\`?`,
    span: call.nameSpan,
  });
  return fault;
}

function callTarget(target: Value, call: Call): Value {
  if (target.kind === "fault") {
    readArguments(call);
    return fault;
  }
  if (target.kind === "builtin") {
    if (isFunctionName(target.name)) return expressionCall(target.name, [], call);
    return isBuiltin(target.name) ? (builtins[target.name]?.(call) ?? fault) : fault;
  }
  if (target.kind !== "function") {
    report(call.lowering, {
      code: "ODB1019",
      message: `${capital(valueWords[target.kind])} can't be called.`,
      hint: 'Call a macro, or a function of "odibi".',
      span: call.nameSpan,
    });
    return fault;
  }
  const parameters = target.syntax.parameters.length;
  if (call.syntax.arguments.length !== parameters && !hasArguments({ ...call, name: target.name ?? call.name }, parameters)) return fault;
  const values: { readonly value: Value; readonly span: Span }[] = [];
  for (const item of call.syntax.arguments) {
    const span = spanOf(call.environment, item);
    for (const value of evaluateItem(item, call.environment, call.lowering)) values.push({ value, span });
  }
  return applyFunction(target, values, call.environment.scope, call.environment, call.lowering);
}

// What stands among the arguments of something unknown may be at fault too, and is reported in the same pass; lambdas can't be read without their rows.
function readArguments(call: Call): void {
  for (const item of call.syntax.arguments)
    if (item.kind !== "function" && item.kind !== "object") evaluateItem(item, call.environment, call.lowering);
}

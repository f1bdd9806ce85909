import type { Span } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearestName.ts";
import type { Expression } from "../plan/expression.ts";
import { type FunctionName, functionEntry } from "../plan/functions.ts";
import type { Call } from "./call.ts";
import { report, spanOf } from "./environment.ts";
import { evaluateItem } from "./evaluate.ts";
import { reportAlone } from "./reportAlone.ts";
import { toExpression } from "./toExpression.ts";
import { fault, type Value } from "./value.ts";

/** A call of a function that the plan knows. An object at the end holds named arguments; whether all of them fit is for inference to say. */
export function expressionCall(name: FunctionName, before: readonly Expression[], call: Call): Value {
  const given: Expression[] = [...before];
  let options: { [name: string]: Expression } | undefined;
  let isFaulty = false;
  for (const item of call.syntax.arguments) {
    for (const value of evaluateItem(item, call.environment, call.lowering)) {
      if (value.kind === "object" && options === undefined) {
        options = {};
        for (const [option, entry] of value.entries) {
          if (!isOption(name, option, entry.span, call)) {
            isFaulty = true;
            continue;
          }
          const expression = toExpression(
            entry.value,
            { s: entry.valueSpan.start, e: entry.valueSpan.end },
            call.environment,
            call.lowering,
          );
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
  if (isFaulty) {
    reportAlone([...given, ...Object.values(options ?? {})], call.environment, call.lowering);
    return fault;
  }
  const { span } = call;
  return {
    kind: "expression",
    expression:
      options === undefined ? { kind: "call", name, arguments: given, span } : { kind: "call", name, arguments: given, span, options },
  };
}

function isOption(name: FunctionName, option: string, span: Span, call: Call): boolean {
  const known = [...new Set(functionEntry(name).signatures.flatMap(signature => Object.keys(signature.options ?? {})))];
  if (known.includes(option)) return true;
  const near = nearestName(option, known);
  const hint =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : known.length === 0
        ? "It takes none."
        : `It takes ${known.map(other => `\`${other}\``).join(", ")}.`;
  report(call.lowering, { code: "ODB2007", message: `\`${call.name}\` has no option \`${option}\`.`, hint, span });
  return false;
}

// A constant that is declared elsewhere is at fault where it is used.
function placed(expression: Expression, span: NonNullable<Expression["span"]>): Expression {
  return expression.kind === "number" || expression.kind === "string" || expression.kind === "list" ? { ...expression, span } : expression;
}

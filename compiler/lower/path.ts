import type { Span } from "../diagnostics/diagnostic.ts";
import { pathFault } from "../plan/place.ts";
import { type Call, reportArgument } from "./call.ts";
import { report } from "./environment.ts";
import type { Value } from "./value.ts";

/** A path below a connection, with its params as `${name}`. It stays inside: no `..`, no absolute path, no back slash. */
export function pathOf(value: Value, span: Span, call: Call): string | undefined {
  const text = textOf(value);
  if (text === undefined) {
    reportArgument(call, 1, value, "a constant path", "A path is written out; a param may stand in it: `` `orders/${day}/*.csv` ``.");
    return undefined;
  }
  const fault = pathFault(text);
  if (fault === undefined) return text;
  report(call.lowering, {
    code: "ODB3011",
    message: `The path ${fault}.`,
    hint: "A path lies below its connection, with `/` between folders.",
    span,
  });
  return undefined;
}

function textOf(value: Value): string | undefined {
  if (value.kind !== "expression") return undefined;
  const expression = value.expression;
  if (expression.kind === "string") return expression.value.includes("${") ? undefined : expression.value;
  if (expression.kind === "parameter") return `\${${expression.name}}`;
  if (expression.kind !== "template" || !expression.values.every(part => part.kind === "parameter")) return undefined;
  return expression.texts
    .map((part, index) => part + (expression.values[index]?.kind === "parameter" ? `\${${expression.values[index].name}}` : ""))
    .join("");
}

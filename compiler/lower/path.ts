import type { Span } from "../diagnostics/diagnostic.ts";
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
  const fault = faultOf(text);
  if (fault === undefined) return text;
  report(call.lowering, { code: "ODB3011", message: `The path ${fault}.`, hint: "A path lies below its connection, with `/` between folders.", span });
  return undefined;
}

function textOf(value: Value): string | undefined {
  if (value.kind !== "expression") return undefined;
  const expression = value.expression;
  if (expression.kind === "string") return expression.value.includes("${") ? undefined : expression.value;
  if (expression.kind === "parameter") return `\${${expression.name}}`;
  if (expression.kind !== "template" || !expression.values.every((part) => part.kind === "parameter")) return undefined;
  return expression.texts.map((part, index) => part + (expression.values[index]?.kind === "parameter" ? `\${${expression.values[index].name}}` : "")).join("");
}

function faultOf(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return "is absolute";
  if (path.includes("\\")) return "has a back slash";
  if (/[\0-\x1f]/.test(path)) return "has a control character";
  const segments = path.replace(/\/$/, "").split("/");
  if (segments.includes("..")) return "leads out of its connection by `..`";
  if (segments.includes("") || segments.includes(".")) return "has an empty segment or a `.`";
  return undefined;
}

import type { Span } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearestName.ts";
import { quoteAll } from "../../diagnostics/words.ts";
import { isLocalPath } from "../../plan/place.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { report } from "../environment.ts";
import { constantText } from "../toExpression.ts";
import { fault, type LocalPlace, type Value } from "../value.ts";

/** `local("data/lake")`: a folder, from the project's root. It may lie outside of it; paths below it may not leave it. */
export function localCall(call: Call): Value {
  if (!hasArguments(call, 1)) return fault;
  const value = argumentValue(call, 0) ?? fault;
  const path = constantText(value)?.replace(/(?!^)\/+$/, "");
  if (path === undefined || !isLocalPath(path))
    return reportArgument(
      call,
      0,
      value,
      'a constant path of a folder, with "/"',
      'Write `local("data/lake")`; a path that differs by environment goes into `byEnvironment`.',
    );
  return { kind: "connection", span: call.span, places: { kind: "local", path } };
}

/** `byEnvironment({ dev: local("data"), prod: local("/mnt/data") })`: one connection with a place for each of the config's environments. */
export function byEnvironmentCall(call: Call): Value {
  if (!hasArguments(call, 1)) return fault;
  const value = argumentValue(call, 0) ?? fault;
  if (value.kind !== "object")
    return reportArgument(
      call,
      0,
      value,
      "an object with a connection for each environment",
      'Write `byEnvironment({ dev: local("data"), prod: … })`.',
    );
  const places = new Map<string, LocalPlace>();
  const spans = new Map<string, Span>();
  let isFaulty = false;
  for (const [name, entry] of value.entries) {
    if (entry.value.kind === "connection" && entry.value.places.kind === "local") places.set(name, entry.value.places);
    else {
      isFaulty = true;
      if (entry.value.kind !== "fault")
        report(call.lowering, {
          code: "ODB1023",
          message: `\`${name}\` of \`byEnvironment\` expects a connection.`,
          hint: 'Write `local("…")`.',
          span: entry.valueSpan,
        });
    }
    spans.set(name, entry.span);
    if (call.lowering.environments.includes(name)) continue;
    const near = nearestName(name, call.lowering.environments);
    report(call.lowering, {
      code: "ODB1041",
      message: `The config has no environment \`${name}\`.`,
      hint: near === undefined ? `It has ${quoteAll(call.lowering.environments)}.` : `Did you mean \`${near}\`?`,
      span: entry.span,
    });
  }
  const missing = call.lowering.environments.filter(name => !value.entries.has(name));
  if (missing.length > 0) {
    report(call.lowering, {
      code: "ODB1042",
      message: `The connection has no place in the environment ${quoteAll(missing)}.`,
      hint: "Give every environment of `odibi.config.ts` one.",
      span: argumentSpan(call, 0),
    });
    isFaulty = true;
  }
  return isFaulty ? fault : { kind: "connection", span: call.span, places: { kind: "byEnvironment", places, spans } };
}

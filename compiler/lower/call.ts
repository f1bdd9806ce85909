import type { Span } from "../diagnostics/diagnostic.ts";
import type { Syntax } from "../parse/syntax.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluate, evaluateItem } from "./evaluate.ts";
import { fault, type Value } from "./value.ts";

/** A call as its function reads it: what stands where, not yet evaluated. */
export interface Call {
  readonly syntax: Extract<Syntax, { kind: "call" }>;
  readonly environment: Environment;
  readonly lowering: Lowering;
  /** The function's or method's name, for messages. */
  readonly name: string;
  /** Of the name that is called. */
  readonly nameSpan: Span;
  readonly span: Span;
}

/** Whether the number of arguments is right; reports the name where there are too few, the first one too many otherwise. */
export function hasArguments(call: Call, least: number, most = least): boolean {
  const given = call.syntax.arguments;
  if (given.length >= least && given.length <= most) return true;
  const count = least === most ? String(least) : most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  const wanted = `${count} argument${count === "1" ? "" : "s"}`;
  const extra = given[most];
  report(call.lowering, {
    code: "ODB1020",
    message: `\`${call.name}\` takes ${wanted}, and here ${given.length === 1 ? "is 1" : `are ${given.length}`}.`,
    hint: "docs/language.md shows how it is called.",
    span: extra === undefined ? call.nameSpan : spanOf(call.environment, extra),
  });
  return false;
}

/** The value of an argument; undefined where it is left out. */
export function argumentValue(call: Call, index: number): Value | undefined {
  const syntax = call.syntax.arguments[index];
  return syntax === undefined ? undefined : evaluate(syntax, call.environment, call.lowering);
}

/** All arguments, with spreads of constant lists written out. */
export function argumentValues(call: Call): readonly Value[] {
  return call.syntax.arguments.flatMap(item => evaluateItem(item, call.environment, call.lowering));
}

/** The place of an argument, or of the call's name where it is left out. */
export function argumentSpan(call: Call, index: number): Span {
  const syntax = call.syntax.arguments[index];
  return syntax === undefined ? call.nameSpan : spanOf(call.environment, syntax);
}

/** Reports that an argument is something else than what belongs there; a fault stays silent. */
export function reportArgument(call: Call, index: number, value: Value, expected: string, hint: string): Value {
  if (value.kind !== "fault")
    report(call.lowering, {
      code: "ODB1021",
      message: `\`${call.name}\` expects ${expected} here.`,
      hint,
      span: argumentSpan(call, index),
    });
  return fault;
}

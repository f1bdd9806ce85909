import type { Span } from "../diagnostics/diagnostic.ts";
import { capital } from "../diagnostics/words.ts";
import type { ParameterType, Pattern } from "../parse/syntax.ts";
import type { Scope } from "../plan/inferExpression.ts";
import { printType } from "../plan/notation/printType.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { reportMissingColumn } from "./memberOf.ts";
import { columnOf } from "./row.ts";
import { typeOf } from "./typeOf.ts";
import { type FunctionValue, fault, type RowValue, type Value, valueWords } from "./value.ts";

const deepest = 64;

/** Calls a lambda or a macro: its body is read with the parameters standing for the arguments, so nothing of it is left in the plan. */
export function applyFunction(
  target: FunctionValue,
  values: readonly { readonly value: Value; readonly span: Span }[],
  scope: Scope | undefined,
  caller: Environment,
  lowering: Lowering,
): Value {
  if (caller.depth >= deepest) {
    report(lowering, {
      code: "ODB1034",
      message: `\`${target.name ?? "The function"}\` calls itself, and a macro is written out where it is used.`,
      hint: "Write the expression without recursion.",
      span: spanOf(target.environment, target.syntax),
    });
    return fault;
  }
  const names = new Map(target.environment.names);
  let isFaulty = false;
  target.syntax.parameters.forEach((parameter, index) => {
    const argument = values[index];
    if (argument === undefined) return;
    if (parameter.type !== undefined && !fits(argument.value, parameter.type, argument.span, scope, target, lowering)) isFaulty = true;
    if (!bind(parameter.pattern, argument.value, names, target.environment, lowering)) isFaulty = true;
  });
  if (isFaulty) return fault;
  const { file } = target.environment;
  const depth = caller.depth + 1;
  const environment: Environment = scope === undefined ? { file, names, depth } : { file, names, depth, scope };
  return evaluate(target.syntax.body, environment, lowering);
}

function bind(pattern: Pattern, value: Value, names: Map<string, Value>, environment: Environment, lowering: Lowering): boolean {
  if (pattern.kind === "name") {
    names.set(pattern.name, value);
    return true;
  }
  if (pattern.kind === "unsupported") {
    report(lowering, {
      code: "ODB1017",
      message: `${capital(pattern.what)} has no meaning in a lambda.`,
      hint: "Take the row apart by its columns: `({ id, ...rest }) => …`.",
      span: spanOf(environment, pattern),
    });
    return false;
  }
  const row: RowValue | undefined = value.kind === "row" ? value : undefined;
  for (const property of pattern.properties) names.set(property.local, part(value, property.name, spanOf(environment, property), lowering));
  if (pattern.rest === undefined) return true;
  const taken = new Set(pattern.properties.map(property => property.name));
  if (row !== undefined) names.set(pattern.rest, { ...row, columns: row.columns.filter(column => !taken.has(column.name)) });
  else if (value.kind === "object")
    names.set(pattern.rest, { kind: "object", entries: new Map([...value.entries].filter(([name]) => !taken.has(name))) });
  else names.set(pattern.rest, fault);
  return true;
}

function part(value: Value, name: string, span: Span, lowering: Lowering): Value {
  if (value.kind === "row") {
    if (value.columns.some(column => column.name === name)) return { kind: "expression", expression: columnOf(value, name, span) };
    if (!value.isFaulty) reportMissingColumn(value, name, span, lowering);
    return fault;
  }
  if (value.kind === "object") {
    const entry = value.entries.get(name);
    if (entry !== undefined) return entry.value;
  }
  if (value.kind !== "fault")
    report(lowering, {
      code: "ODB1030",
      message: `${capital(valueWords[value.kind])} has no \`${name}\`.`,
      hint: "Only a row or a constant object can be taken apart.",
      span,
    });
  return fault;
}

// The annotation of a macro is checked as far as it can be read without a type checker, so that a wrong argument is reported where it is given.
function fits(value: Value, type: ParameterType, span: Span, scope: Scope | undefined, target: FunctionValue, lowering: Lowering): boolean {
  if (value.kind !== "expression") return true;
  const typed = typeOf(value.expression, scope);
  if (typed === undefined) return true;
  const kind = families[typed.type.kind];
  const name = target.name ?? "the function";
  if (kind !== undefined && !type.kinds.includes(kind)) {
    report(lowering, {
      code: "ODB1016",
      message: `\`${name}\` expects ${type.text} here, and this is ${printType(typed.type)}.`,
      hint: "Give it a column of that type, or convert with `cast`.",
      span,
    });
    return false;
  }
  if (typed.nullable && !type.nullable) {
    report(lowering, {
      code: "ODB1016",
      message: `\`${name}\` expects ${type.text} here, and this may be null.`,
      hint: `Say what null becomes first (\`?? …\`), or let the macro take \`${type.text} | null\`.`,
      span,
    });
    return false;
  }
  if (type.values !== undefined && typed.type.kind === "enum") {
    const unknown = typed.type.values.filter(other => !type.values?.includes(other));
    if (unknown.length > 0) {
      report(lowering, {
        code: "ODB1016",
        message: `\`${name}\` expects ${type.text} here, and this may be ${unknown.map(other => `"${other}"`).join(", ")}.`,
        hint: "Let the macro take these values too.",
        span,
      });
      return false;
    }
  }
  return true;
}

const families: { readonly [kind: string]: ParameterType["kinds"][number] | undefined } = {
  boolean: "boolean",
  int8: "number",
  int16: "number",
  int32: "number",
  int64: "number",
  float32: "number",
  float64: "number",
  decimal: "number",
  string: "string",
  enum: "string",
  binary: "binary",
  date: "date",
  timestamp: "timestamp",
  timestampNtz: "timestampNtz",
};

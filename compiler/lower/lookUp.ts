import type { Span } from "../diagnostics/diagnostic.ts";
import { quoteAll } from "../diagnostics/words.ts";
import type { Expression } from "../plan/expression.ts";
import { inferExpression } from "../plan/inferExpression.ts";
import { type Environment, type Lowering, report } from "./environment.ts";
import { toExpression } from "./toExpression.ts";
import { typeOf } from "./typeOf.ts";
import { fault, type ObjectValue, type Value } from "./value.ts";

/** A constant object looked up by a column of known values, `LABELS[o.status]`: a choice among its properties. Every value needs one, as TypeScript wants it too. */
export function lookUp(object: ObjectValue, key: Expression, span: Span, environment: Environment, lowering: Lowering): Value {
  if (environment.scope === undefined) {
    report(lowering, {
      code: "ODB1024",
      message: "The name is not constant.",
      hint: "Look a constant object up by a constant name, or by a column inside a lambda.",
      span: key.span ?? span,
    });
    return fault;
  }
  const typed = typeOf(key, environment.scope);
  if (typed === undefined) {
    for (const problem of inferExpression(key, environment.scope).problems) report(lowering, problem);
    return fault;
  }
  if (typed.type.kind !== "enum" || typed.nullable) {
    report(lowering, {
      code: "ODB1031",
      message: typed.nullable
        ? "The key may be null, which no property stands for."
        : "The object can only be looked up by a column whose values are known.",
      hint: typed.nullable
        ? "Say what null means first: `o.status === null ? … : LABELS[o.status]`."
        : 'Declare the column with `t.enum(…)`, or write `o.x === "…" ? … : …`.',
      span: key.span ?? span,
    });
    return fault;
  }
  const missing = typed.type.values.filter(value => !object.entries.has(value));
  if (missing.length > 0) {
    report(lowering, {
      code: "ODB1032",
      message: `The object says nothing for ${quoteAll(missing)}.`,
      hint: "Give each value of the column a property.",
      span,
    });
    return fault;
  }
  const branches: Expression[] = [];
  for (const value of typed.type.values) {
    const entry = object.entries.get(value);
    const branch = entry === undefined ? undefined : toExpression(entry.value, { s: span.start, e: span.end }, environment, lowering);
    if (branch === undefined) return fault;
    branches.push(relocate(branch, span));
  }
  const last = branches.at(-1);
  if (last === undefined) return fault;
  const values = typed.type.values;
  return {
    kind: "expression",
    expression: branches.slice(0, -1).reduceRight<Expression>(
      (otherwise, then, index) => ({
        kind: "conditional",
        condition: { kind: "binary", operator: "===", left: key, right: { kind: "string", value: values[index] ?? "", span }, span },
        then,
        otherwise,
        span,
      }),
      last,
    ),
  };
}

function relocate(expression: Expression, span: Span): Expression {
  return { ...expression, span };
}

import { capital } from "../diagnostics/words.ts";
import type { Syntax, SyntaxKind } from "../parse/syntax.ts";
import type { BinaryOperator, Expression } from "../plan/expression.ts";
import { callValue } from "./callValue.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluateObject } from "./evaluateObject.ts";
import { indexValue, memberOf } from "./memberOf.ts";
import { reportAlone } from "./reportAlone.ts";
import { resolveName } from "./resolveName.ts";
import { toExpression } from "./toExpression.ts";
import { fault, type Value } from "./value.ts";

/** Says what a piece of syntax stands for. What has no meaning is reported at its place and becomes a fault, which is silent from there on. */
export function evaluate(syntax: Syntax, environment: Environment, lowering: Lowering): Value {
  // The table is typed kind by kind; TypeScript can't see that the entry found is the one for this very node.
  const read = readers[syntax.kind] as Reader<typeof syntax.kind>;
  return read(syntax as never, environment, lowering);
}

type Reader<K extends SyntaxKind> = (syntax: Extract<Syntax, { kind: K }>, environment: Environment, lowering: Lowering) => Value;

const readers: { readonly [K in SyntaxKind]: Reader<K> } = {
  number: (syntax, environment) => of({ kind: "number", text: syntax.text, span: spanOf(environment, syntax) }),
  string: (syntax, environment) => of({ kind: "string", value: syntax.value, span: spanOf(environment, syntax) }),
  boolean: (syntax, environment) => of({ kind: "boolean", value: syntax.value, span: spanOf(environment, syntax) }),
  null: (syntax, environment) => of({ kind: "null", span: spanOf(environment, syntax) }),
  regex: (syntax, environment) => of({ kind: "regex", source: syntax.source, flags: syntax.flags, span: spanOf(environment, syntax) }),
  undefined: () => ({ kind: "undefined" }),
  template: evaluateTemplate,
  name: (syntax, environment, lowering) => resolveName(syntax, environment, lowering),
  member: (syntax, environment, lowering) => memberOf(evaluate(syntax.object, environment, lowering), syntax, environment, lowering),
  index: (syntax, environment, lowering) => indexValue(evaluate(syntax.object, environment, lowering), syntax, environment, lowering),
  call: (syntax, environment, lowering) => callValue(syntax, environment, lowering),
  chain: (syntax, environment, lowering) => evaluateChain(syntax.expression, environment, lowering),
  unary: (syntax, environment, lowering) => {
    const operand = toExpression(evaluate(syntax.operand, environment, lowering), syntax.operand, environment, lowering);
    return operand === undefined ? fault : of({ kind: "unary", operator: syntax.operator, operand, span: spanOf(environment, syntax) });
  },
  binary: evaluateBinary,
  conditional: (syntax, environment, lowering) => {
    const part = (child: Syntax) => toExpression(evaluate(child, environment, lowering), child, environment, lowering);
    const [condition, then, otherwise] = [part(syntax.condition), part(syntax.then), part(syntax.otherwise)];
    if (condition === undefined || then === undefined || otherwise === undefined) {
      reportAlone([condition, then, otherwise], environment, lowering);
      return fault;
    }
    return of({ kind: "conditional", condition, then, otherwise, span: spanOf(environment, syntax) });
  },
  object: (syntax, environment, lowering) => evaluateObject(syntax, environment, lowering),
  array: (syntax, environment, lowering) => ({
    kind: "list",
    items: syntax.items.flatMap(item => evaluateItem(item, environment, lowering)),
  }),
  spread: (syntax, environment, lowering) => {
    report(lowering, {
      code: "ODB1006",
      message: "A spread among arguments has no meaning here.",
      hint: "Write the arguments out; `t.enum(...VALUES)` is where a list may be spread.",
      span: spanOf(environment, syntax),
    });
    return fault;
  },
  function: (syntax, environment) => ({ kind: "function", syntax, environment }),
  unsupported: (syntax, environment, lowering) => {
    const code = ({ construct: "ODB1006", assertion: "ODB1008", looseEquality: "ODB1009", undefined: "ODB1010" } as const)[syntax.rule];
    report(lowering, {
      code,
      message: `${capital(syntax.what)} has no meaning in a pipeline.`,
      hint: `${capital(syntax.instead)}.`,
      span: spanOf(environment, syntax),
    });
    return fault;
  },
};

/** The values of a list or of arguments, with spreads of constant lists written out. */
export function evaluateItem(item: Syntax, environment: Environment, lowering: Lowering): readonly Value[] {
  if (item.kind !== "spread") return [evaluate(item, environment, lowering)];
  const list = evaluate(item.expression, environment, lowering);
  if (list.kind === "list") return list.items;
  if (list.kind !== "fault")
    report(lowering, {
      code: "ODB1024",
      message: "What is spread here is not a constant list.",
      hint: 'Spread a list that is written out: `const STATUSES = ["open", "paid"] as const`.',
      span: spanOf(environment, item),
    });
  return [fault];
}

function of(expression: Expression): Value {
  return { kind: "expression", expression };
}

function evaluateTemplate(syntax: Extract<Syntax, { kind: "template" }>, environment: Environment, lowering: Lowering): Value {
  const texts: string[] = [syntax.texts[0] ?? ""];
  const values: Expression[] = [];
  let isFaulty = false;
  syntax.values.forEach((child, index) => {
    const value = toExpression(evaluate(child, environment, lowering), child, environment, lowering);
    const after = syntax.texts[index + 1] ?? "";
    if (value === undefined) isFaulty = true;
    else if (value.kind === "string") texts[texts.length - 1] += value.value + after;
    else {
      values.push(value);
      texts.push(after);
    }
  });
  if (isFaulty) {
    reportAlone(values, environment, lowering);
    return fault;
  }
  const span = spanOf(environment, syntax);
  return values.length === 0 ? of({ kind: "string", value: texts.join(""), span }) : of({ kind: "template", texts, values, span });
}

function evaluateBinary(syntax: Extract<Syntax, { kind: "binary" }>, environment: Environment, lowering: Lowering): Value {
  const left = toExpression(evaluate(syntax.left, environment, lowering), syntax.left, environment, lowering);
  const right = toExpression(evaluate(syntax.right, environment, lowering), syntax.right, environment, lowering);
  if (left === undefined || right === undefined) {
    reportAlone([left, right], environment, lowering);
    return fault;
  }
  const span = spanOf(environment, syntax);
  if (syntax.operator === "+" && left.kind === "string" && right.kind === "string")
    return of({ kind: "string", value: left.value + right.value, span });
  return of({ kind: "binary", operator: syntax.operator as BinaryOperator, left, right, span });
}

// `o.email?.split("@")[1]` is null where `o.email` is: each `?.` asks before the rest of the chain is read.
function evaluateChain(syntax: Syntax, environment: Environment, lowering: Lowering): Value {
  const guards: Expression[] = [];
  const value = evaluateLink(syntax, environment, lowering, guards);
  const result = toExpression(value, syntax, environment, lowering);
  if (result === undefined) return fault;
  const span = spanOf(environment, syntax);
  return of(
    guards.reduceRight<Expression>(
      (inner, guard) => ({
        kind: "conditional",
        condition: { kind: "binary", operator: "===", left: guard, right: { kind: "null", span }, span },
        then: { kind: "null", span },
        otherwise: inner,
        span,
      }),
      result,
    ),
  );
}

function evaluateLink(syntax: Syntax, environment: Environment, lowering: Lowering, guards: Expression[]): Value {
  const guard = (object: Syntax, isOptional: true | undefined): Value => {
    const value = evaluateLink(object, environment, lowering, guards);
    if (isOptional === undefined || value.kind === "fault") return value;
    const expression = toExpression(value, object, environment, lowering);
    if (expression === undefined) return fault;
    guards.push(expression);
    return value;
  };
  if (syntax.kind === "member") return memberOf(guard(syntax.object, syntax.optional), syntax, environment, lowering);
  if (syntax.kind === "index") return indexValue(guard(syntax.object, syntax.optional), syntax, environment, lowering);
  if (syntax.kind === "call" && syntax.optional !== undefined) {
    report(lowering, {
      code: "ODB1006",
      message: "`?.(` has no meaning in a pipeline.",
      hint: "A function is always there; ask for null on the column: `o.email?.trim()`.",
      span: spanOf(environment, syntax),
    });
    return fault;
  }
  if (syntax.kind === "call" && syntax.callee.kind === "member")
    return callValue(syntax, environment, lowering, guard(syntax.callee.object, syntax.callee.optional));
  return evaluate(syntax, environment, lowering);
}

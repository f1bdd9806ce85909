import type { Conditional, Expression, Template, TypedExpression, Unary } from "../expression.ts";
import { infer } from "../inferExpression.ts";
import { printExpression } from "../notation/printExpression.ts";
import { printType } from "../notation/printType.ts";
import { type DataType, isNested } from "../types.ts";
import { commonOf } from "./commonType.ts";
import { isInteger, isNumber } from "./families.ts";
import { type Refusal, refuse, show } from "./refusal.ts";
import { noCommonType } from "./resultRules.ts";
import type { Inferred, Inferring } from "./scope.ts";

type Spanned<T> = T & Pick<Expression, "span">;

/** Reports a nullable operand or one of the wrong family; true where it may stand. */
export function demand(
  part: TypedExpression,
  inferring: Inferring,
  fits: (type: DataType) => boolean,
  wrong: (part: TypedExpression) => Refusal,
): boolean {
  const refusal = part.type.kind === "null" || fits(part.type) ? (part.nullable ? mayBeNull(part) : undefined) : wrong(part);
  if (refusal !== undefined) inferring.problems.push(part.span === undefined ? refusal : { ...refusal, span: part.span });
  return refusal === undefined;
}

export function mayBeNull(part: TypedExpression): Refusal {
  return part.kind === "null"
    ? refuse("ODB2010", "null is no operand here.", "Compare with `=== null`, or give a value.")
    : refuse(
        "ODB2010",
        `\`${show(part)}\` may be null.`,
        `Handle it first: \`${part.kind === "column" || part.kind === "call" ? show(part) : `(${show(part)})`} ?? …\`, or \`=== null ? … : …\`.`,
      );
}

/** A condition: a boolean that is not null. Numbers and texts are no conditions. */
export const demandCondition = (part: TypedExpression, inferring: Inferring): boolean => demand(part, inferring, isBoolean, noCondition);

const isBoolean = ({ kind }: DataType): boolean => kind === "boolean";

const noCondition = (part: TypedExpression): Refusal =>
  refuse("ODB2012", `\`${show(part)}\` is ${printType(part.type)}, and a condition is a boolean.`, conditionHint(part));

function conditionHint(part: TypedExpression): string {
  if (part.nullable) return `Compare it: \`${show(part)} !== null\`.`;
  return isNumber(part.type)
    ? `Compare it: \`${show(part)} !== 0\`.`
    : part.type.kind === "string"
      ? `Compare it: \`${show(part)} !== ''\`.`
      : "Compare it with a value.";
}

export function inferUnary(
  { operator, operand, ...rest }: Spanned<Unary<Expression>>,
  inferring: Inferring,
  place: DataType | undefined,
): Inferred | Refusal | undefined {
  const inner = infer(operand, inferring, place);
  if (inner === undefined) return undefined;
  const { typed } = inner;
  if (operator === "!") {
    if (!demandCondition(typed, inferring)) return undefined;
    return {
      typed: { ...rest, operator, operand: typed, type: { kind: "boolean" }, nullable: false },
      ...(inner.whenFalse === undefined ? {} : { whenTrue: inner.whenFalse }),
      ...(inner.whenTrue === undefined ? {} : { whenFalse: inner.whenTrue }),
    };
  }
  if (
    !demand(typed, inferring, isNumber, () =>
      refuse("ODB2013", `\`${show(typed)}\` is ${printType(typed.type)}, and \`-\` takes a number.`),
    )
  )
    return undefined;
  const type: DataType = isInteger(typed.type) ? { kind: "int64" } : typed.type.kind === "decimal" ? typed.type : { kind: "float64" };
  return { typed: { ...rest, operator, operand: typed, type, nullable: false } };
}

export function inferConditional(
  { kind, condition, then, otherwise, span }: Spanned<Conditional<Expression>>,
  inferring: Inferring,
  place: DataType | undefined,
): Inferred | Refusal | undefined {
  const test = infer(condition, inferring);
  const fits = test !== undefined && demandCondition(test.typed, inferring);
  const { first: yes, second: no } = inferTogether(
    then,
    otherwise,
    knowing(inferring, test?.whenTrue),
    knowing(inferring, test?.whenFalse),
    place,
  );
  if (test === undefined || !fits || yes === undefined || no === undefined) return undefined;
  const type = commonOf(yes.typed, no.typed);
  if (type === undefined) return noCommonType(yes.typed, no.typed);
  const parts = { kind, condition: test.typed, then: yes.typed, otherwise: no.typed };
  const nullable = yes.typed.nullable || no.typed.nullable;
  return { typed: span === undefined ? { ...parts, type, nullable } : { ...parts, type, nullable, span } };
}

/** Two parts side by side: a written number takes the type of the other. */
export function inferTogether(
  a: Expression,
  b: Expression,
  inA: Inferring,
  inB: Inferring,
  place: DataType | undefined,
): { readonly first: Inferred | undefined; readonly second: Inferred | undefined } {
  if (!isOpen(a)) {
    const first = infer(a, inA, place);
    return { first, second: infer(b, inB, isOpen(b) ? (numeric(first?.typed.type) ?? place) : place) };
  }
  if (isOpen(b)) return { first: infer(a, inA, place), second: infer(b, inB, place) };
  const second = infer(b, inB, place);
  return { first: infer(a, inA, numeric(second?.typed.type) ?? place), second };
}

const numeric = (type: DataType | undefined): DataType | undefined => (type !== undefined && isNumber(type) ? type : undefined);

/** Whether an expression's type depends on what stands beside it. */
export function isOpen(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
      return true;
    case "unary":
      return expression.operator === "-" && isOpen(expression.operand);
    case "binary":
      return (
        (expression.operator === "+" || expression.operator === "-" || expression.operator === "*") &&
        isOpen(expression.left) &&
        isOpen(expression.right)
      );
    case "conditional":
      return (
        isOpenOrNull(expression.then) && isOpenOrNull(expression.otherwise) && (isOpen(expression.then) || isOpen(expression.otherwise))
      );
    default:
      return false;
  }
}

const isOpenOrNull = (expression: Expression): boolean => expression.kind === "null" || isOpen(expression);

/** The same place, with more known not to be null. */
export function knowing(inferring: Inferring, more: ReadonlySet<string> | undefined): Inferring {
  return more === undefined || more.size === 0
    ? inferring
    : { ...inferring, known: inferring.known.size === 0 ? more : new Set([...inferring.known, ...more]) };
}

export function inferTemplate({ texts, values, ...rest }: Spanned<Template<Expression>>, inferring: Inferring): Inferred | undefined {
  const parts = values.map(value => infer(value, inferring)?.typed);
  const typed = parts.filter(part => part !== undefined);
  const fits = typed.map(part =>
    demand(
      part,
      inferring,
      type => type.kind !== "binary" && !isNested(type),
      () => refuse("ODB2006", `\`${show(part)}\` is ${printType(part.type)}, which has no text.`),
    ),
  );
  return typed.length < values.length || fits.includes(false)
    ? undefined
    : { typed: { ...rest, texts, values: typed, type: { kind: "string" }, nullable: false } };
}

/** The text under which an expression is known. */
export const keyOf = (expression: Expression): string => printExpression(expression);

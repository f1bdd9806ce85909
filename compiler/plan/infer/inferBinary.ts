import type { Binary, BinaryOperator, Expression, TypedExpression } from "../expression.ts";
import { infer } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import { type DataType, isNested } from "../types.ts";
import { commonOf } from "./commonType.ts";
import { asDecimal, isFloat, isInteger, isNumber, isOrderable, isTemporal, isText } from "./families.ts";
import { demand, demandCondition, inferTogether, keyOf, knowing } from "./inferOthers.ts";
import { isRefusal, type Refusal, refuse, show } from "./refusal.ts";
import { missingValue, noCommonType } from "./resultRules.ts";
import type { Inferred, Inferring } from "./scope.ts";

type Spanned<T> = T & Pick<Expression, "span">;
type Rule = (expression: Spanned<Binary<Expression>>, inferring: Inferring, place: DataType | undefined) => Inferred | Refusal | undefined;

export const inferBinary: Rule = (expression, inferring, place) => rules[expression.operator](expression, inferring, place);

const boolean: DataType = { kind: "boolean" };

const rules: { readonly [O in BinaryOperator]: Rule } = {
  "+": arithmetic,
  "-": arithmetic,
  "*": arithmetic,
  "/": arithmetic,
  "%": arithmetic,
  "**": arithmetic,
  "===": equality,
  "!==": equality,
  "<": comparison,
  "<=": comparison,
  ">": comparison,
  ">=": comparison,
  "&&": logic,
  "||": logic,
  "??": coalesce,
};

function arithmetic(
  expression: Spanned<Binary<Expression>>,
  inferring: Inferring,
  place: DataType | undefined,
): Inferred | Refusal | undefined {
  const { operator } = expression;
  const { left, right } = sides(expression, inferring, place);
  if (left === undefined || right === undefined) return undefined;
  if (operator === "+" && (isText(left.type) || isText(right.type))) return concatenation(expression, left, right, inferring);
  // Two dates under a minus are one fault, of the operation.
  if (!isNumber(left.type) && !isNumber(right.type) && left.type.kind !== "null" && right.type.kind !== "null")
    return notANumber(operator, left);
  const wrong = (side: TypedExpression) => notANumber(operator, side);
  const fits = demand(left, inferring, isNumber, wrong);
  if (!demand(right, inferring, isNumber, wrong) || !fits) return undefined;
  const type = arithmeticType(operator, left.type, right.type);
  return isRefusal(type) ? type : result(expression, left, right, type);
}

function notANumber(operator: BinaryOperator, side: TypedExpression): Refusal {
  const hint = isTemporal(side.type)
    ? operator === "-"
      ? "Use dateDiff(from, to, unit), or dateAdd(value, -1, 'day')."
      : "Use dateAdd(value, 1, 'day')."
    : isText(side.type)
      ? "Convert it: cast(…, t.int64())."
      : side.type.kind === "boolean"
        ? "Choose a number: `… ? 1 : 0`."
        : undefined;
  return refuse("ODB2013", `\`${show(side)}\` is ${printType(side.type)}, and \`${operator}\` takes numbers.`, hint);
}

function concatenation(
  expression: Spanned<Binary<Expression>>,
  left: TypedExpression,
  right: TypedExpression,
  inferring: Inferring,
): Inferred | undefined {
  const fits = [left, right].map(side =>
    demand(side, inferring, isText, () =>
      refuse("ODB2013", `\`${show(side)}\` is ${printType(side.type)} beside a text.`, "Put it into a template: `${…}`."),
    ),
  );
  return fits.includes(false) ? undefined : result(expression, left, right, { kind: "string" });
}

/** Whole numbers give int64, decimals a decimal, all else float64; `/` and `**` always float64. */
function arithmeticType(operator: BinaryOperator, left: DataType, right: DataType): DataType | Refusal {
  if (operator === "/" || operator === "**" || isFloat(left) || isFloat(right)) return { kind: "float64" };
  if (isInteger(left) && isInteger(right)) return { kind: "int64" };
  const a = asDecimal(left);
  const b = asDecimal(right);
  if (a === undefined || b === undefined) return { kind: "float64" };
  const scale = operator === "*" ? a.scale + b.scale : Math.max(a.scale, b.scale);
  const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
  const digits = operator === "*" ? a.precision + b.precision : operator === "%" ? whole + scale : whole + scale + 1;
  if (scale > 38 || (operator === "%" && digits > 38))
    return refuse(
      "ODB2021",
      `${printType(left)} ${operator} ${printType(right)} has more than 38 digits${scale > 38 ? " after its point" : ""}.`,
      "Round a side first, round(…, 2), or convert it to float64.",
    );
  // Two sides that fit a machine word stay in one: DuckDB's own rule, and its speed.
  const short = operator !== "%" && a.precision <= 18 && b.precision <= 18 && digits > 18 && scale < 18;
  return { kind: "decimal", precision: short ? 18 : Math.min(digits, 38), scale };
}

function equality(expression: Spanned<Binary<Expression>>, inferring: Inferring): Inferred | Refusal | undefined {
  const { operator } = expression;
  const { left, right } = sides(expression, inferring, undefined);
  if (left === undefined || right === undefined) return undefined;
  const refusal = (isNull(left) || isNull(right) ? undefined : (nestedRefusal(left) ?? nestedRefusal(right))) ?? comparable(left, right);
  if (refusal !== undefined) return refusal;
  const withNull = isNull(left) || isNull(right);
  const inferred = result(expression, left, right, boolean);
  // What is not null anyway, wherever it stands, need not be known for it.
  const mayBeNull = (side: TypedExpression) => side.nullable || inferring.known.size > 0;
  if (!mayBeNull(left) && !mayBeNull(right)) return inferred;
  const notNull = new Set<string>();
  if ((withNull || !right.nullable) && mayBeNull(left)) notNull.add(keyOf(expression.left));
  if ((withNull || !left.nullable) && mayBeNull(right)) notNull.add(keyOf(expression.right));
  return (operator === "===") === withNull ? { ...inferred, whenFalse: notNull } : { ...inferred, whenTrue: notNull };
}

const isNull = ({ type }: TypedExpression): boolean => type.kind === "null";

function nestedRefusal(side: TypedExpression): Refusal | undefined {
  const { kind } = side.type;
  if (!isNested(side.type)) return undefined;
  return refuse(
    "ODB2016",
    `\`${show(side)}\` is a ${kind}, and \`===\` compares ${kind}s by identity.`,
    kind === "struct" ? "Compare its fields." : kind === "list" ? "Compare an item, or its `.length`, or use `.includes`." : undefined,
  );
}

function comparison(expression: Spanned<Binary<Expression>>, inferring: Inferring): Inferred | Refusal | undefined {
  const { left, right } = sides(expression, inferring, undefined);
  if (left === undefined || right === undefined) return undefined;
  if (!isOrdered(left.type) && !isOrdered(right.type)) return noOrder(left);
  const fits = demand(left, inferring, isOrdered, noOrder);
  if (!demand(right, inferring, isOrdered, noOrder) || !fits) return undefined;
  return comparable(left, right) ?? result(expression, left, right, boolean);
}

const isOrdered = (type: DataType): boolean => type.kind === "null" || (isOrderable(type) && type.kind !== "boolean");

const noOrder = (side: TypedExpression): Refusal => refuse("ODB2014", `\`${show(side)}\` is ${printType(side.type)}, which has no order.`);

/** Why two values are never compared. */
function comparable(left: TypedExpression, right: TypedExpression): Refusal | undefined {
  const missing = missingIn(left, right) ?? missingIn(right, left);
  if (missing !== undefined) return missing;
  const { type: a } = left;
  const { type: b } = right;
  if (a.kind === "enum" && b.kind === "enum" && !a.values.some(value => b.values.includes(value)))
    return refuse(
      "ODB2014",
      `\`${show(left)}\` and \`${show(right)}\` have no value in common.`,
      `They are ${printType(a)} and ${printType(b)}.`,
    );
  if (isTemporal(a) && isTemporal(b) && a.kind !== b.kind)
    return refuse(
      "ODB2017",
      `\`${show(left)}\` is a ${printType(a)} and \`${show(right)}\` a ${printType(b)}.`,
      "Take the day of the instant: date(…).",
    );
  if (commonOf(left, right) !== undefined) return undefined;
  if (isNumber(a) && isNumber(b)) return noCommonType(left, right);
  return refuse(
    "ODB2014",
    `\`${show(left)}\` is ${printType(a)} and \`${show(right)}\` is ${printType(b)}: they are never equal.`,
    comparisonHint(left, right),
  );
}

function missingIn(side: TypedExpression, literal: TypedExpression): Refusal | undefined {
  return literal.kind === "string" && side.type.kind === "enum" && !side.type.values.includes(literal.value)
    ? missingValue(show(side), side.type.values, literal.value)
    : undefined;
}

function comparisonHint(left: TypedExpression, right: TypedExpression): string | undefined {
  const literal = left.kind === "string" ? left : right.kind === "string" ? right : undefined;
  const other = literal === left ? right : left;
  if (literal?.kind === "string" && other.type.kind === "date") return `Write the date as one: date('${literal.value}').`;
  if (literal?.kind === "string" && other.type.kind === "timestamp") return `Write the instant as one: timestamp('${literal.value}').`;
  if (literal?.kind === "string" && isNumber(other.type)) return "Write the number without quotes.";
  return isText(left.type) || isText(right.type) ? "Convert one of them: cast(…, t.string())." : undefined;
}

/** `&&` and `||` of booleans; the right side knows what the left one says of nulls. */
function logic(expression: Spanned<Binary<Expression>>, inferring: Inferring): Inferred | undefined {
  const and = expression.operator === "&&";
  const left = infer(expression.left, inferring);
  const leftFits = left !== undefined && demandCondition(left.typed, inferring);
  const right = infer(expression.right, knowing(inferring, and ? left?.whenTrue : left?.whenFalse));
  const rightFits = right !== undefined && demandCondition(right.typed, inferring);
  if (left === undefined || right === undefined || !leftFits || !rightFits) return undefined;
  return {
    typed: result(expression, left.typed, right.typed, boolean).typed,
    whenTrue: (and ? both : shared)(left.whenTrue, right.whenTrue),
    whenFalse: (and ? shared : both)(left.whenFalse, right.whenFalse),
  };
}

type Names = ReadonlySet<string>;
const noNames: Names = new Set();

const both = (a = noNames, b = noNames): Names => (b.size === 0 ? a : a.size === 0 ? b : new Set([...a, ...b]));
const shared = (a = noNames, b = noNames): Names => (a.size === 0 || b.size === 0 ? noNames : new Set([...a].filter(text => b.has(text))));

function coalesce(
  expression: Spanned<Binary<Expression>>,
  inferring: Inferring,
  place: DataType | undefined,
): Inferred | Refusal | undefined {
  const { left, right } = sides(expression, inferring, place);
  if (left === undefined || right === undefined) return undefined;
  const type = commonOf(left, right);
  if (type === undefined) return noCommonType(left, right);
  return result(expression, left, right, type, left.nullable && right.nullable);
}

function sides(
  { left, right }: Binary<Expression>,
  inferring: Inferring,
  place: DataType | undefined,
): { readonly left: TypedExpression | undefined; readonly right: TypedExpression | undefined } {
  const { first, second } = inferTogether(left, right, inferring, inferring, place);
  return { left: first?.typed, right: second?.typed };
}

function result(
  { kind, operator, span }: Spanned<Binary<Expression>>,
  left: TypedExpression,
  right: TypedExpression,
  type: DataType,
  nullable = false,
): Inferred {
  return {
    typed: span === undefined ? { kind, operator, left, right, type, nullable } : { kind, operator, left, right, type, nullable, span },
  };
}

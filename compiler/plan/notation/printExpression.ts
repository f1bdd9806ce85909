import type { Expression, ExpressionKind, UnaryOperator } from "../expression.ts";
import { functions, isFunctionName } from "../functions.ts";
import type { DataType } from "../types.ts";
import { isIdentifier, isPlainName } from "./names.ts";
import { atomPrecedence, conditionalPrecedence, postfixPrecedence, precedence, unaryPrecedence } from "./precedence.ts";
import { escapeRegexSource, quote, quoteTemplate } from "./quote.ts";

/** The one text of an expression: the language's own words, the fewest parentheses, single quotes, nothing invisible. */
export function printExpression<K extends ExpressionKind>(expression: Extract<Expression, { kind: K }>): string {
  const printer: Printer<K> = printers[expression.kind as K];
  return printer(expression);
}

type Printer<K extends ExpressionKind> = (expression: Extract<Expression, { kind: K }>) => string;

const printers: { readonly [K in ExpressionKind]: Printer<K> } = {
  number: ({ text }) => text,
  string: ({ value }) => quote(value),
  boolean: ({ value }) => String(value),
  null: () => "null",
  regex: ({ source, flags }) => `/${escapeRegexSource(source)}/${flags}`,
  type: ({ dataType }) => printTypeCall(dataType),
  column: ({ side, name }) => {
    if (side === undefined) return isPlainName(name) ? name : `row[${quote(name)}]`;
    return isIdentifier(name) ? `${side}.${name}` : `${side}[${quote(name)}]`;
  },
  parameter: ({ name }) => `$${name}`,
  list: ({ items }) => `[${printAll(items)}]`,
  unary: ({ operator, operand }) => `${operator}${printUnaryOperand(operator, operand)}`,
  binary: ({ operator, left, right }) => {
    const own = precedence[operator];
    return operator === "**"
      ? `${within(left, unaryPrecedence + 1)} ** ${printSide(operator, right, own)}`
      : `${printSide(operator, left, own)} ${operator} ${printSide(operator, right, own + 1)}`;
  },
  conditional: ({ condition, then, otherwise }) =>
    `${within(condition, conditionalPrecedence + 1)} ? ${printExpression(then)} : ${printExpression(otherwise)}`,
  template: ({ texts, values }) =>
    `\`${texts
      .map((text, i) => {
        const value = values[i];
        return quoteTemplate(text) + (value === undefined ? "" : `\${${printExpression(value)}}`);
      })
      .join("")}\``,
  field: ({ target, name }) => {
    const text = within(target, target.kind === "number" ? atomPrecedence + 1 : postfixPrecedence);
    return isIdentifier(name) && !isFunctionName(`.${name}`) ? `${text}.${name}` : `${text}[${quote(name)}]`;
  },
  call: ({ name, arguments: given, options }) => {
    const { notation } = functions[name];
    const target = given[0];
    if (notation === "function" || target === undefined) return `${name}(${printArguments(given, 0, options)})`;
    const text = within(target, target.kind === "number" ? atomPrecedence + 1 : postfixPrecedence);
    if (notation === "property") return `${text}${name}`;
    return notation === "index" ? `${text}[${printAll(given, 1)}]` : `${text}${name}(${printArguments(given, 1, options)})`;
  },
};

type Precedence<K extends ExpressionKind> = (expression: Extract<Expression, { kind: K }>) => number;

const atom = () => atomPrecedence;

const precedences: { readonly [K in ExpressionKind]: Precedence<K> } = {
  number: atom,
  string: atom,
  boolean: atom,
  null: atom,
  regex: atom,
  type: atom,
  column: atom,
  parameter: atom,
  list: atom,
  unary: () => unaryPrecedence,
  binary: ({ operator }) => precedence[operator],
  conditional: () => conditionalPrecedence,
  template: atom,
  field: () => postfixPrecedence,
  call: () => postfixPrecedence,
};

function within<K extends ExpressionKind>(expression: Extract<Expression, { kind: K }>, needs: number): string {
  const text = printExpression(expression);
  return (precedences[expression.kind as K] as Precedence<K>)(expression) < needs ? `(${text})` : text;
}

function printSide(operator: string, side: Expression, needs: number): string {
  return mixesCoalesce(operator, side) ? `(${printExpression(side)})` : within(side, needs);
}

function printAll(items: readonly Expression[], start = 0): string {
  let text = "";
  for (const [index, item] of items.entries())
    if (index >= start) text += index === start ? printExpression(item) : `, ${printExpression(item)}`;
  return text;
}

function printArguments(given: readonly Expression[], start: number, options: { readonly [name: string]: Expression } | undefined): string {
  const text = printAll(given, start);
  if (options === undefined) return text;
  const named = Object.entries(options).map(([option, value]) => `${option}: ${printExpression(value)}`);
  return named.length === 0 ? text : `${text}${text === "" ? "" : ", "}{ ${named.join(", ")} }`;
}

/** `-` before a number or another minus is read apart, and so is not written together. */
function printUnaryOperand(operator: UnaryOperator, operand: Expression): string {
  return operator === "-" && operand.kind === "unary" && operand.operator === "-"
    ? `(${printExpression(operand)})`
    : within(operand, unaryPrecedence);
}

function mixesCoalesce(operator: string, child: Expression): boolean {
  if (child.kind !== "binary") return false;
  const logical = (name: string) => name === "&&" || name === "||";
  return (operator === "??" && logical(child.operator)) || (logical(operator) && child.operator === "??");
}

/** A type as an argument: `t.decimal(12, 2)`. */
function printTypeCall(type: DataType): string {
  switch (type.kind) {
    case "decimal":
      return `t.decimal(${type.precision}, ${type.scale})`;
    case "enum":
      return `t.enum(${type.values.map(quote).join(", ")})`;
    case "list":
      return `t.list(${printColumnType(type.item, type.itemNullable)})`;
    case "struct":
      return `t.struct({ ${type.fields.map(field => `${isIdentifier(field.name) ? field.name : quote(field.name)}: ${printColumnType(field.type, field.nullable)}`).join(", ")} })`;
    case "map":
      return `t.map(${printTypeCall(type.key)}, ${printColumnType(type.value, type.valueNullable)})`;
    default:
      return `t.${type.kind}()`;
  }
}

const printColumnType = (type: DataType, nullable: boolean): string => `${printTypeCall(type)}${nullable ? ".nullable()" : ""}`;

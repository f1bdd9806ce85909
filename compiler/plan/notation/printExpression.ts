import type { Expression, ExpressionKind, UnaryOperator } from "../expression.ts";
import { functions } from "../functions.ts";
import type { DataType } from "../types.ts";
import { isIdentifier, isPlainName } from "./names.ts";
import { atomPrecedence, conditionalPrecedence, postfixPrecedence, precedence, unaryPrecedence } from "./precedence.ts";
import { escapeRegexSource, quote, quoteTemplate } from "./quote.ts";

/** The one text of an expression: the language's own words, the fewest parentheses, single quotes, nothing invisible. */
export function printExpression(expression: Expression): string {
  return print(expression).text;
}

interface Printed {
  readonly text: string;
  readonly precedence: number;
}
type Printer<K extends ExpressionKind> = (expression: Extract<Expression, { kind: K }>) => Printed;

const atom = (text: string): Printed => ({ text, precedence: atomPrecedence });

const printers: { readonly [K in ExpressionKind]: Printer<K> } = {
  number: ({ text }) => atom(text),
  string: ({ value }) => atom(quote(value)),
  boolean: ({ value }) => atom(String(value)),
  null: () => atom("null"),
  regex: ({ source, flags }) => atom(`/${escapeRegexSource(source)}/${flags}`),
  type: ({ dataType }) => atom(printTypeCall(dataType)),
  column: ({ side, name }) =>
    atom(
      side === undefined && isPlainName(name)
        ? name
        : isIdentifier(name) && side !== undefined
          ? `${side}.${name}`
          : `${side ?? "row"}[${quote(name)}]`,
    ),
  parameter: ({ name }) => atom(`$${name}`),
  list: ({ items }) => atom(`[${items.map(printExpression).join(", ")}]`),
  unary: ({ operator, operand }) => ({ text: `${operator}${printUnaryOperand(operator, operand)}`, precedence: unaryPrecedence }),
  binary: expression => {
    const { operator, left, right } = expression;
    const own = precedence[operator];
    const rightAssociative = operator === "**";
    const side = (child: Expression, needs: number) =>
      mixesCoalesce(operator, child) ? `(${printExpression(child)})` : within(child, needs);
    const leftText = rightAssociative ? within(left, unaryPrecedence + 1) : side(left, own);
    const rightText = side(right, rightAssociative ? own : own + 1);
    return { text: `${leftText} ${operator} ${rightText}`, precedence: own };
  },
  conditional: ({ condition, then, otherwise }) => ({
    text: `${within(condition, conditionalPrecedence + 1)} ? ${printExpression(then)} : ${printExpression(otherwise)}`,
    precedence: conditionalPrecedence,
  }),
  template: ({ texts, values }) =>
    atom(
      `\`${texts
        .map((text, i) => {
          const value = values[i];
          return quoteTemplate(text) + (value === undefined ? "" : `\${${printExpression(value)}}`);
        })
        .join("")}\``,
    ),
  call: expression => {
    const { name, options } = expression;
    const [target, ...rest] = expression.arguments;
    const named = options === undefined ? [] : Object.entries(options);
    const optionText =
      named.length === 0 ? [] : [`{ ${named.map(([option, value]) => `${option}: ${printExpression(value)}`).join(", ")} }`];
    const list = (items: readonly Expression[]) => `(${[...items.map(printExpression), ...optionText].join(", ")})`;
    const { notation } = functions[name];
    if (notation === "function" || target === undefined)
      return { text: `${name}${list(expression.arguments)}`, precedence: postfixPrecedence };
    const text = within(target, target.kind === "number" ? atomPrecedence + 1 : postfixPrecedence);
    if (notation === "index") return { text: `${text}[${rest.map(printExpression).join(", ")}]`, precedence: postfixPrecedence };
    return { text: `${text}${name}${notation === "property" ? "" : list(rest)}`, precedence: postfixPrecedence };
  },
};

function print<K extends ExpressionKind>(expression: Extract<Expression, { kind: K }>): Printed {
  const printer: Printer<K> = printers[expression.kind as K];
  return printer(expression);
}

function within(expression: Expression, needs: number): string {
  const { text, precedence: own } = print(expression);
  return own < needs ? `(${text})` : text;
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
      return `t.list(${printTypeCall(type.item)}${type.itemNullable ? ".nullable()" : ""})`;
    default:
      return `t.${type.kind}()`;
  }
}

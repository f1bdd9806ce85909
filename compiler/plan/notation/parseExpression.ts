import type { Problem } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearestName.ts";
import { type BinaryOperator, type Expression, type Side, sides } from "../expression.ts";
import { functions, isFunctionName } from "../functions.ts";
import { precedence } from "./precedence.ts";
import { findInvisible } from "./quote.ts";
import { readType } from "./readType.ts";
import { Fault, maximumNesting, type Token, tokenize } from "./tokenize.ts";
import { readList, TokenReader } from "./tokenReader.ts";

/** The expression that a text of the plan's notation stands for, or the first place where it leaves the grammar (docs/plan-grammar.md). Never throws, whatever the text. */
export function parseExpression(text: string, file = ""): { readonly expression?: Expression; readonly problems: readonly Problem[] } {
  try {
    const hidden = findInvisible(text);
    if (hidden !== undefined)
      throw new Fault(
        "ODB2001",
        `The text holds ${hidden.name}, which cannot be seen.`,
        hidden.at,
        hidden.at + 1,
        "Write it as an escape: \\u{…}.",
      );
    const reader = new TokenReader(tokenize(text, 0), file);
    const expression = readExpression(reader, 0);
    reader.expectEnd();
    return { expression, problems: [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      problems: [
        {
          code: error.code,
          message: error.message,
          ...(error.hint === undefined ? {} : { hint: error.hint }),
          span: { file, start: error.start, end: error.end },
        },
      ],
    };
  }
}

const tooDeep = (reader: TokenReader): Fault =>
  new Fault("ODB2002", `This expression nests deeper than ${maximumNesting} levels.`, reader.peek().start, reader.peek().end);

function readExpression(reader: TokenReader, depth: number): Expression {
  if (depth > maximumNesting) throw tooDeep(reader);
  const { start } = reader.peek();
  const condition = readBinary(reader, precedence["??"], depth);
  if (!reader.take("?")) return condition;
  const then = readExpression(reader, depth + 1);
  reader.expect(":");
  const otherwise = readExpression(reader, depth + 1);
  return { kind: "conditional", condition, then, otherwise, ...reader.span(start) };
}

/** Precedence climbing: operators that bind at least as tightly as `least`. */
function readBinary(reader: TokenReader, least: number, depth: number): Expression {
  if (depth > maximumNesting) throw tooDeep(reader);
  const { start } = reader.peek();
  let left = readUnary(reader, depth);
  let turns = 0;
  for (;;) {
    const token = reader.peek();
    const operator = token.kind === "sign" && isBinaryOperator(token.text) ? token.text : undefined;
    if (operator === undefined || precedence[operator] < least) return left;
    if (depth + ++turns > maximumNesting) throw tooDeep(reader);
    const bare = reader.tokens[reader.at - 1];
    if (operator === "**" && left.kind === "unary" && bare !== undefined && !(bare.text === ")" && startsWithParenthesis(reader, start)))
      throw reader.unexpected("A sign and `**` want parentheses");
    reader.next();
    const right = operator === "**" ? readBinary(reader, precedence["**"], depth + 1) : readBinary(reader, precedence[operator] + 1, depth);
    if (mixesCoalesce(operator, left, right, reader, start)) throw reader.unexpected("`??` beside `&&` or `||` wants parentheses");
    left = { kind: "binary", operator, left, right, ...reader.span(start) };
  }
}

const startsWithParenthesis = (reader: TokenReader, start: number): boolean =>
  reader.tokens.some(token => token.start === start && token.text === "(");

const isBinaryOperator = (text: string): text is BinaryOperator => Object.hasOwn(precedence, text);

/** A chain of `a && b ?? c` without parentheses; whether there are some is told by where an operand begins. */
function mixesCoalesce(operator: BinaryOperator, left: Expression, right: Expression, reader: TokenReader, start: number): boolean {
  const logical = (name: BinaryOperator) => name === "&&" || name === "||";
  const bare = (side: Expression, from: number | undefined) =>
    side.kind === "binary" &&
    (operator === "??" ? logical(side.operator) : logical(operator) && side.operator === "??") &&
    side.span?.start === from;
  return (
    bare(left, start) ||
    (bare(right, right.span?.start) && !reader.tokens.some(token => token.text === "(" && token.end === right.span?.start))
  );
}

function readUnary(reader: TokenReader, depth: number): Expression {
  if (depth > maximumNesting) throw tooDeep(reader);
  const { start } = reader.peek();
  const operator = reader.take("-") ? "-" : reader.take("!") ? "!" : undefined;
  if (operator === undefined) return readPostfix(reader, depth);
  return { kind: "unary", operator, operand: readUnary(reader, depth + 1), ...reader.span(start) };
}

function readPostfix(reader: TokenReader, depth: number): Expression {
  const { start } = reader.peek();
  let target = readPrimary(reader, depth);
  for (let turns = depth; ; turns++) {
    if (turns > maximumNesting) throw tooDeep(reader);
    if (reader.take("[")) {
      const index = readExpression(reader, depth + 1);
      reader.expect("]");
      if (index.kind === "string") target = { kind: "field", target, name: index.value, ...reader.span(start) };
      else target = { kind: "call", name: "[]", arguments: [target, index], ...reader.span(start) };
    } else if (reader.is(".")) target = readMember(reader, target, start, depth);
    else return target;
  }
}

function readMember(reader: TokenReader, target: Expression, start: number, depth: number): Expression {
  reader.expect(".");
  const token = reader.next();
  if (token.kind !== "name") throw new Fault("ODB2001", "A method or a property has a name.", token.start, token.end);
  const name = `.${token.text}`;
  if (!isFunctionName(name) && !reader.is("(")) return { kind: "field", target, name: token.text, ...reader.span(start) };
  if (!isFunctionName(name)) throw unknownFunction(name, token);
  const method = reader.is("(");
  if (method !== (functions[name].notation === "method"))
    throw new Fault(
      "ODB2001",
      method ? `\`${name}\` is a property, not a method.` : `\`${name}\` is a method and wants parentheses.`,
      token.start,
      token.end,
    );
  const parsed = method ? readArguments(reader, depth) : { arguments: [] };
  return { kind: "call", name, ...parsed, arguments: [target, ...parsed.arguments], ...reader.span(start) };
}

function unknownFunction(name: string, token: Token): Fault {
  const near = nearestName(name, Object.keys(functions));
  return new Fault(
    "ODB2004",
    `There is no \`${name}\`.`,
    token.start,
    token.end,
    near === undefined ? undefined : `Did you mean \`${near}\`?`,
  );
}

function readPrimary(reader: TokenReader, depth: number): Expression {
  const token = reader.peek();
  switch (token.kind) {
    case "number":
      reader.next();
      return { kind: "number", text: token.text, ...reader.span(token.start) };
    case "string":
      reader.next();
      return { kind: "string", value: token.value, ...reader.span(token.start) };
    case "regex":
      reader.next();
      return { kind: "regex", source: token.value, flags: token.flags, ...reader.span(token.start) };
    case "parameter":
      reader.next();
      return { kind: "parameter", name: token.value, ...reader.span(token.start) };
    case "template": {
      reader.next();
      const values = token.values.map(({ tokens }) => readInside(tokens, reader.file, depth + 1));
      return { kind: "template", texts: token.texts, values, ...reader.span(token.start) };
    }
    case "name":
      return readName(reader, depth);
    case "sign":
      if (reader.take("(")) {
        const inner = readExpression(reader, depth + 1);
        reader.expect(")");
        return inner;
      }
      if (reader.take("[")) {
        const items = readList(reader, "]", () => readExpression(reader, depth + 1));
        return { kind: "list", items, ...reader.span(token.start) };
      }
  }
  throw reader.unexpected("A value is missing");
}

function readInside(tokens: readonly Token[], file: string, depth: number): Expression {
  const reader = new TokenReader(tokens, file);
  const expression = readExpression(reader, depth);
  reader.expectEnd();
  return expression;
}

function readName(reader: TokenReader, depth: number): Expression {
  const token = reader.next();
  const { start, text } = token;
  if (text === "true" || text === "false") return { kind: "boolean", value: text === "true", ...reader.span(start) };
  if (text === "null") return { kind: "null", ...reader.span(start) };
  if (text === "t" && reader.is(".")) return { kind: "type", dataType: readType(reader), ...reader.span(start) };
  const side = sides.find(name => name === text);
  if ((side !== undefined || text === "row") && (reader.is(".") || reader.is("["))) return readColumn(reader, side, start);
  if (text === "Math" && reader.take(".")) {
    const member = reader.next();
    return readCall(reader, `Math.${member.text}`, member, start, depth);
  }
  if (reader.is("(")) return readCall(reader, text, token, start, depth);
  return { kind: "column", name: text, ...reader.span(start) };
}

function readColumn(reader: TokenReader, word: Side | undefined, start: number): Expression {
  const side = word === undefined ? {} : { side: word };
  if (reader.take("[")) {
    const name = reader.next();
    if (name.kind !== "string") throw new Fault("ODB2001", "A column's name stands in quotes here.", name.start, name.end);
    reader.expect("]");
    return { kind: "column", ...side, name: name.value, ...reader.span(start) };
  }
  reader.expect(".");
  const name = reader.next();
  if (name.kind !== "name" || word === undefined)
    throw new Fault("ODB2001", "A column of the row stands without `row.`; of a side, its name follows.", name.start, name.end);
  return { kind: "column", ...side, name: name.text, ...reader.span(start) };
}

function readCall(reader: TokenReader, name: string, token: Token, start: number, depth: number): Expression {
  if (!isFunctionName(name) || functions[name].notation !== "function") throw unknownFunction(name, token);
  return { kind: "call", name, ...readArguments(reader, depth), ...reader.span(start) };
}

function readArguments(
  reader: TokenReader,
  depth: number,
): { readonly arguments: readonly Expression[]; readonly options?: { readonly [name: string]: Expression } } {
  reader.expect("(");
  const values: Expression[] = [];
  let options: { [name: string]: Expression } | undefined;
  if (reader.take(")")) return { arguments: values };
  do {
    if (options !== undefined) throw reader.unexpected("Options are the last argument");
    if (reader.take("{")) options = readOptions(reader, depth);
    else values.push(readExpression(reader, depth + 1));
  } while (reader.take(","));
  reader.expect(")");
  return options === undefined ? { arguments: values } : { arguments: values, options };
}

function readOptions(reader: TokenReader, depth: number): { [name: string]: Expression } {
  const options = new Map<string, Expression>();
  readList(reader, "}", () => {
    const name = reader.next();
    if (name.kind !== "name" || options.has(name.text) || name.text === "__proto__")
      throw new Fault("ODB2001", "An option has a name of its own.", name.start, name.end);
    reader.expect(":");
    options.set(name.text, readExpression(reader, depth + 1));
  });
  return Object.fromEntries(options);
}

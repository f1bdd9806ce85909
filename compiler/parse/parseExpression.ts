import { ts } from "ts-morph";
import { collectReferences } from "./collectReferences.ts";
import { parseFunction } from "./parseFunction.ts";
import { parseObject } from "./parseObject.ts";
import type { Syntax } from "./syntax.ts";

/** Where a file's text is read: what every part of the parser is given. */
export interface Parsing {
  readonly source: ts.SourceFile;
  readonly text: string;
}

/** Reads an expression of the accepted subset; anything else becomes an `unsupported` node that says what to write instead. */
export function parseExpression(node: ts.Expression, parsing: Parsing): Syntax {
  const accepted = accept(node, parsing);
  if (accepted !== undefined) return accepted;
  const [what, instead] = refused[node.kind] ?? [ts.SyntaxKind[node.kind], "write it with the constructs that docs/language.md lists"];
  return unsupported(node, parsing, what, instead);
}

/** A node that has no meaning in the language. */
export function unsupported(node: ts.Node, parsing: Parsing, what: string, instead: string, rule: "construct" | "assertion" | "looseEquality" | "undefined" = "construct"): Syntax {
  return { kind: "unsupported", what, instead, rule, ...at(node, parsing) };
}

/** The offsets of a node without the trivia before it. */
export function at(node: ts.Node, parsing: Parsing): { readonly s: number; readonly e: number } {
  return { s: node.getStart(parsing.source), e: node.end };
}

// ── what is accepted ──

function accept(node: ts.Expression, parsing: Parsing): Syntax | undefined {
  const place = at(node, parsing);
  const parse = (child: ts.Expression) => parseExpression(child, parsing);
  if (ts.isParenthesizedExpression(node)) return parse(node.expression);
  if (ts.isSatisfiesExpression(node)) return parse(node.expression);
  if (ts.isAsExpression(node)) {
    if (isConst(node.type)) return parse(node.expression);
    return unsupported(node, parsing, "`as`", "a type assertion changes no value; use `cast(value, type)` to convert, or leave it out", "assertion");
  }
  if (ts.isNonNullExpression(node)) return unsupported(node, parsing, "`!`", "say what null becomes: `value ?? …`, or narrow with `=== null ? … : …`", "assertion");
  if (ts.isNumericLiteral(node)) return { kind: "number", text: node.text, ...place };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return { kind: "string", value: node.text, ...place };
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf("/");
    return { kind: "regex", source: node.text.slice(1, end), flags: node.text.slice(end + 1), ...place };
  }
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    return { kind: "template", texts, values: node.templateSpans.map((span) => parse(span.expression)), ...place };
  }
  if (ts.isIdentifier(node)) return node.text === "undefined" ? { kind: "undefined", ...place } : { kind: "name", name: node.text, ...place };
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return { kind: "boolean", value: node.kind === ts.SyntaxKind.TrueKeyword, ...place };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: "null", ...place };
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) return parseChain(node, parsing);
  if (ts.isPrefixUnaryExpression(node)) return parsePrefix(node, parsing);
  if (ts.isBinaryExpression(node)) return parseBinary(node, parsing);
  if (ts.isConditionalExpression(node)) return { kind: "conditional", condition: parse(node.condition), then: parse(node.whenTrue), otherwise: parse(node.whenFalse), ...place };
  if (ts.isObjectLiteralExpression(node)) return parseObject(node, parsing);
  if (ts.isArrayLiteralExpression(node)) return { kind: "array", items: node.elements.map(parse), ...place };
  if (ts.isSpreadElement(node)) return { kind: "spread", expression: parse(node.expression), ...place };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return parseFunction(node, parsing);
  return undefined;
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "const";
}

function parsePrefix(node: ts.PrefixUnaryExpression, parsing: Parsing): Syntax {
  const operand = node.operand;
  if (node.operator === ts.SyntaxKind.ExclamationToken) return { kind: "unary", operator: "!", operand: parseExpression(operand, parsing), ...at(node, parsing) };
  if (node.operator === ts.SyntaxKind.MinusToken) return { kind: "unary", operator: "-", operand: parseExpression(operand, parsing), ...at(node, parsing) };
  if (node.operator === ts.SyntaxKind.PlusToken) return unsupported(node, parsing, "unary `+`", "use `cast(value, t.float64())` to make a number of a text");
  return unsupported(node, parsing, `\`${ts.tokenToString(node.operator)}\``, "a pipeline computes values and assigns none");
}

const comparisons = new Set(["===", "!=="]);
const operators = new Set(["+", "-", "*", "/", "%", "**", "===", "!==", "<", "<=", ">", ">=", "&&", "||", "??"]);

function parseBinary(node: ts.BinaryExpression, parsing: Parsing): Syntax {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? ts.SyntaxKind[node.operatorToken.kind];
  if (operator === "==" || operator === "!=") return unsupported(node, parsing, `\`${operator}\``, `use \`${operator}=\`, which compares without converting`, "looseEquality");
  if (!operators.has(operator)) return unsupported(node, parsing, `\`${operator}\``, operator.endsWith("=") ? "a pipeline computes values and assigns none" : "use arithmetic, comparison, `&&`, `||`, `??` and the functions of \"odibi\"");
  const left = parseExpression(node.left, parsing);
  const right = parseExpression(node.right, parsing);
  if (comparisons.has(operator)) {
    for (const [side, other] of [[left, right], [right, left]] as const) {
      if (side.kind === "undefined") return unsupported(node, parsing, "a comparison with `undefined`", "a column is never undefined; compare with `null`", "undefined");
      if (side.kind === "null" && other.kind === "chain") return unsupported(node, parsing, "`=== null` on an optional chain, which gives undefined", "end the chain with `?? null` first: `(o.a?.b ?? null) === null`", "undefined");
    }
  }
  return { kind: "binary", operator, left, right, ...at(node, parsing) };
}

type Link = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression;

// TypeScript marks every link after a `?.`; the outermost one of a chain is where its null ends.
function parseChain(node: Link, parsing: Parsing): Syntax {
  const link = parseLink(node, parsing);
  return ts.isOptionalChain(node) ? { kind: "chain", expression: link, ...at(node, parsing) } : link;
}

function parseLink(node: Link, parsing: Parsing): Syntax {
  const place = at(node, parsing);
  const inner = node.expression;
  const object =
    ts.isOptionalChain(node) && (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isCallExpression(inner)) && ts.isOptionalChain(inner)
      ? parseLink(inner, parsing)
      : parseExpression(inner, parsing);
  const optional = node.questionDotToken === undefined ? {} : { optional: true as const };
  if (ts.isPropertyAccessExpression(node)) return { kind: "member", object, name: node.name.text, nameAt: node.name.getStart(parsing.source), ...optional, ...place };
  if (ts.isElementAccessExpression(node)) return { kind: "index", object, index: parseExpression(node.argumentExpression, parsing), ...optional, ...place };
  const runs = object.kind === "member" && object.name === "mapRows";
  return { kind: "call", callee: object, arguments: node.arguments.map((argument) => parseArgument(argument, runs, parsing)), ...optional, ...place };
}

function parseArgument(node: ts.Expression, runs: boolean, parsing: Parsing): Syntax {
  const argument = parseExpression(node, parsing);
  return runs && argument.kind === "function" ? { ...argument, references: collectReferences(node, parsing) } : argument;
}

// ── what is refused, and what to write instead ──

const refused: { readonly [kind: number]: readonly [what: string, instead: string] } = {
  [ts.SyntaxKind.NewExpression]: ["`new`", "there are no objects at compile time; for a date write `date(\"2024-01-31\")` or `now()`"],
  [ts.SyntaxKind.AwaitExpression]: ["`await`", "nothing runs at compile time; TypeScript that must run belongs into `mapRows`"],
  [ts.SyntaxKind.YieldExpression]: ["`yield`", "nothing runs at compile time"],
  [ts.SyntaxKind.TaggedTemplateExpression]: ["a tagged template", "write the text without a tag"],
  [ts.SyntaxKind.PostfixUnaryExpression]: ["`++` or `--`", "a pipeline computes values and assigns none"],
  [ts.SyntaxKind.TypeOfExpression]: ["`typeof`", "a column's type is known from its schema"],
  [ts.SyntaxKind.VoidExpression]: ["`void`", "write `null`"],
  [ts.SyntaxKind.DeleteExpression]: ["`delete`", "leave a column out with `.drop(\"name\")` or `({ name, ...rest }) => rest`"],
  [ts.SyntaxKind.ThisKeyword]: ["`this`", "use the lambda's parameter"],
  [ts.SyntaxKind.SuperKeyword]: ["`super`", "use the lambda's parameter"],
  [ts.SyntaxKind.ImportKeyword]: ["`import()`", "import at the top of the file: the import is the dependency"],
  [ts.SyntaxKind.MetaProperty]: ["`import.meta`", "paths are given below a connection"],
  [ts.SyntaxKind.ClassExpression]: ["a class", "use a function of one expression"],
  [ts.SyntaxKind.BigIntLiteral]: ["a bigint literal", "write the number without `n`: an int64 loses no digit"],
  [ts.SyntaxKind.TypeAssertionExpression]: ["a type assertion", "use `cast(value, type)` to convert"],
  [ts.SyntaxKind.OmittedExpression]: ["a hole in a list", "write every item"],
  [ts.SyntaxKind.PrivateIdentifier]: ["a private name", "use a column's name"],
};

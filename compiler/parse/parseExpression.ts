import { ts } from "ts-morph";
import { collectReferences } from "./collectReferences.ts";
import { numberText } from "./numberText.ts";
import { parseFunction } from "./parseFunction.ts";
import { parseObject } from "./parseObject.ts";
import type { Syntax } from "./syntax.ts";

/** Where a file's text is read: what every part of the parser is given. */
export interface Parsing {
  readonly source: ts.SourceFile;
  readonly text: string;
  /** How many expressions the one that is read is in. */
  depth: number;
}

/** How deep expressions may nest, links of a chain included: what every walk over them has room for. */
export const maximumDepth = 800;

/** What is thrown at an expression that is in too many others. */
export interface TooDeep {
  readonly tooDeepAt: number;
}

/** Reads an expression of the accepted subset; anything else becomes an `unsupported` node that says what to write instead. */
export function parseExpression(node: ts.Expression, parsing: Parsing): Syntax {
  const known = subset[node.kind];
  if (typeof known === "function") {
    if (parsing.depth >= maximumDepth) throw { tooDeepAt: startOf(node, parsing) } satisfies TooDeep;
    parsing.depth++;
    const expression = known(node, parsing);
    parsing.depth--;
    return expression;
  }
  const [what, instead] = known ?? [ts.SyntaxKind[node.kind], "write it with the constructs that docs/language.md lists"];
  return unsupported(node, parsing, what, instead);
}

/** A node that has no meaning in the language. */
export function unsupported(
  node: ts.Node,
  parsing: Parsing,
  what: string,
  instead: string,
  rule: "construct" | "assertion" | "looseEquality" | "undefined" = "construct",
): Syntax {
  return { kind: "unsupported", what, instead, rule, ...at(node, parsing) };
}

/** The offsets of a node without the trivia before it. */
export function at(node: ts.Node, parsing: Parsing): { readonly s: number; readonly e: number } {
  return { s: startOf(node, parsing), e: node.end };
}

/** Where a node begins without the trivia before it. */
export function startOf(node: ts.Node, parsing: Parsing): number {
  // Most nodes begin where their predecessor ends, or a blank further; only more than that has to be skipped, which TypeScript does slowly.
  const { text } = parsing;
  const first = text.charCodeAt(node.pos);
  if (first > 32 && first < 127 && first !== 47) return node.pos;
  const second = first === 32 ? text.charCodeAt(node.pos + 1) : 0;
  return second > 32 && second < 127 && second !== 47 ? node.pos + 1 : node.getStart(parsing.source);
}

function isConst(type: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "const";
}

function parsePrefix(node: ts.PrefixUnaryExpression, parsing: Parsing): Syntax {
  const operand = node.operand;
  if (node.operator === ts.SyntaxKind.ExclamationToken)
    return { kind: "unary", operator: "!", operand: parseExpression(operand, parsing), ...at(node, parsing) };
  if (node.operator === ts.SyntaxKind.MinusToken)
    return { kind: "unary", operator: "-", operand: parseExpression(operand, parsing), ...at(node, parsing) };
  if (node.operator === ts.SyntaxKind.PlusToken)
    return unsupported(node, parsing, "unary `+`", "use `cast(value, t.float64())` to make a number of a text");
  return unsupported(node, parsing, `\`${ts.tokenToString(node.operator)}\``, "a pipeline computes values and assigns none");
}

const comparisons = new Set(["===", "!=="]);
const operators = new Set(["+", "-", "*", "/", "%", "**", "===", "!==", "<", "<=", ">", ">=", "&&", "||", "??"]);

function parseBinary(node: ts.BinaryExpression, parsing: Parsing): Syntax {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? ts.SyntaxKind[node.operatorToken.kind];
  if (operator === "==" || operator === "!=")
    return unsupported(node, parsing, `\`${operator}\``, `use \`${operator}=\`, which compares without converting`, "looseEquality");
  if (!operators.has(operator))
    return unsupported(
      node,
      parsing,
      `\`${operator}\``,
      operator.endsWith("=")
        ? "a pipeline computes values and assigns none"
        : 'use arithmetic, comparison, `&&`, `||`, `??` and the functions of "odibi"',
    );
  const left = parseExpression(node.left, parsing);
  const right = parseExpression(node.right, parsing);
  if (comparisons.has(operator)) {
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (side.kind === "undefined")
        return unsupported(node, parsing, "a comparison with `undefined`", "a column is never undefined; compare with `null`", "undefined");
      if (side.kind === "null" && other.kind === "chain")
        return unsupported(
          node,
          parsing,
          "`=== null` on an optional chain, which gives undefined",
          "end the chain with `?? null` first: `(o.a?.b ?? null) === null`",
          "undefined",
        );
    }
  }
  return { kind: "binary", operator, left, right, s: startOf(node, parsing), e: node.end };
}

type Link = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression;

// TypeScript marks every link after a `?.`; the outermost one of a chain is where its null ends.
function parseChain(node: Link, parsing: Parsing): Syntax {
  const link = parseLink(node, parsing);
  return ts.isOptionalChain(node) ? { kind: "chain", expression: link, ...at(node, parsing) } : link;
}

function parseLink(node: Link, parsing: Parsing): Syntax {
  const [s, e] = [startOf(node, parsing), node.end];
  const inner = node.expression;
  const object =
    ts.isOptionalChain(node) &&
    (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isCallExpression(inner)) &&
    ts.isOptionalChain(inner)
      ? parseLink(inner, parsing)
      : parseExpression(inner, parsing);
  if (ts.isPropertyAccessExpression(node))
    return orOptional({ kind: "member", object, name: node.name.text, nameAt: startOf(node.name, parsing), s, e }, node);
  if (ts.isElementAccessExpression(node))
    return orOptional({ kind: "index", object, index: parseExpression(node.argumentExpression, parsing), s, e }, node);
  const runs = object.kind === "member" && object.name === "mapRows";
  const given = node.arguments.map(argument => parseArgument(argument, runs, parsing));
  return orOptional({ kind: "call", callee: object, arguments: given, s, e }, node);
}

function orOptional(syntax: Extract<Syntax, { kind: "member" | "index" | "call" }>, node: Link): Syntax {
  return node.questionDotToken === undefined ? syntax : { ...syntax, optional: true };
}

function parseArgument(node: ts.Expression, runs: boolean, parsing: Parsing): Syntax {
  const argument = parseExpression(node, parsing);
  return runs && argument.kind === "function" ? { ...argument, references: collectReferences(node, parsing) } : argument;
}

type Reader<N extends ts.Node> = (node: N, parsing: Parsing) => Syntax;

// A reader per kind of node; `entry` ties the kind to the type that TypeScript's parser gives it.
const entry = <N extends ts.Node>(read: Reader<N>) => read as Reader<never> as Reader<ts.Expression>;
const text = entry<ts.StringLiteral | ts.NoSubstitutionTemplateLiteral>((node, parsing) => ({
  kind: "string",
  value: node.text,
  s: startOf(node, parsing),
  e: node.end,
}));
const truth = (value: boolean) => entry<ts.BooleanLiteral>((node, parsing) => ({ kind: "boolean", value, ...at(node, parsing) }));
const inner = entry<ts.ParenthesizedExpression | ts.SatisfiesExpression>((node, parsing) => parseExpression(node.expression, parsing));
const callable = entry<ts.ArrowFunction | ts.FunctionExpression>(parseFunction);
const link = entry<Link>(parseChain);

// The subset, in one table: what is accepted has a reader, what is refused the words for it and what to write instead.
const subset: { readonly [kind: number]: Reader<ts.Expression> | readonly [what: string, instead: string] } = {
  [ts.SyntaxKind.ParenthesizedExpression]: inner,
  [ts.SyntaxKind.SatisfiesExpression]: inner,
  [ts.SyntaxKind.AsExpression]: entry<ts.AsExpression>((node, parsing) =>
    isConst(node.type)
      ? parseExpression(node.expression, parsing)
      : unsupported(
          node,
          parsing,
          "`as`",
          "a type assertion changes no value; use `cast(value, type)` to convert, or leave it out",
          "assertion",
        ),
  ),
  [ts.SyntaxKind.NonNullExpression]: entry<ts.NonNullExpression>((node, parsing) =>
    unsupported(node, parsing, "`!`", "say what null becomes: `value ?? …`, or narrow with `=== null ? … : …`", "assertion"),
  ),
  [ts.SyntaxKind.NumericLiteral]: entry<ts.NumericLiteral>((node, parsing) => ({
    kind: "number",
    text: numberText(parsing.text.slice(startOf(node, parsing), node.end), node.text),
    ...at(node, parsing),
  })),
  [ts.SyntaxKind.StringLiteral]: text,
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: text,
  [ts.SyntaxKind.RegularExpressionLiteral]: entry<ts.RegularExpressionLiteral>((node, parsing) => {
    const end = node.text.lastIndexOf("/");
    return { kind: "regex", source: node.text.slice(1, end), flags: node.text.slice(end + 1), ...at(node, parsing) };
  }),
  [ts.SyntaxKind.TemplateExpression]: entry<ts.TemplateExpression>((node, parsing) => ({
    kind: "template",
    texts: [node.head.text, ...node.templateSpans.map(span => span.literal.text)],
    values: node.templateSpans.map(span => parseExpression(span.expression, parsing)),
    ...at(node, parsing),
  })),
  [ts.SyntaxKind.Identifier]: entry<ts.Identifier>((node, parsing) =>
    node.text === "undefined"
      ? { kind: "undefined", ...at(node, parsing) }
      : { kind: "name", name: node.text, s: startOf(node, parsing), e: node.end },
  ),
  [ts.SyntaxKind.TrueKeyword]: truth(true),
  [ts.SyntaxKind.FalseKeyword]: truth(false),
  [ts.SyntaxKind.NullKeyword]: entry<ts.NullLiteral>((node, parsing) => ({ kind: "null", ...at(node, parsing) })),
  [ts.SyntaxKind.PropertyAccessExpression]: link,
  [ts.SyntaxKind.ElementAccessExpression]: link,
  [ts.SyntaxKind.CallExpression]: link,
  [ts.SyntaxKind.PrefixUnaryExpression]: entry<ts.PrefixUnaryExpression>(parsePrefix),
  [ts.SyntaxKind.BinaryExpression]: entry<ts.BinaryExpression>(parseBinary),
  [ts.SyntaxKind.ConditionalExpression]: entry<ts.ConditionalExpression>((node, parsing) => ({
    kind: "conditional",
    condition: parseExpression(node.condition, parsing),
    then: parseExpression(node.whenTrue, parsing),
    otherwise: parseExpression(node.whenFalse, parsing),
    ...at(node, parsing),
  })),
  [ts.SyntaxKind.ObjectLiteralExpression]: entry<ts.ObjectLiteralExpression>(parseObject),
  [ts.SyntaxKind.ArrayLiteralExpression]: entry<ts.ArrayLiteralExpression>((node, parsing) => ({
    kind: "array",
    items: node.elements.map(item => parseExpression(item, parsing)),
    ...at(node, parsing),
  })),
  [ts.SyntaxKind.SpreadElement]: entry<ts.SpreadElement>((node, parsing) => ({
    kind: "spread",
    expression: parseExpression(node.expression, parsing),
    ...at(node, parsing),
  })),
  [ts.SyntaxKind.ArrowFunction]: callable,
  [ts.SyntaxKind.FunctionExpression]: callable,

  [ts.SyntaxKind.NewExpression]: ["`new`", 'there are no objects at compile time; for a date write `date("2024-01-31")` or `now()`'],
  [ts.SyntaxKind.AwaitExpression]: ["`await`", "nothing runs at compile time; TypeScript that must run belongs into `mapRows`"],
  [ts.SyntaxKind.YieldExpression]: ["`yield`", "nothing runs at compile time"],
  [ts.SyntaxKind.TaggedTemplateExpression]: ["a tagged template", "write the text without a tag"],
  [ts.SyntaxKind.PostfixUnaryExpression]: ["`++` or `--`", "a pipeline computes values and assigns none"],
  [ts.SyntaxKind.TypeOfExpression]: ["`typeof`", "a column's type is known from its schema"],
  [ts.SyntaxKind.VoidExpression]: ["`void`", "write `null`"],
  [ts.SyntaxKind.DeleteExpression]: ["`delete`", 'leave a column out with `.drop("name")` or `({ name, ...rest }) => rest`'],
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

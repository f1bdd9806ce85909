import { ts } from "ts-morph";
import { at, type Parsing, parseExpression, unsupported } from "./parseExpression.ts";
import { parseParameterType } from "./parseParameterType.ts";
import type { FunctionSyntax, Pattern, Syntax } from "./syntax.ts";

type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** Reads a function: its parameters, and what it returns where that is one expression. Any function may be bundled; only one of one expression is a lambda or a macro. */
export function parseFunction(node: FunctionNode, parsing: Parsing): FunctionSyntax {
  return {
    kind: "function",
    parameters: node.parameters.map(parameter => {
      const type = parameter.type === undefined ? undefined : parseParameterType(parameter.type, parsing);
      return { pattern: parsePattern(parameter, parsing), ...(type === undefined ? {} : { type }) };
    }),
    body: parseBody(node, parsing),
    ...at(node, parsing),
  };
}

function parseBody(node: FunctionNode, parsing: Parsing): Syntax {
  const body = node.body;
  if (node.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.AsyncKeyword))
    return unsupported(node, parsing, "an async function", "only `mapRows` takes one; a lambda is one expression");
  if (node.asteriskToken !== undefined) return unsupported(node, parsing, "a generator", "a lambda is one expression");
  if (body === undefined) return unsupported(node, parsing, "a function without a body", "write what it returns");
  if (!ts.isBlock(body)) return parseExpression(body, parsing);
  const [only, second] = body.statements;
  if (only !== undefined && second === undefined && ts.isReturnStatement(only) && only.expression !== undefined)
    return parseExpression(only.expression, parsing);
  const culprit = body.statements.find(statement => !ts.isReturnStatement(statement)) ?? second ?? body;
  return unsupported(
    culprit,
    parsing,
    `a function of more than one \`return\``,
    "write one expression; parts that repeat become functions of one expression. TypeScript that must run belongs into `mapRows`",
  );
}

function parsePattern(parameter: ts.ParameterDeclaration, parsing: Parsing): Pattern {
  const place = at(parameter.name, parsing);
  if (parameter.dotDotDotToken !== undefined) return { kind: "unsupported", what: "a rest parameter", ...at(parameter, parsing) };
  if (parameter.initializer !== undefined) return { kind: "unsupported", what: "a parameter's default", ...at(parameter, parsing) };
  const name = parameter.name;
  if (ts.isIdentifier(name)) return { kind: "name", name: name.text, ...place };
  if (ts.isArrayBindingPattern(name)) return { kind: "unsupported", what: "a list pattern", ...place };
  const properties: { name: string; local: string; s: number; e: number }[] = [];
  let rest: string | undefined;
  for (const element of name.elements) {
    if (!ts.isIdentifier(element.name)) return { kind: "unsupported", what: "a nested pattern", ...at(element, parsing) };
    if (element.initializer !== undefined) return { kind: "unsupported", what: "a default in a pattern", ...at(element, parsing) };
    if (element.dotDotDotToken !== undefined) {
      rest = element.name.text;
      continue;
    }
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key) && !ts.isStringLiteral(key))
      return { kind: "unsupported", what: "a computed name in a pattern", ...at(element, parsing) };
    properties.push({ name: key.text, local: element.name.text, ...at(key, parsing) });
  }
  return { kind: "object", properties, ...(rest === undefined ? {} : { rest }), ...place };
}

import { ts } from "ts-morph";
import { describeType, type TypeMember } from "./describeType.ts";
import { at, type Parsing } from "./parseExpression.ts";
import type { ParameterType } from "./syntax.ts";

/** Reads what a parameter's annotation says of a value; undefined where it says nothing that can be told without a type checker. */
export function parseParameterType(node: ts.TypeNode, parsing: Parsing): ParameterType | undefined {
  const { s, e } = at(node, parsing);
  return describeType((ts.isUnionTypeNode(node) ? node.types : [node]).map(memberOf), parsing.text.slice(s, e));
}

function memberOf(node: ts.TypeNode): TypeMember {
  if (ts.isLiteralTypeNode(node)) {
    if (node.literal.kind === ts.SyntaxKind.NullKeyword) return { kind: "null" };
    if (ts.isStringLiteral(node.literal)) return { kind: "text", value: node.literal.text };
  }
  const keyword = keywords.get(node.kind);
  if (keyword !== undefined) return { kind: "name", name: keyword };
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) return { kind: "name", name: node.typeName.text };
  return { kind: "other" };
}

const keywords: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

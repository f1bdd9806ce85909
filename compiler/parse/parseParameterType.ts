import { ts } from "ts-morph";
import { at, type Parsing } from "./parseExpression.ts";
import type { ParameterType } from "./syntax.ts";

type Kind = ParameterType["kinds"][number];

const names: { readonly [name: string]: Kind } = {
  DateOnly: "date",
  Timestamp: "timestamp",
  TimestampNtz: "timestampNtz",
  Binary: "binary",
  Int8: "number",
  Int16: "number",
  Int32: "number",
  Int64: "number",
  Float32: "number",
  Decimal: "number",
};

/** What a macro's annotation says of a value, so that a wrong argument is reported where it is given. Types that only a type checker understands say nothing. */
export function parseParameterType(node: ts.TypeNode, parsing: Parsing): ParameterType | undefined {
  const members = ts.isUnionTypeNode(node) ? node.types : [node];
  const kinds = new Set<Kind>();
  const values: string[] = [];
  let nullable = false;
  let open = false;
  for (const member of members) {
    if (ts.isLiteralTypeNode(member) && member.literal.kind === ts.SyntaxKind.NullKeyword) {
      nullable = true;
      continue;
    }
    if (ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal)) {
      values.push(member.literal.text);
      kinds.add("string");
      continue;
    }
    const kind = kindOf(member);
    if (kind === undefined) return undefined;
    if (kind === "string") open = true;
    kinds.add(kind);
  }
  const { s, e } = at(node, parsing);
  return {
    text: parsing.text.slice(s, e).replace(/\s+/g, " "),
    kinds: [...kinds],
    nullable,
    ...(values.length > 0 && !open ? { values } : {}),
  };
}

function kindOf(node: ts.TypeNode): Kind | undefined {
  if (node.kind === ts.SyntaxKind.StringKeyword) return "string";
  if (node.kind === ts.SyntaxKind.NumberKeyword) return "number";
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
    return Object.hasOwn(names, node.typeName.text) ? names[node.typeName.text] : undefined;
  return undefined;
}

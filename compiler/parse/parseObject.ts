import { ts } from "ts-morph";
import { descriptionBefore } from "./description.ts";
import { at, type Parsing, parseExpression, unsupported } from "./parseExpression.ts";
import { parseFunction } from "./parseFunction.ts";
import type { Property, Syntax } from "./syntax.ts";

/** Reads an object literal: properties with their doc comments, shorthands, spreads. */
export function parseObject(node: ts.ObjectLiteralExpression, parsing: Parsing): Syntax {
  return { kind: "object", properties: node.properties.map(property => parseProperty(property, parsing)), ...at(node, parsing) };
}

function parseProperty(node: ts.ObjectLiteralElementLike, parsing: Parsing): Property {
  const place = at(node, parsing);
  if (ts.isSpreadAssignment(node)) return { kind: "spread", expression: parseExpression(node.expression, parsing), ...place };
  const description = descriptionBefore(node, parsing);
  const name = node.name;
  const value = valueOf(node, parsing);
  if (ts.isComputedPropertyName(name)) return { kind: "computed", key: parseExpression(name.expression, parsing), value, ...place };
  const { s, e } = place;
  return description === undefined
    ? { kind: "property", name: name.text, nameEnd: name.end, value, s, e }
    : { kind: "property", name: name.text, nameEnd: name.end, value, description, s, e };
}

function valueOf(node: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>, parsing: Parsing): Syntax {
  if (ts.isPropertyAssignment(node)) return parseExpression(node.initializer, parsing);
  if (ts.isShorthandPropertyAssignment(node)) return { kind: "name", name: node.name.text, ...at(node.name, parsing) };
  if (ts.isMethodDeclaration(node)) return parseFunction(node, parsing);
  return unsupported(node, parsing, "a getter or setter", "write a plain property");
}

import { ts } from "ts-morph";
import { type Parsing, startOf } from "./parseExpression.ts";
import type { Reference } from "./syntax.ts";

/**
 * The free names of a piece of code: identifiers that stand for a value and are not declared inside it, each at its first place.
 * Types are left out. A name that is declared anywhere inside counts as the inner one.
 */
export function collectReferences(root: ts.Node, parsing: Parsing): readonly Reference[] {
  const declared = new Set<string>();
  const found = new Map<string, Reference>();
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstTypeNode && node.kind <= ts.SyntaxKind.LastTypeNode) return;
    if (ts.isIdentifier(node)) {
      if (!found.has(node.text)) found.set(node.text, { name: node.text, s: startOf(node, parsing), e: node.end });
      return;
    }
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (plain.has(node.kind)) return node.forEachChild(visit);
    if (ts.isTypeParameterDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) visit(node.name);
      return visit(node.initializer);
    }
    if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      declare(node.name, declared);
      if (ts.isBindingElement(node) && node.propertyName !== undefined && ts.isComputedPropertyName(node.propertyName))
        visit(node.propertyName);
      if (!ts.isIdentifier(node.name)) visit(node.name);
      if (node.initializer !== undefined) visit(node.initializer);
      return;
    }
    if (
      (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassDeclaration(node) || ts.isClassExpression(node)) &&
      node.name !== undefined
    ) {
      if (node !== root) declared.add(node.name.text);
      node.forEachChild(child => {
        if (child !== node.name) visit(child);
      });
      return;
    }
    if (
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isGetAccessor(node) ||
      ts.isSetAccessor(node) ||
      ts.isEnumMember(node)
    ) {
      node.forEachChild(child => {
        if (child !== node.name || ts.isComputedPropertyName(child)) visit(child);
      });
      return;
    }
    if (ts.isLabeledStatement(node)) return visit(node.statement);
    if (ts.isBreakOrContinueStatement(node)) return;
    node.forEachChild(visit);
  };
  visit(root);
  return [...found.values()].filter(reference => !declared.has(reference.name));
}

// What most of a pipeline is made of declares nothing and is looked through at once.
const plain: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.NullKeyword,
]);

function declare(name: ts.BindingName, declared: Set<string>): void {
  if (ts.isIdentifier(name)) declared.add(name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) declare(element.name, declared);
}

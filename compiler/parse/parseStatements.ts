import { ts } from "ts-morph";
import { collectReferences } from "./collectReferences.ts";
import { descriptionBefore } from "./description.ts";
import { at, type Parsing, parseExpression } from "./parseExpression.ts";
import { parseFunction } from "./parseFunction.ts";
import type { Declaration, Export, FileSyntax, Import, LooseStatement, Syntax } from "./syntax.ts";

type Parts = Pick<FileSyntax, "declarations" | "imports" | "exports" | "statements">;
interface Found {
  readonly declarations: Declaration[];
  readonly imports: Import[];
  readonly exports: Export[];
  readonly statements: LooseStatement[];
}

/** Sorts a file's top level into declarations, imports, exports, and statements that would run. */
export function parseStatements(source: ts.SourceFile): Parts {
  const parsing: Parsing = { source, text: source.text, depth: 0 };
  const found: Found = { declarations: [], imports: [], exports: [], statements: [] };
  for (const statement of source.statements) parseStatement(statement, parsing, found);
  return found;
}

function parseStatement(node: ts.Statement, parsing: Parsing, found: Found): void {
  if (ts.isImportDeclaration(node)) return parseImport(node, parsing, found);
  if (ts.isExportDeclaration(node)) return parseExport(node, parsing, found);
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEmptyStatement(node) || isDeclare(node)) return;
  if (ts.isExportAssignment(node)) {
    found.exports.push({ kind: "default", value: parseExpression(node.expression, parsing), ...at(node, parsing) });
    return;
  }
  if (ts.isVariableStatement(node)) return parseVariables(node, parsing, found);
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) return parseNamed(node, parsing, found);
  const [what, instead] = loose(node);
  found.statements.push({ what, instead, references: collectReferences(node, parsing), ...at(node, parsing) });
}

function isDeclare(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(modifier => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false);
}

function hasModifier(node: ts.Statement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(modifier => modifier.kind === kind) ?? false);
}

function parseImport(node: ts.ImportDeclaration, parsing: Parsing, found: Found): void {
  if (!ts.isStringLiteral(node.moduleSpecifier)) return;
  const clause = node.importClause;
  const module = node.moduleSpecifier.text;
  const moduleStart = at(node.moduleSpecifier, parsing).s;
  if (clause === undefined) {
    found.statements.push({
      what: "an import for its effects",
      instead: "nothing runs at compile time; name what you need: `import { … } from …`",
      references: [],
      ...at(node, parsing),
    });
    return;
  }
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  const add = (local: ts.Identifier, imported: string) =>
    found.imports.push({ local: local.text, imported, module, moduleStart, ...at(local, parsing) });
  if (clause.name !== undefined) add(clause.name, "default");
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) add(bindings.name, "*");
  else for (const element of bindings.elements) if (!element.isTypeOnly) add(element.name, (element.propertyName ?? element.name).text);
}

function parseExport(node: ts.ExportDeclaration, parsing: Parsing, found: Found): void {
  if (node.isTypeOnly) return;
  const module = node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  const clause = node.exportClause;
  if (clause === undefined) {
    if (module !== undefined) found.exports.push({ kind: "all", module, ...at(node, parsing) });
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (module !== undefined)
      found.exports.push({ kind: "from", exported: clause.name.text, imported: "*", module, ...at(clause.name, parsing) });
    return;
  }
  for (const element of clause.elements) {
    if (element.isTypeOnly) continue;
    const exported = element.name.text;
    const local = (element.propertyName ?? element.name).text;
    found.exports.push(
      module === undefined
        ? { kind: "local", exported, local, ...at(element, parsing) }
        : { kind: "from", exported, imported: local, module, ...at(element, parsing) },
    );
  }
}

function parseVariables(node: ts.VariableStatement, parsing: Parsing, found: Found): void {
  const constant = (node.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
  const exported = hasModifier(node, ts.SyntaxKind.ExportKeyword);
  const description = descriptionBefore(node, parsing);
  for (const variable of node.declarationList.declarations) {
    if (!ts.isIdentifier(variable.name)) {
      found.statements.push({
        what: "a pattern on the top level",
        instead: "give each constant a name of its own",
        references: collectReferences(variable, parsing),
        ...at(variable, parsing),
      });
      continue;
    }
    const place = at(constant && node.declarationList.declarations.length === 1 ? node : variable, parsing);
    const nameStart = at(variable.name, parsing).s;
    found.declarations.push({
      name: variable.name.text,
      nameStart,
      nameEnd: variable.name.end,
      what: constant ? "a constant" : "a variable",
      ...(constant && variable.initializer !== undefined ? { value: parseExpression(variable.initializer, parsing) } : {}),
      ...(description === undefined ? {} : { description }),
      references: variable.initializer === undefined ? [] : collectReferences(variable.initializer, parsing),
      ...place,
    });
    if (exported)
      found.exports.push({ kind: "local", exported: variable.name.text, local: variable.name.text, s: nameStart, e: variable.name.end });
  }
}

function parseNamed(node: ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration, parsing: Parsing, found: Found): void {
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  const name = node.name?.text ?? "default";
  const nameStart = node.name === undefined ? at(node, parsing).s : at(node.name, parsing).s;
  const value = ts.isFunctionDeclaration(node)
    ? node.body === undefined
      ? undefined
      : parseFunction(node, parsing)
    : ts.isEnumDeclaration(node)
      ? parseEnum(node, parsing)
      : undefined;
  const description = descriptionBefore(node, parsing);
  if (ts.isFunctionDeclaration(node) && node.body === undefined) return;
  found.declarations.push({
    name,
    nameStart,
    nameEnd: node.name?.end ?? nameStart,
    what: ts.isFunctionDeclaration(node) ? "a function" : ts.isEnumDeclaration(node) ? "an enum" : "a class",
    ...(value === undefined ? {} : { value }),
    ...(description === undefined ? {} : { description }),
    references: collectReferences(node, parsing),
    ...at(node, parsing),
  });
  if (isDefault) found.exports.push({ kind: "default", value: { kind: "name", name, ...at(node, parsing) }, ...at(node, parsing) });
  else if (hasModifier(node, ts.SyntaxKind.ExportKeyword))
    found.exports.push({ kind: "local", exported: name, local: name, s: nameStart, e: node.name?.end ?? nameStart });
}

// An enum is a constant object; members without a value count on from the one before, as in TypeScript.
function parseEnum(node: ts.EnumDeclaration, parsing: Parsing): Syntax {
  let next: number | undefined = 0;
  const properties = node.members.map(member => {
    const place = at(member, parsing);
    const value: Syntax =
      member.initializer !== undefined
        ? parseExpression(member.initializer, parsing)
        : next === undefined
          ? { kind: "unsupported", what: "an enum member without a value", instead: "give it one", rule: "construct", ...place }
          : { kind: "number", text: String(next), ...place };
    next = value.kind === "number" && /^\d+$/.test(value.text) ? Number(value.text) + 1 : undefined;
    const name = ts.isComputedPropertyName(member.name) ? "" : member.name.text;
    return { kind: "property" as const, name, nameEnd: member.name.end, value, ...place };
  });
  return { kind: "object", properties, ...at(node, parsing) };
}

function loose(node: ts.Statement): readonly [what: string, instead: string] {
  if (ts.isExpressionStatement(node))
    return ["a statement that would run", "nothing of a pipeline runs at compile time; TypeScript that must run belongs into `mapRows`"];
  if (ts.isThrowStatement(node)) return ["`throw`", "nothing of a pipeline runs; state a rule for the data with `.notNull` or a filter"];
  if (ts.isIfStatement(node) || ts.isSwitchStatement(node))
    return ["a branch", "the graph never depends on a condition; use `?:` inside an expression, or `byEnvironment` for places"];
  if (ts.isIterationStatement(node, false)) return ["a loop", "write each table; what repeats becomes a function of one expression"];
  if (ts.isTryStatement(node)) return ["`try`", "nothing runs at compile time, so nothing throws"];
  if (ts.isBlock(node)) return ["a block", "declare constants on the top level"];
  return [`\`${ts.SyntaxKind[node.kind]}\``, "a pipeline file holds imports, constants, functions and tables"];
}

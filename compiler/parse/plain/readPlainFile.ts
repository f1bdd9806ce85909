import { lineStarts } from "../lineStarts.ts";
import type { Declaration, Export, FileSyntax, Import } from "../syntax.ts";
import { textOfDoc } from "../textOfDoc.ts";
import { plainName, type Reading, readExpression } from "./readExpression.ts";
import { readParameters, readReturn } from "./readFunction.ts";
import { readType, readTypeParameters, skipWord } from "./readType.ts";
import { advance, declined, expect, isAt, openScanner, type Scanner, skip } from "./scanner.ts";

interface Found {
  readonly declarations: Declaration[];
  readonly imports: Import[];
  readonly exports: Export[];
}

/**
 * Reads a file that is nothing but plain: imports, exports, constants and functions of one expression, in the part of TypeScript that a pipeline is written in.
 * It gives what parseFile gives, several times as fast and without TypeScript; undefined for any other file, be it wrong or only unusual.
 */
export function readPlainFile(path: string, text: string): FileSyntax | undefined {
  if (!/(?<!\.d)\.ts$/.test(path) || /\r(?!\n)|[\u2028\u2029]/.test(text)) return undefined;
  try {
    const scanner = openScanner(text);
    const found: Found = { declarations: [], imports: [], exports: [] };
    while (!isAt(scanner, "end")) readStatement(scanner, found);
    return { ...found, statements: [], errors: [], lines: lineStarts(text) };
  } catch (thrown) {
    if (thrown === declined || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function readStatement(scanner: Scanner, found: Found): void {
  if (skip(scanner, ";")) return;
  if (scanner.kind !== "name") throw declined;
  const { start, docStart, docEnd, text } = scanner;
  const description = docStart < 0 ? undefined : textOfDoc(text.slice(docStart, docEnd));
  if (scanner.value === "import") return readImport(scanner, found);
  if (skipWord(scanner, "type")) return readAlias(scanner);
  if (scanner.value !== "export") return readDeclaration(start, description, false, scanner, found);
  advance(scanner);
  if (skipWord(scanner, "type")) readAlias(scanner);
  else if (skipWord(scanner, "default")) {
    const value = readExpression(openReading(scanner));
    endStatement(scanner);
    found.exports.push({ kind: "default", value, s: start, e: scanner.before });
  } else if (isAt(scanner, "{") || isAt(scanner, "*")) readExport(start, scanner, found);
  else readDeclaration(start, description, true, scanner, found);
}

function openReading(scanner: Scanner): Reading {
  return { scanner, names: new Map(), declared: new Set(), depth: 0 };
}

// A line break ends a statement too, for what could go on with it on the next line has been read.
function endStatement(scanner: Scanner): void {
  if (!skip(scanner, ";") && !scanner.isFirst && scanner.kind !== "end") throw declined;
}

function readDeclaration(s: number, description: string | undefined, isExported: boolean, scanner: Scanner, found: Found): void {
  const isConstant = skipWord(scanner, "const");
  if (!isConstant && !skipWord(scanner, "function")) throw declined;
  const { start: nameStart, end: nameEnd } = scanner;
  const name = plainName(scanner);
  advance(scanner);
  const reading = openReading(scanner);
  const value = isConstant ? readConstant(reading) : readFunction(s, reading);
  const references = [...reading.names.values()].filter(reference => !reading.declared.has(reference.name));
  found.declarations.push({
    name,
    nameStart,
    nameEnd,
    what: isConstant ? "a constant" : "a function",
    value,
    ...(description === undefined ? {} : { description }),
    references,
    s,
    e: scanner.before,
  });
  if (isExported) found.exports.push({ kind: "local", exported: name, local: name, s: nameStart, e: nameEnd });
}

function readConstant(reading: Reading): NonNullable<Declaration["value"]> {
  const { scanner } = reading;
  if (skip(scanner, ":")) readType(scanner);
  expect(scanner, "=");
  const value = readExpression(reading);
  endStatement(scanner);
  return value;
}

function readFunction(s: number, reading: Reading): NonNullable<Declaration["value"]> {
  const { scanner } = reading;
  if (isAt(scanner, "<")) readTypeParameters(scanner);
  const parameters = readParameters(reading);
  if (skip(scanner, ":")) readType(scanner);
  const body = readReturn(reading);
  return { kind: "function", parameters, body, s, e: scanner.before };
}

function readAlias(scanner: Scanner): void {
  if (scanner.isFirst) throw declined;
  plainName(scanner);
  advance(scanner);
  if (isAt(scanner, "<")) readTypeParameters(scanner);
  expect(scanner, "=");
  skip(scanner, "|");
  readType(scanner);
  endStatement(scanner);
}

function readImport(scanner: Scanner, found: Found): void {
  advance(scanner);
  const locals: Omit<Import, "module" | "moduleStart">[] = [];
  const add = (imported: string) => {
    const { start: s, end: e } = scanner;
    const local = plainName(scanner);
    advance(scanner);
    locals.push({ local, imported, s, e });
  };
  const isOfTypes = skipWord(scanner, "type");
  if (isOfTypes && !isAt(scanner, "{")) throw declined;
  const hasDefault = scanner.kind === "name";
  if (hasDefault) add("default");
  if (!hasDefault || skip(scanner, ",")) {
    if (skip(scanner, "*")) {
      if (!skipWord(scanner, "as")) throw declined;
      add("*");
    } else {
      expect(scanner, "{");
      for (const { name: imported, as: local, s, e } of readSpecifiers(scanner)) {
        if (local === "default") throw declined;
        locals.push({ local, imported, s, e });
      }
    }
  }
  const { module, moduleStart } = readModule(scanner);
  if (!isOfTypes) for (const local of locals) found.imports.push({ ...local, module, moduleStart });
}

function readModule(scanner: Scanner): Pick<Import, "module" | "moduleStart"> {
  if (!skipWord(scanner, "from") || scanner.kind !== "string") throw declined;
  const { value: module, start: moduleStart } = scanner;
  advance(scanner);
  endStatement(scanner);
  return { module, moduleStart };
}

interface Specifier {
  readonly name: string;
  readonly as: string;
  /** From the name's beginning; `s` is where the last name begins. */
  readonly start: number;
  readonly s: number;
  readonly e: number;
}

/** Reads `a, b as c }` of an import or export. Names of types are left out. */
function readSpecifiers(scanner: Scanner): readonly Specifier[] {
  const found: Specifier[] = [];
  while (!isAt(scanner, "}")) {
    const isType = skipWord(scanner, "type");
    const { start } = scanner;
    let name = readSpecifierName(scanner);
    const first = name;
    if (name.text === "as") throw declined;
    if (skipWord(scanner, "as")) name = readSpecifierName(scanner);
    else if (name.text === "default") throw declined;
    if (!isType) found.push({ name: first.text, as: name.text, start, s: name.s, e: name.e });
    else if (first.text === "default" || name.text === "default") throw declined;
    if (!isAt(scanner, "}")) expect(scanner, ",");
  }
  advance(scanner);
  return found;
}

function readSpecifierName(scanner: Scanner): { readonly text: string; readonly s: number; readonly e: number } {
  const { start: s, end: e, kind, value } = scanner;
  const text = kind === "name" && value === "default" ? value : plainName(scanner);
  advance(scanner);
  return { text, s, e };
}

function readExport(start: number, scanner: Scanner, found: Found): void {
  if (skip(scanner, "*")) {
    const { module } = readModule(scanner);
    found.exports.push({ kind: "all", module, s: start, e: scanner.before });
    return;
  }
  advance(scanner);
  const names = readSpecifiers(scanner);
  if (isAt(scanner, "name") && scanner.value === "from") {
    const { module } = readModule(scanner);
    for (const { as, name, start: s, e } of names) found.exports.push({ kind: "from", exported: as, imported: name, module, s, e });
    return;
  }
  endStatement(scanner);
  for (const { as, name, start: s, e } of names) {
    if (name === "default") throw declined;
    found.exports.push({ kind: "local", exported: as, local: name, s, e });
  }
}

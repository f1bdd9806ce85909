import type { FunctionSyntax, ParameterType, Pattern, Syntax } from "../syntax.ts";
import { isPlainName, plainName, type Reading, readExpression } from "./readExpression.ts";
import { readType, readTypeParameters } from "./readType.ts";
import { advance, declined, expect, isAt, type Scanner, skip, type TokenKind } from "./scanner.ts";

/** Whether the `(` on which a scanner is begins the parameters of an arrow function. */
export function isArrowNext(scanner: Scanner): boolean {
  const here = { ...scanner };
  let depth = 0;
  do {
    if (isAt(scanner, "(")) depth++;
    else if (isAt(scanner, ")")) depth--;
    advance(scanner);
  } while (depth > 0 && ofParameters.has(scanner.kind));
  const isArrow = depth === 0 && isAt(scanner, "=>") && !scanner.isFirst;
  Object.assign(scanner, here);
  return isArrow;
}

// What plain parameters and their types are made of; anything else ends the search.
const ofParameters: ReadonlySet<TokenKind> = new Set([
  ...(["name", "string", "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", ":", ".", "...", "?", "|", "=>"] as const),
]);

/** Reads an arrow function of one expression. */
export function readArrow(reading: Reading): FunctionSyntax {
  const { scanner } = reading;
  const s = scanner.start;
  const isGeneric = isAt(scanner, "<");
  if (isGeneric) readTypeParameters(scanner);
  const parameters = isGeneric || isAt(scanner, "(") ? readParameters(reading) : [{ pattern: readPattern(reading) }];
  if (scanner.isFirst) throw declined;
  expect(scanner, "=>");
  const body = isAt(scanner, "{") ? readReturn(reading) : readExpression(reading);
  return { kind: "function", parameters, body, s, e: scanner.before };
}

/** Reads a function's parameters with their parentheses. */
export function readParameters(reading: Reading): FunctionSyntax["parameters"] {
  const { scanner } = reading;
  const parameters: { readonly pattern: Pattern; readonly type?: ParameterType }[] = [];
  expect(scanner, "(");
  while (!isAt(scanner, ")")) {
    const pattern = readPattern(reading);
    const type = skip(scanner, ":") ? readType(scanner) : undefined;
    parameters.push(type === undefined ? { pattern } : { pattern, type });
    if (!isAt(scanner, ")")) expect(scanner, ",");
  }
  advance(scanner);
  return parameters;
}

/** Reads a function's body that returns one expression. */
export function readReturn(reading: Reading): Syntax {
  const { scanner } = reading;
  expect(scanner, "{");
  if (scanner.kind !== "name" || scanner.value !== "return") throw declined;
  advance(scanner);
  if (scanner.isFirst) throw declined;
  const value = readExpression(reading);
  skip(scanner, ";");
  expect(scanner, "}");
  return value;
}

function readPattern(reading: Reading): Pattern {
  const { scanner, declared } = reading;
  const s = scanner.start;
  if (scanner.kind !== "{") {
    const name = plainName(scanner);
    declared.add(name);
    advance(scanner);
    return { kind: "name", name, s, e: scanner.before };
  }
  advance(scanner);
  const properties: (Pattern & { readonly kind: "object" })["properties"][number][] = [];
  let rest: string | undefined;
  while (!isAt(scanner, "}")) {
    if (rest !== undefined) throw declined;
    if (skip(scanner, "...")) rest = readLocal(reading);
    else properties.push(readElement(reading));
    if (!isAt(scanner, "}")) expect(scanner, ",");
  }
  advance(scanner);
  const e = scanner.before;
  return rest === undefined ? { kind: "object", properties, s, e } : { kind: "object", properties, rest, s, e };
}

function readElement(reading: Reading): (Pattern & { readonly kind: "object" })["properties"][number] {
  const { scanner } = reading;
  const { kind, value: name, start: s, end: e } = scanner;
  const isPlain = kind === "name" && isPlainName(name);
  if (kind !== "name" && kind !== "string") throw declined;
  advance(scanner);
  if (skip(scanner, ":")) return { name, local: readLocal(reading), s, e };
  if (!isPlain) throw declined;
  reading.declared.add(name);
  return { name, local: name, s, e };
}

function readLocal({ scanner, declared }: Reading): string {
  const name = plainName(scanner);
  declared.add(name);
  advance(scanner);
  return name;
}

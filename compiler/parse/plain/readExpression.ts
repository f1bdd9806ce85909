import { numberText } from "../numberText.ts";
import type { Property, Reference, Syntax } from "../syntax.ts";
import { textOfDoc } from "../textOfDoc.ts";
import { isArrowNext, readArrow } from "./readFunction.ts";
import {
  advance,
  continueTemplate,
  declined,
  expect,
  hasValueNext,
  isAt,
  isBeforeArrow,
  type Scanner,
  scanRegex,
  skip,
} from "./scanner.ts";

/** A file while it is read. */
export interface Reading {
  readonly scanner: Scanner;
  /** The names that the declaration mentions, each at its first place, and those that are declared in it. */
  readonly names: Map<string, Reference>;
  readonly declared: Set<string>;
  depth: number;
}

// What nests deeper, or is a longer chain, TypeScript's parser takes or refuses.
const maximumDepth = 100;

/** Reads an expression as far as it goes: what one may give as an argument. */
export function readExpression(reading: Reading): Syntax {
  const { scanner } = reading;
  if (reading.depth >= maximumDepth) throw declined;
  reading.depth++;
  const expression =
    (scanner.kind === "name" && isBeforeArrow(scanner)) || (scanner.kind === "(" && isArrowNext(scanner)) || scanner.kind === "<"
      ? readArrow(reading)
      : readConditional(reading);
  reading.depth--;
  return expression;
}

function readConditional(reading: Reading): Syntax {
  const { scanner } = reading;
  const s = scanner.start;
  const condition = readBinary(reading, 1);
  if (scanner.kind === "name" && scanner.value === "as") skipConst(condition, scanner);
  if (!skip(scanner, "?")) return condition;
  const then = readExpression(reading);
  expect(scanner, ":");
  const otherwise = readExpression(reading);
  return { kind: "conditional", condition, then, otherwise, s, e: scanner.before };
}

// Of assertions there is only `as const`, which changes no value.
function skipConst(asserted: Syntax, scanner: Scanner): void {
  if (scanner.isFirst || (asserted.kind !== "array" && asserted.kind !== "object")) throw declined;
  advance(scanner);
  if (scanner.kind !== "name" || scanner.value !== "const") throw declined;
  advance(scanner);
}

// Tighter ones are higher.
const precedences: { readonly [kind: string]: number } = {
  "??": 1,
  "||": 2,
  "&&": 3,
  "===": 4,
  "!==": 4,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
  "%": 7,
  "**": 8,
};

function readBinary(reading: Reading, lowest: number): Syntax {
  const { scanner } = reading;
  const s = scanner.start;
  let left = readUnary(reading);
  let last = "";
  for (let length = 0; ; length++) {
    if (length >= maximumDepth) throw declined;
    const operator = scanner.kind;
    const precedence = precedences[operator];
    if (precedence === undefined || precedence < lowest) return left;
    // `-a ** b` and `a ?? b || c` are errors.
    if (operator === "**" && left.kind === "unary") throw declined;
    if (last !== "" && (operator === "??") !== (last === "??") && precedence <= 3) throw declined;
    advance(scanner);
    const right = readBinary(reading, operator === "**" ? precedence : operator === "??" ? 4 : precedence + 1);
    if (operator === "<" && mayBeTypes(right, scanner)) throw declined;
    if (isComparison(operator) && (isOfUndefined(left, right) || isOfUndefined(right, left))) throw declined;
    left = { kind: "binary", operator, left, right, s, e: scanner.before };
    last = operator;
  }
}

// `a < b > (c)` and `a < b, c > (d)` are calls with types as arguments.
function mayBeTypes(right: Syntax, { kind, text, before }: Scanner): boolean {
  if (kind === ">" || kind === ">=") return true;
  return (
    kind === "," &&
    right.kind !== "call" &&
    right.kind !== "binary" &&
    !/^\s*,\s*[)\]}]/.test(text.slice(before)) &&
    /(?<!=)>/.test(text.slice(before))
  );
}

function isComparison(operator: string): boolean {
  return operator === "===" || operator === "!==";
}

// Comparisons that are refused.
function isOfUndefined(side: Syntax, other: Syntax): boolean {
  return side.kind === "undefined" || (side.kind === "null" && other.kind === "chain");
}

function readUnary(reading: Reading): Syntax {
  const { scanner } = reading;
  const { start: s, kind: operator } = scanner;
  if (operator !== "!" && operator !== "-") return readLinks(reading);
  advance(scanner);
  if (reading.depth >= maximumDepth) throw declined;
  reading.depth++;
  const operand = readUnary(reading);
  reading.depth--;
  return { kind: "unary", operator, operand, s, e: scanner.before };
}

function readLinks(reading: Reading): Syntax {
  const { scanner } = reading;
  const s = scanner.start;
  let object = readPrimary(reading);
  let isChain = false;
  for (let length = 0; ; length++) {
    if (length >= maximumDepth) throw declined;
    const { kind } = scanner;
    if (kind === ".") {
      advance(scanner);
      object = readMember(object, s, scanner);
    } else if (kind === "(") {
      object = { kind: "call", callee: object, arguments: readArguments(object, reading), s, e: scanner.before };
    } else if (kind === "[") {
      object = { kind: "index", object, index: readIndex(reading), s, e: scanner.before };
    } else if (kind === "?.") {
      isChain = true;
      advance(scanner);
      object = { ...readOptional(object, s, reading), optional: true };
    } else if (kind === "template" || kind === "!") throw declined;
    else break;
  }
  return isChain ? { kind: "chain", expression: object, s, e: scanner.before } : object;
}

type Link = Extract<Syntax, { kind: "member" | "index" | "call" }>;

function readOptional(object: Syntax, s: number, reading: Reading): Link {
  const { scanner } = reading;
  if (scanner.kind === "(") return { kind: "call", callee: object, arguments: readArguments(object, reading), s, e: scanner.before };
  if (scanner.kind === "[") return { kind: "index", object, index: readIndex(reading), s, e: scanner.before };
  return readMember(object, s, scanner);
}

function readMember(object: Syntax, s: number, scanner: Scanner): Link {
  if (scanner.kind !== "name") throw declined;
  const { value: name, start: nameAt } = scanner;
  advance(scanner);
  return { kind: "member", object, name, nameAt, s, e: scanner.before };
}

function readIndex(reading: Reading): Syntax {
  advance(reading.scanner);
  const index = readExpression(reading);
  expect(reading.scanner, "]");
  return index;
}

function readArguments(callee: Syntax, reading: Reading): readonly Syntax[] {
  advance(reading.scanner);
  const given = readItems(")", reading);
  // What such a function mentions is bundled, and it may be any TypeScript.
  if (callee.kind === "member" && callee.name === "mapRows" && given.some(argument => argument.kind === "function")) throw declined;
  return given;
}

function readItems(end: ")" | "]", reading: Reading): readonly Syntax[] {
  const { scanner } = reading;
  const items: Syntax[] = [];
  while (!isAt(scanner, end)) {
    items.push(scanner.kind === "..." ? readSpread(reading) : readExpression(reading));
    if (!isAt(scanner, end)) expect(scanner, ",");
  }
  advance(scanner);
  return items;
}

function readSpread(reading: Reading): Extract<Syntax, { kind: "spread" }> {
  const { scanner } = reading;
  const s = scanner.start;
  advance(scanner);
  return { kind: "spread", expression: readExpression(reading), s, e: scanner.before };
}

function readPrimary(reading: Reading): Syntax {
  const { scanner } = reading;
  const { start: s, value, kind } = scanner;
  switch (kind) {
    case "name":
      return readName(reading);
    case "string":
      advance(scanner);
      return { kind, value, s, e: scanner.before };
    case "number":
      advance(scanner);
      return { kind, text: numberText(value, String(Number(value))), s, e: scanner.before };
    case "template":
      return readTemplate(reading);
    case "/": {
      const { source, flags } = scanRegex(scanner);
      return { kind: "regex", source, flags, s, e: scanner.before };
    }
    case "(": {
      advance(scanner);
      const inner = readExpression(reading);
      expect(scanner, ")");
      return inner;
    }
    case "[":
      advance(scanner);
      return { kind: "array", items: readItems("]", reading), s, e: scanner.before };
    case "{":
      return readObject(reading);
    default:
      throw declined;
  }
}

// Words that are, or may be, more than a name where an expression or a pattern has one.
const reserved: ReadonlySet<string> = new Set(
  `abstract async await break case catch class const continue debugger default delete do else enum export extends finally for function if implements import in
  instanceof interface let new of package private protected public return satisfies static super switch this throw try typeof using var void while with yield`.split(
    /\s+/,
  ),
);

/** A name that is certainly no more than that. */
export function plainName({ kind, value }: Scanner): string {
  if (kind !== "name" || !isPlainName(value)) throw declined;
  return value;
}

/** Whether a word can only be a name. */
export function isPlainName(name: string): boolean {
  return !reserved.has(name) && !literals.has(name);
}

const literals: ReadonlySet<string> = new Set(["true", "false", "null"]);

function readName(reading: Reading): Syntax {
  const { scanner } = reading;
  const { start: s, end: e, value } = scanner;
  if (literals.has(value)) {
    advance(scanner);
    return value === "null" ? { kind: "null", s, e } : { kind: "boolean", value: value === "true", s, e };
  }
  const name = plainName(scanner);
  mention(name, s, e, reading);
  advance(scanner);
  return name === "undefined" ? { kind: "undefined", s, e } : { kind: "name", name, s, e };
}

function mention(name: string, s: number, e: number, { names }: Reading): void {
  if (!names.has(name)) names.set(name, { name, s, e });
}

function readTemplate(reading: Reading): Syntax {
  const { scanner } = reading;
  const { start: s } = scanner;
  const texts = [scanner.value];
  const values: Syntax[] = [];
  while (hasValueNext(scanner)) {
    advance(scanner);
    values.push(readExpression(reading));
    continueTemplate(scanner);
    texts.push(scanner.value);
  }
  advance(scanner);
  return values.length === 0
    ? { kind: "string", value: texts[0] ?? "", s, e: scanner.before }
    : { kind: "template", texts, values, s, e: scanner.before };
}

function readObject(reading: Reading): Syntax {
  const { scanner } = reading;
  const s = scanner.start;
  advance(scanner);
  const properties: Property[] = [];
  while (!isAt(scanner, "}")) {
    properties.push(scanner.kind === "..." ? readSpread(reading) : readProperty(reading));
    if (!isAt(scanner, "}")) expect(scanner, ",");
  }
  advance(scanner);
  return { kind: "object", properties, s, e: scanner.before };
}

function readProperty(reading: Reading): Property {
  const { scanner } = reading;
  const { kind, start: s, end: nameEnd, value: name, docStart, docEnd, text } = scanner;
  const description = docStart < 0 ? undefined : textOfDoc(text.slice(docStart, docEnd));
  if (kind !== "name" && kind !== "string") throw declined;
  advance(scanner);
  let value: Syntax;
  if (skip(scanner, ":")) value = readExpression(reading);
  else if (kind === "name" && isPlainName(name) && (isAt(scanner, ",") || scanner.kind === "}")) {
    mention(name, s, nameEnd, reading);
    value = { kind: "name", name, s, e: nameEnd };
  } else throw declined;
  const e = scanner.before;
  return description === undefined
    ? { kind: "property", name, nameEnd, value, s, e }
    : { kind: "property", name, nameEnd, value, description, s, e };
}

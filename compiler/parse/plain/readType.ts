import { describeType, type TypeMember } from "../describeType.ts";
import type { ParameterType } from "../syntax.ts";
import { advance, declined, expect, isAt, type Scanner, skip } from "./scanner.ts";

/** Reads a type; undefined where it says nothing of a value that can be told without a type checker. */
export function readType(scanner: Scanner): ParameterType | undefined {
  const s = scanner.start;
  const members: TypeMember[] = [];
  do {
    members.push(readPostfix(scanner));
  } while (skip(scanner, "|"));
  return describeType(members, scanner.text.slice(s, scanner.before));
}

/** Reads the parameters of a generic function: `<R extends { id: Int64 }>`. */
export function readTypeParameters(scanner: Scanner): void {
  expect(scanner, "<");
  do {
    readTypeName(scanner);
    if (skipWord(scanner, "extends")) readType(scanner);
  } while (skip(scanner, ","));
  expect(scanner, ">");
}

/** Goes past a word if it is there. */
export function skipWord(scanner: Scanner, word: string): boolean {
  if (scanner.kind !== "name" || scanner.value !== word) return false;
  advance(scanner);
  return true;
}

const other: TypeMember = { kind: "other" };

function readPostfix(scanner: Scanner): TypeMember {
  let type = readPrimary(scanner);
  while (isAt(scanner, "[") && !scanner.isFirst) {
    advance(scanner);
    if (!isAt(scanner, "]")) readType(scanner);
    expect(scanner, "]");
    type = other;
  }
  return type;
}

function readPrimary(scanner: Scanner): TypeMember {
  switch (scanner.kind) {
    case "string": {
      const { value } = scanner;
      advance(scanner);
      return { kind: "text", value };
    }
    case "number":
      advance(scanner);
      return other;
    case "{":
      return readObjectType(scanner);
    case "(":
      return readParenthesized(scanner);
    case "name":
      return readNamed(scanner);
    default:
      throw declined;
  }
}

function readNamed(scanner: Scanner): TypeMember {
  if (skipWord(scanner, "null")) return { kind: "null" };
  if (skipWord(scanner, "typeof")) {
    readTypeName(scanner);
    while (skip(scanner, ".")) readTypeName(scanner);
    return other;
  }
  const name = readTypeName(scanner);
  if (isAt(scanner, ".")) throw declined;
  if (!isAt(scanner, "<") || scanner.isFirst) return { kind: "name", name };
  if (keywords.test(name)) throw declined;
  do {
    advance(scanner);
    readType(scanner);
  } while (isAt(scanner, ","));
  expect(scanner, ">");
  return { kind: "name", name };
}

// Words that begin a type of more than one word, or stand for none.
const typeWords =
  /^(?:abstract|asserts|infer|import|keyof|new|readonly|this|typeof|unique|true|false|null|undefined|void|const|extends|is|in|out)$/;

const keywords = /^(?:any|bigint|boolean|never|number|object|string|symbol|unknown)$/;

function readTypeName(scanner: Scanner): string {
  const { kind, value } = scanner;
  if (kind !== "name" || typeWords.test(value)) throw declined;
  advance(scanner);
  return value;
}

// `(A | B)`, or a function's type.
function readParenthesized(scanner: Scanner): TypeMember {
  const { text, end } = scanner;
  advance(scanner);
  const isFunction = /^\s*(?:\)|\w+\s*:)/.test(text.slice(end, end + 80));
  if (!isFunction) {
    readType(scanner);
    expect(scanner, ")");
    if (isAt(scanner, "=>")) throw declined;
    return other;
  }
  while (!isAt(scanner, ")")) {
    readTypeName(scanner);
    expect(scanner, ":");
    readType(scanner);
    if (!isAt(scanner, ")")) expect(scanner, ",");
  }
  advance(scanner);
  expect(scanner, "=>");
  readType(scanner);
  return other;
}

function readObjectType(scanner: Scanner): TypeMember {
  advance(scanner);
  while (!isAt(scanner, "}")) {
    skipWord(scanner, "readonly");
    readTypeName(scanner);
    skip(scanner, "?");
    expect(scanner, ":");
    readType(scanner);
    if (!isAt(scanner, "}") && !skip(scanner, ",")) expect(scanner, ";");
  }
  advance(scanner);
  return other;
}

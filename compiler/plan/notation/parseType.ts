import type { Column, DataType } from "../types.ts";

const simple = [
  "boolean",
  "int8",
  "int16",
  "int32",
  "int64",
  "float32",
  "float64",
  "string",
  "binary",
  "date",
  "timestamp",
  "timestampNtz",
] as const;

/** The type of a name without arguments: `int64`. */
export function simpleType(name: string): DataType | undefined {
  const kind = simple.find(candidate => candidate === name);
  return kind === undefined ? undefined : { kind };
}

/** The type of a column in a plan, as printType writes it; undefined for any other text. */
export function parseType(text: string): DataType | undefined {
  // Most types are one word.
  const simple = simpleType(text);
  if (simple !== undefined) return simple;
  const cursor: Cursor = { text, at: 0 };
  const type = readType(cursor, 0);
  return cursor.at === text.length ? type : undefined;
}

interface Cursor {
  readonly text: string;
  at: number;
}
const maximumDepth = 50;

function readType(cursor: Cursor, depth: number): DataType | undefined {
  const word = take(cursor, /[A-Za-z0-9]+/y);
  if (word === undefined || depth > maximumDepth) return undefined;
  switch (word) {
    case "decimal":
      return readDecimal(cursor);
    case "enum":
      return readEnum(cursor);
    case "list": {
      const part = isHere(cursor, /</y) ? readPart(cursor, depth) : undefined;
      return part !== undefined && isHere(cursor, />/y) ? { kind: "list", item: part.type, itemNullable: part.nullable } : undefined;
    }
    case "map": {
      const key = isHere(cursor, /</y) ? readType(cursor, depth + 1) : undefined;
      const value = isHere(cursor, /, /y) ? readPart(cursor, depth) : undefined;
      if (key === undefined || value === undefined || !isHere(cursor, />/y)) return undefined;
      return { kind: "map", key, value: value.type, valueNullable: value.nullable };
    }
    case "struct":
      return readStruct(cursor, depth);
    default:
      return simpleType(word);
  }
}

/** A type, and `?` where it may be null. */
function readPart(cursor: Cursor, depth: number): { readonly type: DataType; readonly nullable: boolean } | undefined {
  const type = readType(cursor, depth + 1);
  return type && { type, nullable: isHere(cursor, /\?/y) };
}

function readStruct(cursor: Cursor, depth: number): DataType | undefined {
  const fields: Column[] = [];
  for (let sign = /</y; isHere(cursor, sign); sign = /, /y) {
    const name = take(cursor, /[A-Za-z_][A-Za-z0-9_]*/y) ?? readText(cursor);
    const part = name === undefined || !isHere(cursor, /: /y) ? undefined : readPart(cursor, depth);
    if (name === undefined || part === undefined) return undefined;
    fields.push({ name, ...part });
  }
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  return fields.length > 0 && names.size === fields.length && isHere(cursor, />/y) ? { kind: "struct", fields } : undefined;
}

function readDecimal(cursor: Cursor): DataType | undefined {
  const [precision = Number.NaN, scale = Number.NaN] = (take(cursor, /\(([1-9]\d?),(0|[1-9]\d?)\)/y) ?? "")
    .slice(1, -1)
    .split(",")
    .map(Number);
  return precision <= 38 && scale <= precision ? { kind: "decimal", precision, scale } : undefined;
}

/** `('open','paid')`. */
function readEnum(cursor: Cursor): DataType | undefined {
  const values: string[] = [];
  for (let sign = /\(/y; isHere(cursor, sign); sign = /,/y) {
    const value = readText(cursor);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.length > 0 && new Set(values).size === values.length && isHere(cursor, /\)/y) ? { kind: "enum", values } : undefined;
}

function readText(cursor: Cursor): string | undefined {
  const quoted = take(cursor, /'(?:[^'\\]|\\[\\'nrt]|\\u\{[0-9a-f]{1,6}\})*'/y);
  return quoted === undefined ? undefined : unescape(quoted.slice(1, -1));
}

const isHere = (cursor: Cursor, pattern: RegExp): boolean => take(cursor, pattern) !== undefined;

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

const unescape = (text: string): string =>
  text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, point: string | undefined, letter: string | undefined) =>
    point === undefined
      ? ({ n: "\n", r: "\r", t: "\t" }[letter ?? ""] ?? letter ?? "")
      : String.fromCodePoint(Math.min(Number.parseInt(point, 16), 0x10ffff)),
  );

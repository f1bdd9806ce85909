import type { DataType } from "../types.ts";

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
  const decimal = /^decimal\(([1-9]\d?),(0|[1-9]\d?)\)$/.exec(text);
  if (decimal !== null) {
    const [precision, scale] = [Number(decimal[1]), Number(decimal[2])];
    return precision <= 38 && scale <= precision ? { kind: "decimal", precision, scale } : undefined;
  }
  if (text.startsWith("enum(") && text.endsWith(")")) return parseEnum(text.slice(5, -1));
  if (text.startsWith("list<") && text.endsWith(">")) {
    const inner = text.slice(5, -1);
    const item = parseType(inner.endsWith("?") ? inner.slice(0, -1) : inner);
    return item && { kind: "list", item, itemNullable: inner.endsWith("?") };
  }
  return simpleType(text);
}

/** `'open','paid'`. */
function parseEnum(text: string): DataType | undefined {
  const values: string[] = [];
  const item = /'((?:[^'\\]|\\[\\'nrt]|\\u\{[0-9a-f]{1,6}\})*)'(?:,|$)/y;
  while (item.lastIndex < text.length) {
    const match = item.exec(text);
    if (match === null) return undefined;
    values.push(unescape(match[1] ?? ""));
  }
  return values.length > 0 && !text.endsWith(",") && new Set(values).size === values.length ? { kind: "enum", values } : undefined;
}

const unescape = (text: string): string =>
  text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, point: string | undefined, letter: string | undefined) =>
    point === undefined
      ? ({ n: "\n", r: "\r", t: "\t" }[letter ?? ""] ?? letter ?? "")
      : String.fromCodePoint(Math.min(Number.parseInt(point, 16), 0x10ffff)),
  );

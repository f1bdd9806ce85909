/** A JSON value with its place in the text. An object keeps its entries in the order of the text, which JSON.parse does not for names like `"2024"`. */
export type Json = { readonly start: number; readonly end: number } & (
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly Json[] }
  | { readonly kind: "object"; readonly entries: ReadonlyMap<string, Json> }
);

export interface JsonFault {
  readonly fault: string;
  readonly start: number;
}

const deepest = 200;
const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Reads a text as JSON (RFC 8259), with places; a name that stands twice in an object is a fault. */
export function parseJson(text: string): Json | JsonFault {
  const reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skip(reader);
    return reader.at === text.length ? value : { fault: "Something stands after the end", start: reader.at };
  } catch (error) {
    if (error instanceof JsonError) return { fault: error.message, start: error.start };
    throw error;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

class JsonError extends Error {
  readonly start: number;
  constructor(message: string, start: number) {
    super(message);
    this.start = start;
  }
}

function skip(reader: Reader): void {
  blank.lastIndex = reader.at;
  blank.test(reader.text);
  reader.at = blank.lastIndex;
}

function readValue(reader: Reader, depth: number): Json {
  skip(reader);
  const start = reader.at;
  if (depth > deepest) throw new JsonError("It nests too deeply", start);
  const first = reader.text.charAt(start);
  if (first === "{") return readObject(reader, depth);
  if (first === "[") return readList(reader, depth);
  if (first === '"') return { kind: "string", value: readString(reader), start, end: reader.at };
  for (const [word, value] of [
    ["true", true],
    ["false", false],
    ["null", null],
  ] as const) {
    if (!reader.text.startsWith(word, start)) continue;
    reader.at += word.length;
    return value === null ? { kind: "null", start, end: reader.at } : { kind: "boolean", value, start, end: reader.at };
  }
  number.lastIndex = start;
  if (!number.test(reader.text))
    throw new JsonError(start >= reader.text.length ? "The text ends too early" : "No JSON value begins here", start);
  reader.at = number.lastIndex;
  return { kind: "number", value: Number(reader.text.slice(start, reader.at)), start, end: reader.at };
}

function readString(reader: Reader): string {
  const start = reader.at;
  // Most texts hold no escape, and then the next quote ends them.
  const quote = reader.text.indexOf('"', start + 1);
  const plain = quote < 0 ? "" : reader.text.slice(start + 1, quote);
  if (quote >= 0 && !/[\\\u0000-\u001f]/.test(plain)) {
    reader.at = quote + 1;
    return plain;
  }
  string.lastIndex = start;
  if (!string.test(reader.text)) throw new JsonError("The text in quotes is not closed, or holds what has to be escaped", start);
  reader.at = string.lastIndex;
  return JSON.parse(reader.text.slice(start, reader.at));
}

function readList(reader: Reader, depth: number): Json {
  const start = reader.at;
  reader.at += 1;
  const items: Json[] = [];
  skip(reader);
  while (reader.text.charAt(reader.at) !== "]") {
    items.push(readValue(reader, depth + 1));
    separator(reader, "]");
  }
  reader.at += 1;
  return { kind: "list", items, start, end: reader.at };
}

function readObject(reader: Reader, depth: number): Json {
  const start = reader.at;
  reader.at += 1;
  const entries = new Map<string, Json>();
  skip(reader);
  while (reader.text.charAt(reader.at) !== "}") {
    const nameStart = reader.at;
    if (reader.text.charAt(nameStart) !== '"') throw new JsonError("A name in quotes is expected", nameStart);
    const name = readString(reader);
    if (entries.has(name)) throw new JsonError(`The name "${name}" stands twice in one object`, nameStart);
    skip(reader);
    if (reader.text.charAt(reader.at) !== ":") throw new JsonError("A colon is expected", reader.at);
    reader.at += 1;
    entries.set(name, readValue(reader, depth + 1));
    separator(reader, "}");
  }
  reader.at += 1;
  return { kind: "object", entries, start, end: reader.at };
}

function separator(reader: Reader, close: string): void {
  skip(reader);
  const next = reader.text.charAt(reader.at);
  if (next === close) return;
  if (next !== ",") throw new JsonError(`A comma or "${close}" is expected`, reader.at);
  reader.at += 1;
  skip(reader);
  if (reader.text.charAt(reader.at) === close) throw new JsonError(`A value is expected before "${close}"`, reader.at);
}

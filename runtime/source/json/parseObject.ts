/** A value as it stands in a JSON text: what it is, and its text (of a string the decoded one). */
export interface JsonValue {
  readonly kind: "string" | "number" | "boolean" | "null" | "object" | "array";
  readonly text: string;
  /** Of an array. */
  readonly items?: readonly JsonValue[];
  /** Of an object, in order, doubles included. */
  readonly entries?: readonly (readonly [key: string, value: JsonValue])[];
}

/** Where a JSON text leaves the grammar: the offset, and what was expected there. */
export interface JsonFault {
  readonly at: number;
  readonly expected: string;
}

/** The keys and values of one object's text, in order, doubles included. Numbers keep their text, so that no digit is lost. */
export function parseObject(text: string): { readonly entries: readonly (readonly [key: string, value: JsonValue])[] } | JsonFault {
  let at = 0;
  const entries: (readonly [string, JsonValue])[] = [];
  const fail = (expected: string, offset = at): never => {
    // Thrown within this function only.
    throw { at: offset, expected } satisfies JsonFault;
  };
  const skipBlanks = (): void => {
    while (text[at] === " " || text[at] === "\t" || text[at] === "\n" || text[at] === "\r") at += 1;
  };
  const expect = (character: string): void => {
    skipBlanks();
    if (text[at] !== character) fail(`"${character}"`);
    at += 1;
  };
  const readString = (): string => {
    const from = at;
    at += 1;
    let escaped = false;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code) || code < 32) fail("the end of a text");
      if (code === 34) break;
      if (code === 92) {
        escaped = true;
        at += 1;
      }
    }
    at += 1;
    const raw = text.slice(from, at);
    if (!escaped) return raw.slice(1, -1);
    const decoded = decodeString(raw);
    return decoded ?? fail("a text with right escapes", from);
  };
  const readValue = (depth: number): JsonValue => {
    skipBlanks();
    const from = at;
    const first = text[at];
    if (depth > 1000) fail("less nesting");
    if (first === '"') return { kind: "string", text: readString() };
    if (first === "{") {
      const inner: (readonly [string, JsonValue])[] = [];
      readMembers(depth + 1, (key, value) => inner.push([key, value]));
      return { kind: "object", text: text.slice(from, at), entries: inner };
    }
    if (first === "[") {
      const items = readItems(depth + 1);
      return { kind: "array", text: text.slice(from, at), items };
    }
    literal.lastIndex = at;
    const found = literal.exec(text);
    if (found === null) return fail("a value");
    at = literal.lastIndex;
    const kind = found[0] === "null" ? "null" : found[0] === "true" || found[0] === "false" ? "boolean" : "number";
    return { kind, text: found[0] };
  };
  const readItems = (depth: number): readonly JsonValue[] => {
    const items: JsonValue[] = [];
    expect("[");
    skipBlanks();
    if (text[at] === "]") {
      at += 1;
      return items;
    }
    for (;;) {
      items.push(readValue(depth));
      skipBlanks();
      if (text[at] === ",") at += 1;
      else break;
    }
    expect("]");
    return items;
  };
  const readMembers = (depth: number, take: (key: string, value: JsonValue) => void): void => {
    expect("{");
    skipBlanks();
    if (text[at] === "}") {
      at += 1;
      return;
    }
    for (;;) {
      skipBlanks();
      if (text[at] !== '"') fail("a key in double quotes");
      const key = readString();
      expect(":");
      take(key, readValue(depth));
      skipBlanks();
      if (text[at] === ",") at += 1;
      else break;
    }
    expect("}");
  };
  try {
    readMembers(0, (key, value) => entries.push([key, value]));
    skipBlanks();
    if (at < text.length) fail("the end of the object");
    return { entries };
  } catch (error) {
    if (typeof error === "object" && error !== null && "expected" in error && "at" in error) return error as JsonFault;
    throw error;
  }
}

const literal = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])/y;

/** The text of a JSON string with escapes; undefined where one is wrong or half of a pair. */
function decodeString(raw: string): string | undefined {
  try {
    const decoded: unknown = JSON.parse(raw);
    return typeof decoded === "string" && !/\p{Surrogate}/u.test(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

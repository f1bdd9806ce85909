import type { Code } from "../../diagnostics/catalogue.ts";

export type Token = { readonly start: number; readonly end: number; readonly text: string } & (
  | { readonly kind: "sign" | "name" | "number" | "end" }
  | { readonly kind: "string" | "parameter"; readonly value: string }
  | { readonly kind: "regex"; readonly value: string; readonly flags: string }
  | { readonly kind: "template"; readonly texts: readonly string[]; readonly values: readonly { readonly tokens: readonly Token[] }[] }
);

/** How deep a text may nest: what inference takes, twice, since a sign and its parentheses are two. */
export const maximumNesting = 450;

/** A place where a text leaves the grammar. */
export class Fault extends Error {
  readonly code: Code;
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;
  constructor(code: Code, message: string, start: number, end: number, hint?: string) {
    super(message);
    this.code = code;
    this.start = start;
    this.end = end;
    this.hint = hint;
  }
}

const signs = /(?:===|!==|\*\*|<=|>=|&&|\|\||\?\?|[-+*/%<>!?:.,()[\]{}])/y;
const names = /[A-Za-z_][A-Za-z0-9_]*/y;
const numbers = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?(?![A-Za-z0-9_])/y;
const parameters = /\$([A-Za-z_][A-Za-z0-9_]*)/y;
const regexes = /\/((?:[^\\/[\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029]|\[(?:[^\\\]\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029])*\])+)\/([a-z]*)/y;

/** The tokens of a text from an offset, an `end` last; of a template's part to the brace that closes it. */
export function tokenize(text: string, from: number, inTemplate = 0): readonly Token[] {
  const tokens: Token[] = [];
  let at = from;
  let braces = 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
  };
  const push = (token: Token) => {
    tokens.push(token);
    at = token.end;
  };
  while (at < text.length) {
    const character = text[at];
    if (character === " ") {
      at++;
      continue;
    }
    if (character === "}" && inTemplate > 0 && braces === 0) break;
    const plain = (kind: "sign" | "name" | "number", found: string) => push({ kind, text: found, start: at, end: at + found.length });
    const name = match(names)?.[0];
    if (name !== undefined) {
      plain("name", name);
      continue;
    }
    const number = match(numbers)?.[0];
    if (number !== undefined) {
      plain("number", number);
      continue;
    }
    if (character === "'") {
      push(readString(text, at));
      continue;
    }
    if (character === "`") {
      push(readTemplate(text, at, inTemplate));
      continue;
    }
    const parameter = match(parameters);
    if (parameter !== undefined) {
      push({ kind: "parameter", text: parameter[0], value: parameter[1] ?? "", start: at, end: at + parameter[0].length });
      continue;
    }
    const regex = character === "/" && startsValue(tokens.at(-1)) ? match(regexes) : undefined;
    if (regex !== undefined) {
      push({ kind: "regex", text: regex[0], value: regex[1] ?? "", flags: regex[2] ?? "", start: at, end: at + regex[0].length });
      continue;
    }
    const sign = match(signs)?.[0];
    if (sign === undefined)
      throw new Fault(
        "ODB2001",
        `\`${character === undefined ? "" : String.fromCodePoint(text.codePointAt(at) ?? 0)}\` has no meaning here.`,
        at,
        at + 1,
      );
    if (sign === "{") braces++;
    if (sign === "}") braces--;
    plain("sign", sign);
  }
  tokens.push({ kind: "end", text: "", start: at, end: at });
  return tokens;
}

/** A slash after one of these begins a regular expression, elsewhere it divides. */
const startsValue = (before: Token | undefined): boolean =>
  before === undefined || (before.kind === "sign" && before.text !== ")" && before.text !== "]");

const escapes: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", "`": "`", $: "$" };

/** One character, or an escape, at an offset. */
function readCharacter(text: string, at: number, allowed: string): { readonly value: string; readonly end: number } {
  const character = text[at] ?? "";
  if (character !== "\\") return { value: character, end: at + 1 };
  const letter = text[at + 1] ?? "";
  if (letter === "u" && text[at + 2] === "{") {
    const close = text.indexOf("}", at);
    const digits = close < 0 ? "" : text.slice(at + 3, close);
    const point = /^[0-9a-f]{1,6}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (point <= 0x10ffff) return { value: String.fromCodePoint(point), end: close + 1 };
  }
  const value = escapes[letter];
  if (value === undefined || !allowed.includes(letter)) throw new Fault("ODB2001", `\`\\${letter}\` is no escape here.`, at, at + 2);
  return { value, end: at + 2 };
}

function readString(text: string, start: number): Token {
  let value = "";
  for (let at = start + 1; at < text.length; ) {
    if (text[at] === "'") return { kind: "string", text: text.slice(start, at + 1), value, start, end: at + 1 };
    const character = readCharacter(text, at, "nrt\\'");
    value += character.value;
    at = character.end;
  }
  throw new Fault("ODB2001", "A text in quotes is not closed.", start, text.length);
}

function readTemplate(text: string, start: number, depth: number): Token {
  if (depth > maximumNesting) throw new Fault("ODB2002", `Templates nest deeper than ${maximumNesting} levels.`, start, start + 1);
  const texts: string[] = [];
  const values: { tokens: readonly Token[] }[] = [];
  let current = "";
  for (let at = start + 1; at < text.length; ) {
    if (text[at] === "`")
      return { kind: "template", text: text.slice(start, at + 1), texts: [...texts, current], values, start, end: at + 1 };
    if (text[at] === "$" && text[at + 1] === "{") {
      const tokens = tokenize(text, at + 2, depth + 1);
      const end = tokens.at(-1)?.end ?? text.length;
      if (text[end] !== "}") throw new Fault("ODB2001", "A `${` is not closed.", at, text.length);
      texts.push(current);
      values.push({ tokens });
      current = "";
      at = end + 1;
      continue;
    }
    const character = readCharacter(text, at, "nrt\\`$");
    current += character.value;
    at = character.end;
  }
  throw new Fault("ODB2001", "A template is not closed.", start, text.length);
}

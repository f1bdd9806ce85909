// Tokens of the plain part of TypeScript, one at a time. What is not known for certain is `declined`, never guessed: TypeScript's own parser reads the file then.

/** What is thrown where a text leaves the plain part. It carries nothing: TypeScript's parser says what there is to say. */
export const declined: unique symbol = Symbol("not plain");

/** Signs are their own kind; `template` is a text up to its end or its next `${`. */
export type TokenKind =
  | "end"
  | "name"
  | "number"
  | "string"
  | "template"
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | ";"
  | ":"
  | "."
  | "..."
  | "?"
  | "?."
  | "??"
  | "="
  | "=>"
  | "==="
  | "!"
  | "!=="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&&"
  | "|"
  | "||"
  | "+"
  | "-"
  | "*"
  | "**"
  | "/"
  | "%";

export interface Scanner {
  readonly text: string;
  kind: TokenKind;
  /** Of the token. */
  start: number;
  end: number;
  /** A name's text, a string's or template's value. */
  value: string;
  /** Whether the token is the first of its line. */
  isFirst: boolean;
  /** The last doc comment on lines of its own before the token; -1 where there is none. */
  docStart: number;
  docEnd: number;
  /** Where the token before ended. */
  before: number;
}

/** A scanner on the first token of a text. */
export function openScanner(text: string): Scanner {
  const scanner: Scanner = { text, kind: "end", start: 0, end: 0, value: "", isFirst: true, docStart: -1, docEnd: -1, before: 0 };
  advance(scanner);
  return scanner;
}

/** Goes to the next token. */
export function advance(scanner: Scanner): void {
  scanner.before = scanner.end;
  skipTrivia(scanner);
  const { text, start } = scanner;
  if (start >= text.length) {
    scanner.kind = "end";
    scanner.end = start;
    return;
  }
  const code = text.charCodeAt(start);
  const character = classes[code] ?? other;
  if (character === letter) {
    let end = start + 1;
    for (let next = classes[text.charCodeAt(end)]; next === letter || next === digit; next = classes[text.charCodeAt(end)]) end++;
    finish(scanner, "name", end, text.slice(start, end));
    // A character that is no ASCII may go on with the name.
    if (text.charCodeAt(end) > 127) throw declined;
  } else if (character === sign) scanSign(scanner, code);
  else if (character === quote) scanString(scanner, code);
  else if (character === digit) scanNumber(scanner);
  else if (code === 96) scanTemplate(scanner, start + 1);
  else throw declined;
}

/** Whether a scanner is on a token of a kind. */
export function isAt(scanner: Scanner, kind: TokenKind): boolean {
  return scanner.kind === kind;
}

/** Goes past a token of a kind, which has to be there. */
export function expect(scanner: Scanner, kind: TokenKind): void {
  if (scanner.kind !== kind) throw declined;
  advance(scanner);
}

/** Goes past a token of a kind if it is there. */
export function skip(scanner: Scanner, kind: TokenKind): boolean {
  if (scanner.kind !== kind) return false;
  advance(scanner);
  return true;
}

/** Reads on in a template after the `}` on which the scanner is. */
export function continueTemplate(scanner: Scanner): void {
  if (scanner.kind !== "}") throw declined;
  scanTemplate(scanner, scanner.start + 1);
}

/** Whether the template's part on which the scanner is ends with `${`. */
export function hasValueNext({ text, end }: Scanner): boolean {
  return text.charCodeAt(end - 1) === 123;
}

const regex =
  /\/(?![*/])((?:[^\\/[\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029]|\[(?:[^\\\]\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029])*\])+)\/([a-z]*)(?![\w$\\]|[^\0-\x7f])/y;

/** Reads the `/` on which the scanner is as the beginning of a regular expression, and goes past it. */
export function scanRegex(scanner: Scanner): { readonly source: string; readonly flags: string } {
  regex.lastIndex = scanner.start;
  const [whole, source, flags] = regex.exec(scanner.text) ?? [];
  if (whole === undefined || source === undefined || flags === undefined) throw declined;
  scanner.end = scanner.start + whole.length;
  advance(scanner);
  return { source, flags };
}

/** Whether `=>` comes next, on the same line, after the name on which the scanner is. */
export function isBeforeArrow({ text, end }: Scanner): boolean {
  let at = end;
  while (text.charCodeAt(at) === 32) at++;
  return text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) === 62;
}

const [other, letter, digit, quote, sign] = [0, 1, 2, 3, 4];
const classes = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));

function classOf(character: string): number {
  if (/[A-Za-z_$]/.test(character)) return letter;
  if (/[0-9]/.test(character)) return digit;
  if (/["']/.test(character)) return quote;
  return "()[]{},;:.?=!<>&|+-*/%".includes(character) ? sign : other;
}

function finish(scanner: Scanner, kind: TokenKind, end: number, value: string): void {
  scanner.kind = kind;
  scanner.end = end;
  scanner.value = value;
}

// Comments count as those of a token from the first line break after the token before, or from the beginning of the file, as TypeScript has it.
function skipTrivia(scanner: Scanner): void {
  const { text } = scanner;
  let at = scanner.end;
  let isFirst = at === 0;
  scanner.docStart = -1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) at++;
    else if (code === 10 || code === 13) {
      isFirst = true;
      at++;
    } else if (code === 47 && text.charCodeAt(at + 1) === 47) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf("*/", at + 2) + 2;
      if (end < 2) throw declined;
      if (isFirst && text.charCodeAt(at + 2) === 42 && end - at > 4) {
        scanner.docStart = at;
        scanner.docEnd = end;
      }
      // A line break in a comment begins a line, but a comment after it on that line is still not its token's.
      if (!isFirst && text.slice(at, end).includes("\n")) throw declined;
      at = end;
    } else break;
  }
  scanner.isFirst = isFirst;
  scanner.start = at;
}

/** A sign, and the characters after which it would be the beginning of another one, which the plain part hasn't: `+=`, `--`, `>>`, `.5`. */
type Sign = readonly [kind: TokenKind, unless: string];

// The longest first.
const signs: readonly Sign[] = [
  ...([
    ["...", ""],
    ["===", ""],
    ["!==", ""],
    ["**", "="],
    ["=>", ""],
    ["?.", "0123456789"],
    ["??", "="],
  ] as const),
  ...([
    ["<=", ""],
    [">=", ""],
    ["&&", "="],
    ["||", "="],
    ["(", ""],
    [")", ""],
    ["[", ""],
    ["]", ""],
    ["{", ""],
    ["}", ""],
  ] as const),
  ...([
    [",", ""],
    [";", ""],
    [":", ""],
    [".", "0123456789"],
    ["?", ""],
    ["=", "="],
    ["!", "="],
    ["<", "<"],
    [">", ""],
  ] as const),
  ...([
    ["|", "="],
    ["+", "+="],
    ["-", "-="],
    ["*", "="],
    ["/", "="],
    ["%", "="],
  ] as const),
];
const signsByCode: readonly (readonly Sign[])[] = Array.from({ length: 128 }, (_, code) =>
  signs.filter(([kind]) => kind.charCodeAt(0) === code),
);

function scanSign(scanner: Scanner, code: number): void {
  const { text, start } = scanner;
  for (const [kind, unless] of signsByCode[code] ?? []) {
    if (kind.length > 1 && !text.startsWith(kind, start)) continue;
    const end = start + kind.length;
    if (unless !== "" && unless.includes(text.charAt(end)) && end < text.length) throw declined;
    return finish(scanner, kind, end, "");
  }
  throw declined;
}

function scanString(scanner: Scanner, quoteCode: number): void {
  const { text, start } = scanner;
  const end = text.indexOf(quoteCode === 34 ? '"' : "'", start + 1);
  if (end < 0) throw declined;
  const value = text.slice(start + 1, end);
  if (value.includes("\\") || value.includes("\n") || value.includes("\r")) return scanEscapes(scanner, quoteCode);
  finish(scanner, "string", end + 1, value);
}

function scanEscapes(scanner: Scanner, quoteCode: number): void {
  const { text } = scanner;
  let value = "";
  let at = scanner.start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quoteCode) return finish(scanner, "string", at + 1, value);
    if (code === 92) {
      value += escaped(text.charAt(at + 1));
      at += 2;
    } else if (code === 10 || code === 13 || at >= text.length) throw declined;
    else value += text.charAt(at++);
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["`", "`"],
  ["$", "$"],
]);

function escaped(character: string): string {
  const value = escapes.get(character);
  if (value === undefined) throw declined;
  return value;
}

function scanTemplate(scanner: Scanner, from: number): void {
  const { text } = scanner;
  let value = "";
  for (let at = from; ; ) {
    const code = text.charCodeAt(at);
    if (code === 96) return finish(scanner, "template", at + 1, value);
    if (code === 36 && text.charCodeAt(at + 1) === 123) return finish(scanner, "template", at + 2, value);
    if (code === 92) {
      value += escaped(text.charAt(at + 1));
      at += 2;
    } else if (code === 13 || at >= text.length) throw declined;
    else value += text.charAt(at++);
  }
}

const number = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w$.\\]|[^\0-\x7f])/y;

function scanNumber(scanner: Scanner): void {
  const { text, start } = scanner;
  number.lastIndex = start;
  const [written] = number.exec(text) ?? [];
  if (written === undefined) throw declined;
  finish(scanner, "number", start + written.length, written);
}

// The subset of JavaScript's regular expressions that every engine has: read as with flag u (a character is a code point), ECMA-262 section 22.2.1.

export type Regex =
  | { readonly kind: "alternatives"; readonly items: readonly Regex[] }
  | { readonly kind: "sequence"; readonly items: readonly Regex[] }
  | { readonly kind: "character"; readonly codePoint: number }
  | { readonly kind: "any" | "start" | "end" | "boundary" | "notBoundary" }
  | CharacterClass
  | { readonly kind: "group"; readonly capture: boolean; readonly body: Regex }
  | {
      readonly kind: "repeat";
      readonly body: Regex;
      readonly minimum: number /** Infinity where there is no end. */;
      readonly maximum: number;
      readonly lazy: boolean;
    };
export interface CharacterClass {
  readonly kind: "class";
  readonly negated: boolean;
  readonly items: readonly ClassItem[];
}
export type ClassItem =
  | { readonly kind: "range"; readonly first: number; readonly last: number }
  | { readonly kind: "set"; readonly set: "d" | "D" | "w" | "W" | "s" };

/** Why a regular expression is refused: a sentence's end, after "This regular expression". */
export class RegexRefusal extends Error {}

/** The tree of a pattern; throws a RegexRefusal for what an engine lacks or JavaScript itself refuses. */
export function parseRegex(source: string): Regex {
  const reader = new Reader([...source].map(character => character.codePointAt(0) ?? 0));
  const tree = readAlternatives(reader, 0);
  if (!reader.done()) throw new RegexRefusal("has a `)` too many");
  return tree;
}

class Reader {
  at = 0;
  readonly points: readonly number[];
  constructor(points: readonly number[]) {
    this.points = points;
  }
  done(): boolean {
    return this.at >= this.points.length;
  }
  peek(ahead = 0): string {
    const point = this.points[this.at + ahead];
    return point === undefined ? "" : String.fromCodePoint(point);
  }
  next(): string {
    const character = this.peek();
    this.at++;
    return character;
  }
  take(text: string): boolean {
    if (![...text].every((character, i) => this.peek(i) === character)) return false;
    this.at += [...text].length;
    return true;
  }
  matching(pattern: RegExp): string {
    let text = "";
    while (pattern.test(this.peek())) text += this.next();
    return text;
  }
}

function readAlternatives(reader: Reader, depth: number): Regex {
  if (depth > 100) throw new RegexRefusal("nests its groups too deeply");
  const items = [readSequence(reader, depth)];
  while (reader.take("|")) items.push(readSequence(reader, depth));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "alternatives", items };
}

function readSequence(reader: Reader, depth: number): Regex {
  const items: Regex[] = [];
  while (!reader.done() && reader.peek() !== "|" && reader.peek() !== ")") items.push(readRepeat(reader, readAtom(reader, depth)));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

function readRepeat(reader: Reader, body: Regex): Regex {
  const range = readQuantifier(reader);
  if (range === undefined) return body;
  if (body.kind === "start" || body.kind === "end" || body.kind === "boundary" || body.kind === "notBoundary")
    throw new RegexRefusal("repeats an assertion");
  const [minimum, maximum] = range;
  if (minimum > maximum) throw new RegexRefusal("repeats from more to fewer times");
  if (Math.max(minimum, maximum === Infinity ? 0 : maximum) > 1000) throw new RegexRefusal("repeats more than 1000 times");
  return { kind: "repeat", body, minimum, maximum, lazy: reader.take("?") };
}

function readQuantifier(reader: Reader): readonly [number, number] | undefined {
  if (reader.take("*")) return [0, Infinity];
  if (reader.take("+")) return [1, Infinity];
  if (reader.take("?")) return [0, 1];
  if (!reader.take("{")) return undefined;
  const minimum = reader.matching(/^[0-9]$/);
  const comma = reader.take(",");
  const maximum = comma ? reader.matching(/^[0-9]$/) : minimum;
  if (minimum === "" || !reader.take("}")) throw new RegexRefusal("has a `{` that begins no count; write `\\{` for the character");
  return [Number(minimum), maximum === "" ? Infinity : Number(maximum)];
}

function readAtom(reader: Reader, depth: number): Regex {
  const character = reader.next();
  switch (character) {
    case ".":
      return { kind: "any" };
    case "^":
      return { kind: "start" };
    case "$":
      return { kind: "end" };
    case "[":
      return readClass(reader);
    case "(":
      return readGroup(reader, depth);
    case "\\":
      return readEscape(reader);
    case "*":
    case "+":
    case "?":
    case "{":
      throw new RegexRefusal(`has a \`${character}\` that repeats nothing`);
    case "]":
    case "}":
      throw new RegexRefusal(`has a \`${character}\` that closes nothing; write \`\\${character}\` for the character`);
    default:
      return { kind: "character", codePoint: character.codePointAt(0) ?? 0 };
  }
}

function readGroup(reader: Reader, depth: number): Regex {
  const capture = !reader.take("?:");
  if (capture && reader.peek() === "?") {
    const named = reader.peek(1) === "<" && !["=", "!"].includes(reader.peek(2));
    throw new RegexRefusal(
      named
        ? "has a named group; a plain group `(…)` is counted from 1"
        : ["=", "!", "<"].includes(reader.peek(1))
          ? "looks ahead or behind, which not every engine does"
          : "has a group of a kind that not every engine has",
    );
  }
  const body = readAlternatives(reader, depth + 1);
  if (!reader.take(")")) throw new RegexRefusal("has a group that is not closed");
  return { kind: "group", capture, body };
}

function readEscape(reader: Reader): Regex {
  const escape = reader.peek();
  if (escape === "b" || escape === "B") {
    reader.next();
    return { kind: escape === "b" ? "boundary" : "notBoundary" };
  }
  if (escape === "S") {
    reader.next();
    return { kind: "class", negated: true, items: [{ kind: "set", set: "s" }] };
  }
  const item = readClassEscape(reader);
  return item.kind === "set" ? { kind: "class", negated: false, items: [item] } : { kind: "character", codePoint: item.first };
}

const controls: { readonly [letter: string]: number } = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** What follows a backslash, in a class or outside. */
function readClassEscape(reader: Reader): ClassItem {
  const escape = reader.next();
  if (escape === "d" || escape === "D" || escape === "w" || escape === "W" || escape === "s") return { kind: "set", set: escape };
  if (escape === "") throw new RegexRefusal("ends in a backslash");
  if (escape === "S") throw new RegexRefusal("has `\\S` inside a class; name the characters");
  if (escape === "p" || escape === "P") throw new RegexRefusal("uses a Unicode property, which engines do not know alike");
  if (escape === "k" || /^[1-9]$/.test(escape)) throw new RegexRefusal("refers back to a group, which not every engine does");
  if (escape === "x") return single(readHexadecimal(reader, 2));
  if (escape === "u") return single(readUnicode(reader));
  if (escape === "0" && !/^[0-9]$/.test(reader.peek())) return single(0);
  const control = controls[escape];
  if (control !== undefined) return single(control);
  if (/^[A-Za-z0-9_]$/.test(escape)) throw new RegexRefusal(`has an escape \`\\${escape}\` that means nothing`);
  return single(escape.codePointAt(0) ?? 0);
}

function readUnicode(reader: Reader): number {
  if (reader.take("{")) {
    const point = Number.parseInt(reader.matching(/^[0-9a-fA-F]$/), 16);
    if (!reader.take("}") || !(point <= 0x10ffff)) throw new RegexRefusal("has a `\\u{…}` that is no character");
    return point;
  }
  const first = readHexadecimal(reader, 4);
  if (first < 0xd800 || first > 0xdbff || !reader.take("\\u")) return first;
  const second = readHexadecimal(reader, 4);
  if (second < 0xdc00 || second > 0xdfff) throw new RegexRefusal("has half of a surrogate pair");
  return (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;
}

function readHexadecimal(reader: Reader, digits: number): number {
  const text = Array.from({ length: digits }, () => reader.next()).join("");
  if (!/^[0-9a-fA-F]+$/.test(text) || text.length !== digits)
    throw new RegexRefusal(`has an escape that wants ${digits} hexadecimal digits`);
  return Number.parseInt(text, 16);
}

function single(point: number): ClassItem {
  if (point >= 0xd800 && point <= 0xdfff) throw new RegexRefusal("has half of a surrogate pair");
  return { kind: "range", first: point, last: point };
}

function readClass(reader: Reader): CharacterClass {
  const negated = reader.take("^");
  const items: ClassItem[] = [];
  while (!reader.take("]")) {
    const first = readClassAtom(reader);
    if (reader.peek() === "-" && reader.peek(1) !== "]" && reader.peek(1) !== "") {
      reader.next();
      const last = readClassAtom(reader);
      if (first.kind === "set" || last.kind === "set" || last.last < first.first)
        throw new RegexRefusal("has a range of characters that runs backwards or to a set");
      items.push({ kind: "range", first: first.first, last: last.last });
    } else items.push(first);
  }
  return { kind: "class", negated, items };
}

function readClassAtom(reader: Reader): ClassItem {
  if (reader.done()) throw new RegexRefusal("has a class that is not closed");
  const character = reader.next();
  if (character !== "\\") return single(character.codePointAt(0) ?? 0);
  if (reader.take("b")) return single(8);
  if (reader.take("-")) return single(45);
  return readClassEscape(reader);
}

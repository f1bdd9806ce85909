import type { RegexLiteral } from "../../../compiler/plan/expression.ts";
import { groups, readReplacement } from "../../../compiler/plan/regex/checkRegex.ts";
import { type ClassItem, parseRegex, type Regex } from "../../../compiler/plan/regex/parseRegex.ts";
import { foldCase } from "../foldCase.ts";
import { character, classItem } from "../regexClass.ts";

/** JavaScript's pattern as Java reads it, with JavaScript's meaning of `.`, `\s`, `^`, `$`, `\b` and of flag i. */
export function lowerRegex({ source, flags }: RegexLiteral): string {
  return emit(parseRegex(source), flags.includes("i"));
}

/** A replacement as Java reads it: `$1` for a group, `$0` for the match. */
export function lowerReplacement(replacement: string, regex: RegexLiteral): string {
  return emitReplacement(replacement, regex, number => `$${number}`);
}

/** A pattern and a replacement for the first match alone: Spark replaces all there are, so the match begins with what stands before it. */
export function lowerFirstReplacement(replacement: string, regex: RegexLiteral): readonly [string, string] {
  return [`\\A((?s:.*?))(${lowerRegex(regex)})`, `$1${emitReplacement(replacement, regex, number => `$${number + 2}`)}`];
}

/** A digit after a group's number is not one of it. */
function emitReplacement(replacement: string, { source }: RegexLiteral, group: (number: number) => string): string {
  const parts = readReplacement(replacement, groups(parseRegex(source)));
  return parts
    .map((part, index) => {
      if (part.kind === "group") return group(part.number);
      const text = part.kind === "text" ? part.text.replace(/[\\$]/g, "\\$&") : "";
      return index === 0 || parts[index - 1]?.kind === "group" ? text.replace(/^(?=\d)/, "\\") : text;
    })
    .join("");
}

/** A pattern that matches a text and nothing else. */
export const quoteRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

function emit(node: Regex, ignoreCase: boolean): string {
  switch (node.kind) {
    case "alternatives": {
      const items = node.items.flatMap(item => singleCharacters(item) ?? []);
      const single = node.items.every(item => singleCharacters(item) !== undefined);
      return single ? emit({ kind: "class", negated: false, items }, ignoreCase) : node.items.map(item => emit(item, ignoreCase)).join("|");
    }
    case "sequence":
      return node.items.map(item => (item.kind === "alternatives" ? `(?:${emit(item, ignoreCase)})` : emit(item, ignoreCase))).join("");
    case "character":
      return ignoreCase
        ? bracket(false, foldCase({ kind: "range", first: node.codePoint, last: node.codePoint }))
        : character(node.codePoint);
    case "any":
      return "[^\\n\\r\\x{2028}\\x{2029}]";
    case "start":
      return "\\A";
    case "end":
      return "\\z";
    // Java 17 takes letters beyond ASCII for parts of a word here, though not in `\w`.
    case "boundary":
      return "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))";
    case "notBoundary":
      return "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))";
    case "class":
      return bracket(
        node.negated,
        ignoreCase ? node.items.flatMap((item): readonly ClassItem[] => (item.kind === "range" ? foldCase(item) : [item])) : node.items,
      );
    case "group":
      return `(${node.capture ? "" : "?:"}${emit(node.body, ignoreCase)})`;
    case "repeat": {
      const body = emit(node.body, ignoreCase);
      const single = node.body.kind === "character" || node.body.kind === "any" || node.body.kind === "class" || node.body.kind === "group";
      return `${single ? body : `(?:${body})`}${quantifier(node.minimum, node.maximum)}${node.lazy ? "?" : ""}`;
    }
  }
}

/** What an alternative of one character matches: Java walks a repeated choice by its stack, which a long text overflows, but not a repeated class. */
const singleCharacters = (node: Regex): readonly ClassItem[] | undefined =>
  node.kind === "character"
    ? [{ kind: "range", first: node.codePoint, last: node.codePoint }]
    : node.kind === "class" && !node.negated && node.items.length > 0
      ? node.items
      : undefined;

function quantifier(minimum: number, maximum: number): string {
  if (maximum === Infinity) return minimum === 0 ? "*" : minimum === 1 ? "+" : `{${minimum},}`;
  return minimum === 0 && maximum === 1 ? "?" : minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum}}`;
}

function bracket(negated: boolean, items: readonly ClassItem[]): string {
  const [only] = items;
  if (only === undefined) return negated ? "[\\x00-\\x{10FFFF}]" : "[^\\x00-\\x{10FFFF}]";
  if (!negated && items.length === 1 && only.kind === "range" && only.first === only.last) return character(only.first);
  if (!negated && items.length === 1 && only.kind === "set" && only.set !== "s") return classItem(only);
  return `[${negated ? "^" : ""}${items.map(classItem).join("")}]`;
}

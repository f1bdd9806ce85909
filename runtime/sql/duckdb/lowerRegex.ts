import type { RegexLiteral } from "../../../compiler/plan/expression.ts";
import { groups, readReplacement } from "../../../compiler/plan/regex/checkRegex.ts";
import { type CharacterClass, type ClassItem, parseRegex, type Regex } from "../../../compiler/plan/regex/parseRegex.ts";
import { foldCase } from "../foldCase.ts";
import { character, classItem } from "../regexClass.ts";

/** JavaScript's pattern as RE2 reads it, with JavaScript's meaning of `.`, `\s`, `^`, `$` and of flag i. */
export function lowerRegex({ source, flags }: RegexLiteral): string {
  return emit(parseRegex(source), flags.includes("i"));
}

/** A replacement as RE2 reads it: `\1` for a group, `\0` for the match. */
export function lowerReplacement(replacement: string, { source }: RegexLiteral): string {
  return readReplacement(replacement, groups(parseRegex(source)))
    .map(part => (part.kind === "text" ? part.text.replaceAll("\\", "\\\\") : part.kind === "group" ? `\\${part.number}` : ""))
    .join("");
}

function emit(node: Regex, ignoreCase: boolean): string {
  switch (node.kind) {
    case "alternatives":
      return node.items.map(item => emit(item, ignoreCase)).join("|");
    case "sequence":
      return node.items.map(item => (item.kind === "alternatives" ? `(?:${emit(item, ignoreCase)})` : emit(item, ignoreCase))).join("");
    case "character":
      return ignoreCase ? emitFolded([{ kind: "range", first: node.codePoint, last: node.codePoint }]) : character(node.codePoint);
    case "any":
      return "[^\\n\\r\\x{2028}\\x{2029}]";
    case "start":
      return "\\A";
    case "end":
      return "\\z";
    case "boundary":
      return "\\b";
    case "notBoundary":
      return "\\B";
    case "class":
      return emitClass(node, ignoreCase);
    case "group":
      return `(${node.capture ? "" : "?:"}${emit(node.body, ignoreCase)})`;
    case "repeat": {
      const body = emit(node.body, ignoreCase);
      const single = node.body.kind === "character" || node.body.kind === "any" || node.body.kind === "class" || node.body.kind === "group";
      return `${single ? body : `(?:${body})`}${quantifier(node.minimum, node.maximum)}${node.lazy ? "?" : ""}`;
    }
  }
}

function quantifier(minimum: number, maximum: number): string {
  if (maximum === Infinity) return minimum === 0 ? "*" : minimum === 1 ? "+" : `{${minimum},}`;
  return minimum === 0 && maximum === 1 ? "?" : minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum}}`;
}

function emitFolded(items: readonly ClassItem[]): string {
  const folded = fold(items);
  const [only] = folded;
  return folded.length === 1 && only?.kind === "range" && only.first === only.last ? character(only.first) : bracket(false, folded);
}

function emitClass({ negated, items }: CharacterClass, ignoreCase: boolean): string {
  if (items.length === 0) return negated ? "[\\x00-\\x{10FFFF}]" : "[^\\x00-\\x{10FFFF}]";
  return bracket(negated, ignoreCase ? fold(items) : items);
}

const fold = (items: readonly ClassItem[]): readonly ClassItem[] =>
  items.flatMap((item): readonly ClassItem[] => (item.kind === "range" ? foldCase(item) : [item]));

/**
 * A class. RE2 takes one of a letter's two cases for that letter under flag i, and beside a class that holds ſ or the Kelvin sign then loses the upper case
 * (`\W|[Ss]` does not find S): such a pair is written as a choice.
 */
function bracket(negated: boolean, items: readonly ClassItem[]): string {
  const letters = new Set(
    items.flatMap(item => (item.kind === "range" && item.last - item.first < 2 ? [item.first, item.last] : [Number.NaN])),
  );
  const [a = 0, b = 0] = [...letters].sort((x, y) => x - y);
  if (!negated && letters.size === 2 && a >= 65 && a <= 90 && b === a + 32) return `(?:${character(a)}|${character(b)})`;
  return `[${negated ? "^" : ""}${items.map(classItem).join("")}]`;
}

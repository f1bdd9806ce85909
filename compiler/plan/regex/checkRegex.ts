import type { RegexLiteral } from "../expression.ts";
import { type Refusal, refuse } from "../infer/refusal.ts";
import { parseRegex, type Regex, RegexRefusal } from "./parseRegex.ts";

/** Why a regular expression, with the text that replaces its match, is refused; undefined where every engine gives what JavaScript gives. */
export function checkRegex(literal: RegexLiteral, use: { readonly flags: string; readonly replacement?: string }): Refusal | undefined {
  for (const flag of literal.flags)
    if (!`${use.flags}u`.includes(flag)) return unsupported(`has the flag ${flag}`, `The flags here are ${[...use.flags].join(" and ")}.`);
  if (literal.flags.includes("i") && literal.flags.includes("u"))
    return unsupported("has the flags i and u together, which fold other letters than i alone", "Leave u out.");
  let tree: Regex;
  try {
    tree = parseRegex(literal.source);
  } catch (error) {
    if (error instanceof RegexRefusal) return unsupported(error.message);
    throw error;
  }
  if (repetitions(tree) > 1000) return unsupported("repeats more than 1000 times in all");
  if (use.replacement === undefined) return undefined;
  if (literal.flags.includes("g") && matchesEmpty(tree))
    return unsupported("matches the empty text, and with g engines differ in where", "Use `+` instead of `*`.");
  if (some(tree, node => node.kind === "repeat" && matchesEmpty(node.body))) return unsupported("repeats what may be empty");
  return checkReplacement(tree, use.replacement);
}

const unsupported = (what: string, hint?: string): Refusal => refuse("ODB2024", `This regular expression ${what}.`, hint);

function checkReplacement(tree: Regex, replacement: string): Refusal | undefined {
  const parts = readReplacement(replacement, groups(tree));
  if (parts.some(part => part.kind === "around"))
    return refuse(
      "ODB2024",
      "In a replacement $` and $' stand for the text around the match, which engines do not give.",
      "Write `$$` for a dollar sign.",
    );
  if (parts.some(part => part.kind === "group" && part.number > 9))
    return refuse("ODB2024", "A replacement reaches the first nine groups only.");
  if (
    parts.some(part => part.kind === "group" && part.number > 0) &&
    some(tree, node => node.kind === "repeat" && node.maximum > 1 && groups(node.body) > 0)
  )
    return unsupported("has a group inside a repetition, and its last turn differs between engines", "Make the inner group `(?:…)`.");
  return undefined;
}

export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly number: number }
  | { readonly kind: "around" };

/** A replacement's parts, as JavaScript reads them (ECMA-262, GetSubstitution): group 0 is the match. */
export function readReplacement(replacement: string, groupCount: number): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const pattern = /\$(?:([$&`'])|(\d\d?))|[^$]+|\$/g;
  for (const match of replacement.matchAll(pattern)) {
    const [whole, sign, digits] = match;
    if (sign === "$") parts.push({ kind: "text", text: "$" });
    else if (sign === "&") parts.push({ kind: "group", number: 0 });
    else if (sign !== undefined) parts.push({ kind: "around" });
    else if (digits === undefined) parts.push({ kind: "text", text: whole });
    else parts.push(...readGroupNumber(digits, groupCount));
  }
  return parts;
}

/** `$12` is group 12 where there is one, else group 1 and a 2; a number without a group is text. */
function readGroupNumber(digits: string, groupCount: number): readonly ReplacementPart[] {
  const [two, one] = [Number(digits), Number(digits[0])];
  if (digits.length === 2 && two >= 1 && two <= groupCount) return [{ kind: "group", number: two }];
  if (one >= 1 && one <= groupCount)
    return [
      { kind: "group", number: one },
      { kind: "text", text: digits.slice(1) },
    ];
  return [{ kind: "text", text: `$${digits}` }];
}

const children = (node: Regex): readonly Regex[] =>
  node.kind === "alternatives" || node.kind === "sequence"
    ? node.items
    : node.kind === "group" || node.kind === "repeat"
      ? [node.body]
      : [];

const some = (node: Regex, test: (node: Regex) => boolean): boolean => test(node) || children(node).some(child => some(child, test));

/** How many groups a pattern captures. */
export const groups = (node: Regex): number =>
  children(node).reduce((sum, child) => sum + groups(child), node.kind === "group" && node.capture ? 1 : 0);

function repetitions(node: Regex): number {
  const inner = Math.max(1, ...children(node).map(repetitions));
  return node.kind === "repeat" ? inner * Math.max(1, node.minimum, node.maximum === Infinity ? 1 : node.maximum) : inner;
}

function matchesEmpty(node: Regex): boolean {
  switch (node.kind) {
    case "alternatives":
      return node.items.some(matchesEmpty);
    case "sequence":
      return node.items.every(matchesEmpty);
    case "group":
      return matchesEmpty(node.body);
    case "repeat":
      return node.minimum === 0 || matchesEmpty(node.body);
    case "character":
    case "any":
    case "class":
      return false;
    default:
      return true;
  }
}

import { argument, literalNumber, literalText } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import { raiseDataError } from "../dataError.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { lowerRegex, lowerReplacement } from "../lowerRegex.ts";
import { quoteText } from "../quote.ts";
import { group, once } from "../text.ts";
import { lowerArgument } from "./argument.ts";

type TextName =
  | ".length"
  | ".trim"
  | ".toUpperCase"
  | ".toLowerCase"
  | ".includes"
  | ".startsWith"
  | ".endsWith"
  | ".slice"
  | ".replace"
  | ".replaceAll"
  | ".split"
  | ".padStart"
  | ".test";

export const texts: { readonly [N in TextName]: CallLowering } = {
  ".length": (call, names) =>
    argument(call, 0).type.kind === "list" ? `len(${lowerArgument(call, 0, names)})` : `length(${lowerArgument(call, 0, names)})`,
  ".trim": (call, names) => `odibi_trim(${lowerArgument(call, 0, names)})`,
  ".toUpperCase": (call, names) => once([lowerArgument(call, 0, names)], a => `odibi_upper(${a})`),
  ".toLowerCase": (call, names) => once([lowerArgument(call, 0, names)], a => `odibi_lower(${a})`),
  ".includes": (call, names) => {
    const [value, part] = [lowerArgument(call, 0, names), lowerArgument(call, 1, names)];
    if (argument(call, 0).type.kind !== "list") return `contains(${value}, ${part})`;
    return argument(call, 1).nullable ? `coalesce(list_contains(${value}, ${part}), false)` : `list_contains(${value}, ${part})`;
  },
  ".startsWith": (call, names) => `starts_with(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`,
  ".endsWith": (call, names) => `ends_with(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`,
  ".slice": slice,
  ".replace": (call, names) => {
    const pattern = argument(call, 1);
    if (pattern.kind === "regex") {
      const global = pattern.flags.includes("g") ? ", 'g'" : "";
      return `regexp_replace(${lowerArgument(call, 0, names)}, ${quoteText(lowerRegex(pattern))}, ${quoteText(lowerReplacement(literalText(call, 2), pattern))}${global})`;
    }
    return once(
      [lowerArgument(call, 0, names), lowerArgument(call, 1, names), ...replacementOperand(call, names)],
      (s, x = "", r) =>
        `(case when contains(${s}, ${x}) then left(${s}, strpos(${s}, ${x}) - 1) || ${group(expand(call, x, r))} || substring(${s}, strpos(${s}, ${x}) + length(${x})) else ${s} end)`,
    );
  },
  ".replaceAll": (call, names) => {
    const part = argument(call, 1);
    if (part.kind === "string" && part.value !== "")
      return once(
        [lowerArgument(call, 0, names), quoteText(part.value), ...replacementOperand(call, names)],
        (s, x = "", r) => `replace(${s}, ${x}, ${expand(call, x, r)})`,
      );
    return once([lowerArgument(call, 0, names), lowerArgument(call, 1, names), ...replacementOperand(call, names)], (s, x = "", r) => {
      const replacement = expand(call, x, r);
      // Between all characters, and at both ends.
      const between = `${group(replacement)} || array_to_string(list_transform(regexp_extract_all(${s}, '(?s).'), lambda c: c || ${group(replacement)}), '')`;
      return `(case when ${x} = '' then ${between} else replace(${s}, ${x}, ${replacement}) end)`;
    });
  },
  ".split": (call, names) => {
    const separator = argument(call, 1);
    const [value, sql] = [lowerArgument(call, 0, names), lowerArgument(call, 1, names)];
    if (separator.kind === "string" && separator.value !== "") return `string_split(${value}, ${sql})`;
    return once([value, sql], (s, x) => `(case when ${x} = '' then regexp_extract_all(${s}, '(?s).') else string_split(${s}, ${x}) end)`);
  },
  ".padStart": (call, names) => {
    const fill = call.arguments[2] === undefined ? "' '" : lowerArgument(call, 2, names);
    return once([lowerArgument(call, 0, names), lowerArgument(call, 1, names), fill], (s, k, f) => `odibi_pad_start(${s}, ${k}, ${f})`);
  },
  ".test": (call, names) => {
    const pattern = argument(call, 0);
    if (pattern.kind !== "regex") throw new Error("`.test` has no pattern.");
    return `regexp_matches(${lowerArgument(call, 1, names)}, ${quoteText(lowerRegex(pattern))})`;
  },
};

/** Positions count characters (code points); from the end below 0, and stay within the text. */
function slice(call: TypedCall, names: Names): string {
  const text = lowerArgument(call, 0, names);
  const [from, to] = [literalNumber(argument(call, 1)), literalNumber(call.arguments[2])];
  const open = call.arguments[2] === undefined;
  if (from !== undefined && from >= 0 && open) return from === 0 ? text : `substring(${text}, ${from + 1})`;
  if (from !== undefined && from < 0 && open) return `right(${text}, ${-from})`;
  if (from !== undefined && to !== undefined && from >= 0 && to >= 0)
    return to <= from ? `substring(${text}, 1, 0)` : `substring(${text}, ${from + 1}, ${to - from})`;
  if (from === 0 && to !== undefined) return once([text], s => `left(${s}, greatest(length(${s}) - ${-to}, 0))`);
  // Beyond the longest text there is.
  const end = open ? "2147483648" : lowerArgument(call, 2, names);
  return once([text, lowerArgument(call, 1, names), end], (s, i, j) => `odibi_slice(${s}, ${i}, ${j})`);
}

/** A replacement that is computed is an operand; one that is written out stands in the formula. */
const replacementOperand = (call: TypedCall, names: Names): readonly string[] =>
  argument(call, 2).kind === "string" ? [] : [lowerExpression(argument(call, 2), names)];

/** What replaces a match: `$$` is a dollar sign, `$&` the match (ECMA-262, GetSubstitution). */
function expand(call: TypedCall, match: string, replacement: string | undefined): string {
  const literal = argument(call, 2);
  if (literal.kind === "string") {
    const parts = literal.value
      .split("$$")
      .flatMap((part, index) => [
        ...(index === 0 ? [] : [quoteText("$")]),
        ...part.split("$&").flatMap((text, at) => [...(at === 0 ? [] : [match]), ...(text === "" ? [] : [quoteText(text)])]),
      ]);
    return parts.length === 0 ? "''" : parts.join(" || ");
  }
  const r = replacement ?? "";
  const around = `case when regexp_matches(replace(${r}, '$$', ''), '\\$[\`'']') then ${raiseDataError("ODB6105", { value: r })}`;
  return `(case when contains(${r}, '$') then ${around} else array_to_string(list_transform(string_split(${r}, '$$'), lambda p: replace(p, '$&', ${match})), '$') end else ${r} end)`;
}

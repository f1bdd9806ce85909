import { argument, literalNumber, literalText } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import { raiseDataError } from "../dataError.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { lower, lowerExpression } from "../lowerExpression.ts";
import { lowerFirstReplacement, lowerRegex, lowerReplacement, quoteRegex } from "../lowerRegex.ts";
import { lowerCase, upperCase } from "../mapCase.ts";
import { quoteText } from "../quote.ts";
import { cast, group, once, tightness, variable } from "../text.ts";
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

/** JavaScript's white space (ECMA-262, WhiteSpace and LineTerminator). */
const white = `\t\n\v\f\r \u00a0\u1680${Array.from({ length: 11 }, (_, i) => String.fromCharCode(0x2000 + i)).join("")}\u2028\u2029\u202f\u205f\u3000\ufeff`;

export const texts: { readonly [N in TextName]: CallLowering } = {
  ".length": (call, names) => `bigint(${argument(call, 0).type.kind === "list" ? "size" : "length"}(${lowerArgument(call, 0, names)}))`,
  ".trim": (call, names) => `trim(both ${quoteText(white)} from ${lowerArgument(call, 0, names)})`,
  ".toUpperCase": (call, names) => upperCase(lowerArgument(call, 0, names)),
  ".toLowerCase": (call, names) => lowerCase(lowerArgument(call, 0, names)),
  ".includes": (call, names) => {
    const [value, part] = [lowerArgument(call, 0, names), lowerArgument(call, 1, names)];
    if (argument(call, 0).type.kind !== "list") return `contains(${value}, ${part})`;
    return argument(call, 1).nullable ? `coalesce(array_contains(${value}, ${part}), false)` : `array_contains(${value}, ${part})`;
  },
  ".startsWith": (call, names) => `startswith(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`,
  ".endsWith": (call, names) => `endswith(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`,
  ".slice": slice,
  ".replace": (call, names) => {
    const pattern = argument(call, 1);
    const text = lowerArgument(call, 0, names);
    if (pattern.kind === "regex") {
      const [found, by] = pattern.flags.includes("g")
        ? [lowerRegex(pattern), lowerReplacement(literalText(call, 2), pattern)]
        : lowerFirstReplacement(literalText(call, 2), pattern);
      return `regexp_replace(${text}, ${quoteText(found)}, ${quoteText(by)})`;
    }
    return once([text, lowerArgument(call, 1, names), ...replacementOperand(call, names)], (s, x = "", r) => {
      const at = `instr(${s}, ${x})`;
      return `if(contains(${s}, ${x}), concat(substring(${s}, 1, ${at} - 1), ${expand(call, x, r)}, substring(${s}, ${at} + length(${x}))), ${s})`;
    });
  },
  ".replaceAll": (call, names) => {
    const part = argument(call, 1);
    const operands = [lowerArgument(call, 0, names), lowerArgument(call, 1, names), ...replacementOperand(call, names)];
    if (part.kind === "string" && part.value !== "") return once(operands, (s, x = "", r) => `replace(${s}, ${x}, ${expand(call, x, r)})`);
    return once(operands, (s, x = "", r) => {
      const replacement = expand(call, x, r);
      // Between all characters, and at both ends.
      const c = variable("c", replacement);
      const between = `concat(${replacement}, array_join(transform(${characters(s ?? "")}, ${c} -> concat(${c}, ${replacement})), ''))`;
      return `if(${x} = '', ${between}, replace(${s}, ${x}, ${replacement}))`;
    });
  },
  ".split": (call, names) => {
    const [separator, value] = [argument(call, 1), lowerArgument(call, 0, names)];
    if (separator.kind === "string" && separator.value !== "") return `split(${value}, ${quoteText(quoteRegex(separator.value))})`;
    return once([value, lowerArgument(call, 1, names)], (s = "", x = "") => {
      // Spark splits by a pattern: `\Q…\E` takes what stands in it as it is.
      const pattern = `concat('\\\\Q', replace(${x}, '\\\\E', '\\\\E\\\\\\\\E\\\\Q'), '\\\\E')`;
      return `if(${x} = '', ${characters(s)}, split(${s}, ${pattern}))`;
    });
  },
  ".padStart": (call, names) => {
    const fill = call.arguments[2] === undefined ? "' '" : lowerArgument(call, 2, names);
    const length = literalNumber(argument(call, 1));
    return once([lowerArgument(call, 0, names), lower(argument(call, 1), names), fill], (s, k = "", f) => {
      const empty =
        call.arguments[2] === undefined || (argument(call, 2).kind === "string" && literalText(call, 2) !== "") ? "" : ` or ${f} = ''`;
      return `if(length(${s}) >= ${k}${empty}, ${s}, lpad(${s}, ${length === undefined ? cast(k, "int") : length}, ${f}))`;
    });
  },
  ".test": (call, names) => {
    const pattern = argument(call, 0);
    if (pattern.kind !== "regex") throw new Error("`.test` has no pattern.");
    return `${group(lowerArgument(call, 1, names), tightness.sum)} rlike ${quoteText(lowerRegex(pattern))}`;
  },
};

const characters = (s: string): string => `regexp_extract_all(${s}, '(?s).', 0)`;

/** Positions count characters (code points); from the end below 0, and stay within the text. */
function slice(call: TypedCall, names: Names): string {
  const text = lowerArgument(call, 0, names);
  const [from, to] = [literalNumber(argument(call, 1)), literalNumber(call.arguments[2])];
  const open = call.arguments[2] === undefined;
  if (from !== undefined && from >= 0 && open) return from === 0 ? text : `substring(${text}, ${from + 1})`;
  if (from !== undefined && from < 0 && open) return `right(${text}, ${-from})`;
  if (from !== undefined && to !== undefined && from >= 0 && to >= 0) return `substring(${text}, ${from + 1}, ${Math.max(to - from, 0)})`;
  if (from === 0 && to !== undefined) return once([text], s => `left(${s}, length(${s}) - ${-to})`);
  if (from !== undefined && to !== undefined && from > 0)
    return once([text], s => `substring(${s}, ${from + 1}, length(${s}) - ${from - to})`);
  const bounds = open ? [1] : [1, 2];
  return once([text, ...bounds.map(index => lower(argument(call, index), names))], (s = "", ...indexes) => {
    const clamp = (index: string, number: number | undefined) =>
      number === undefined
        ? `int(if(${index} < 0, greatest(length(${s}) + ${index}, 0), least(${index}, length(${s}))))`
        : number < 0
          ? `greatest(length(${s}) - ${-number}, 0)`
          : `least(${number}, length(${s}))`;
    const [start = "", end] = bounds.map((index, at) => clamp(indexes[at] ?? "", literalNumber(argument(call, index))));
    return end === undefined ? `substring(${s}, ${start} + 1)` : `substring(${s}, ${start} + 1, ${group(end, tightness.sum)} - ${start})`;
  });
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
    return parts.length === 0 ? "''" : parts.length === 1 ? parts.join("") : `concat(${parts.join(", ")})`;
  }
  const r = replacement ?? "";
  const around = `when replace(${r}, '$$', '') rlike ${quoteText("\\$[`']")} then ${raiseDataError("ODB6105", { value: r })}`;
  const p = variable("p", match);
  const parts = `array_join(transform(split(${r}, ${quoteText("\\$\\$")}), ${p} -> replace(${p}, '$&', ${match})), '$')`;
  return `case when not contains(${r}, '$') then ${r} ${around} else ${parts} end`;
}

import type { ClassItem } from "../../compiler/plan/regex/parseRegex.ts";

// How both RE2 and java.util.regex write a class of characters.

/** JavaScript's white space (ECMA-262, WhiteSpace and LineTerminator), for the inside of a class. */
export const whiteClass = "\\t\\n\\x0B\\f\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";

/** An item of a class. */
export const classItem = (item: ClassItem): string =>
  item.kind === "set"
    ? item.set === "s"
      ? whiteClass
      : `\\${item.set}`
    : item.first === item.last
      ? character(item.first)
      : `${character(item.first)}-${character(item.last)}`;

/** Letters, digits and the blank stand for themselves; every other character is written as its number. */
export function character(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  if (/[A-Za-z0-9 ]/.test(text)) return text;
  return codePoint < 128 ? `\\x${codePoint.toString(16).padStart(2, "0")}` : `\\x{${codePoint.toString(16)}}`;
}

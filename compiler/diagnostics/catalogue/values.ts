import { type Entry, error } from "../entry.ts";

// What an expression meets in the data: 61xx.
export const values = {
  ODB6101: error(
    "A value that does not convert",
    "`cast` converts or fails the node; `tryCast` gives null instead.",
    "cast(o.count_text, t.int64())",
    "tryCast(o.count_text, t.int64()) ?? 0",
  ),
  ODB6102: error(
    "A remainder by zero",
    "A whole number or a decimal has no remainder by 0.",
    "o => o.id % o.parts",
    "o => o.parts === 0 ? 0 : o.id % o.parts",
  ),
  ODB6103: error(
    "A number out of range",
    "The result has more digits than its type: an int64 has 64 bits, a decimal its precision, a date the years 0001 to 9999.",
    "o => o.a * o.b",
    "o => cast(o.a, t.decimal(38, 0)) * o.b",
  ),
  ODB6104: error(
    "A null where none may be",
    "`.notNull` promises that the column is never null from there on.",
    "orders.notNull(['mail'])",
    "orders.notNull(['mail'], { otherwise: 'drop' })",
  ),
  ODB6105: error(
    "A replacement that reaches around its match",
    "In a replacement $` and $' stand for the text around the match, which engines do not give.",
    "o => o.text.replaceAll('{name}', o.name)",
    "o => o.text.replaceAll('{name}', o.name.replaceAll('$', '$$$$'))",
  ),
} as const satisfies { readonly [code: string]: Entry };

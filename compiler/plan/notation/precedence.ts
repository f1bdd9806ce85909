import type { BinaryOperator } from "../expression.ts";

/** How tightly each operator binds, as in JavaScript. `??` never stands beside `&&` or `||` without parentheses. */
export const precedence = {
  "??": 2,
  "||": 3,
  "&&": 4,
  "===": 5,
  "!==": 5,
  "<": 6,
  "<=": 6,
  ">": 6,
  ">=": 6,
  "+": 7,
  "-": 7,
  "*": 8,
  "/": 8,
  "%": 8,
  "**": 9,
} as const satisfies { readonly [operator in BinaryOperator]: number };

export const conditionalPrecedence = 1;
export const unaryPrecedence = 10;
export const postfixPrecedence = 11;
export const atomPrecedence = 12;

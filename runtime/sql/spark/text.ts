// Small tools for SQL text.

/** How tightly an SQL text holds together: as its loosest operator outside of brackets does. */
export const tightness = { or: 1, and: 2, not: 3, comparison: 4, sum: 5, product: 6, sign: 7, atom: 8 } as const;

/** In parentheses where its operators are looser than what stands around it. A CASE holds together by itself. */
export const group = (sql: string, least: number = tightness.atom): string => (tightnessOf(sql) >= least ? sql : `(${sql})`);

const token = /'(?:[^'\\]|\\.)*'|"[^"]*"|`(?:[^`]|``)*`|[\w.:]+|<=>|[<>!=]=|<>|->|\|\||\S/gs;

const operators: { readonly [token: string]: number } = {
  or: tightness.or,
  and: tightness.and,
  // `between … and …` would be read as a conjunction.
  between: tightness.or,
  not: tightness.not,
  is: tightness.comparison,
  in: tightness.comparison,
  rlike: tightness.comparison,
  like: tightness.comparison,
  "=": tightness.comparison,
  "<=>": tightness.comparison,
  "<>": tightness.comparison,
  "<": tightness.comparison,
  ">": tightness.comparison,
  "<=": tightness.comparison,
  ">=": tightness.comparison,
  "+": tightness.sum,
  "-": tightness.sum,
  "||": tightness.sum,
  "*": tightness.product,
  "/": tightness.product,
  "%": tightness.product,
  div: tightness.product,
  "->": tightness.or,
};

function tightnessOf(sql: string): number {
  let depth = 0;
  let least: number = tightness.atom;
  let afterOperator = true;
  for (const [text] of sql.matchAll(token)) {
    if (depth === 0) {
      const operator = operators[text];
      if (operator !== undefined) least = Math.min(least, text === "-" && afterOperator ? tightness.sign : operator);
      afterOperator = operator !== undefined;
    }
    if (text === "(" || text === "[" || text === "case") depth++;
    else if (text === ")" || text === "]" || text === "end") depth--;
  }
  return least;
}

/** Whether a text may be written more than once: Spark computes equal parts of a row once, and a lambda costs much more than that: none is compiled. */
const isShort = (sql: string): boolean => sql.length <= 240;

/**
 * A formula that names its operands more than once. Long ones become the argument of a lambda: Spark has no `let`, and the text would grow with each
 * nesting.
 */
export function once(operands: readonly string[], formula: (...names: readonly string[]) => string): string {
  if (operands.every(isShort)) return formula(...operands.map(operand => group(operand)));
  const [only] = operands;
  if (operands.length === 1 && only !== undefined) return `transform(array(${only}), v -> ${formula("v")})[0]`;
  const fields = operands.map((operand, index) => `${operand} as v${index + 1}`);
  return `transform(array(struct(${fields.join(", ")})), o -> ${formula(...operands.map((_, index) => `o.v${index + 1}`))})[0]`;
}

/** A name for a lambda's variable that hides none in the texts that its body holds. */
export function variable(hint: string, ...texts: readonly string[]): string {
  const words = new Set(texts.flatMap(text => text.toLowerCase().match(/\w+/g) ?? []));
  for (let count = 1; ; count++) {
    const name = count === 1 ? hint : `${hint}${count}`;
    if (!words.has(name)) return name;
  }
}

export const cast = (sql: string, type: string): string =>
  /^(?:tinyint|smallint|int|bigint|float|double|string|date|timestamp)$/.test(type) ? `${type}(${sql})` : `cast(${sql} as ${type})`;

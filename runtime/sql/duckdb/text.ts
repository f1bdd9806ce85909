// Small tools for SQL text.

/** In parentheses, unless it holds together by itself: a name, a literal, a call, a CASE. */
export const group = (sql: string): string => (isAtomic(sql) ? sql : `(${sql})`);

/** Whether a text can stand as an operand as it is. Blanks and operators count outside of quotes and brackets only. */
export function isAtomic(sql: string): boolean {
  let depth = 0;
  let quoted: string | undefined;
  for (const character of sql) {
    if (quoted !== undefined) {
      if (character === quoted) quoted = undefined;
      continue;
    }
    if (character === "'" || character === '"') quoted = character;
    else if (character === "(" || character === "[" || character === "{") depth++;
    else if (character === ")" || character === "]" || character === "}") depth--;
    else if (depth === 0 && !/[\w.:]/.test(character)) return false;
  }
  return true;
}

/** Whether a text may be written twice: it is short, and DuckDB, which shares equal parts outside of a CASE, computes it fast. */
const isCheap = (sql: string): boolean => sql.length <= 120 && !/odibi_|regexp_|list_|string_|lambda|case /.test(sql);

/**
 * A formula that names its operands more than once: those that cost something are computed once, as fields of a struct that a lambda gets.
 * (DuckDB has no `let`, and the text would grow with each nesting.)
 */
export function once(operands: readonly string[], formula: (...names: readonly string[]) => string): string {
  if (operands.every(isCheap)) return formula(...operands.map(group));
  const fields = operands.map((operand, index) => `v${index}: ${operand}`);
  return `list_transform([{${fields.join(", ")}}], lambda o: ${formula(...operands.map((_, index) => `o.v${index}`))})[1]`;
}

/** A typed null where DuckDB would not know. */
export const cast = (sql: string, type: string): string => `${group(sql)}::${type}`;

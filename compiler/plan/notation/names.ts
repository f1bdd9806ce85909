/** Words that a column's plain name may not be in the notation: `row['left']` stands for such a column. */
const reserved = new Set([
  "left", "right", "key", "row", "t", "Math",
  "true", "false", "null", "undefined", "NaN", "Infinity",
  "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends", "finally", "for", "function", "if", "implements", "import",
  "in", "instanceof", "interface", "let", "new", "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "try", "typeof", "var", "void", "while", "with", "yield",
]);

/** Whether a name is letters, digits and underscores, and so can stand after a dot. */
export const isIdentifier = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Whether a column's name can stand alone in the notation. */
export const isPlainName = (name: string): boolean => isIdentifier(name) && !reserved.has(name);

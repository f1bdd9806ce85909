import { escapeInvisible } from "../../../compiler/plan/notation/quote.ts";

// Whatever a user wrote stays text in the Python that is emitted, and everything in it is seen.

const short: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const unseen = /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (short[character] !== undefined) return short[character];
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** A Python literal of a text, in the quotes that need the fewer escapes. */
export function quoteText(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  const quote = (text.match(/"/g)?.length ?? 0) > (text.match(/'/g)?.length ?? 0) ? "'" : '"';
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replace(unseen, escape);
  return `${quote}${escaped}${quote}`;
}

/** A literal of a statement, each of its lines indented; the lines around it are blanks. What is between back ticks keeps every character. */
export function quoteSql(sql: string, indent: string): string {
  const isPlain = !sql.includes('"""') && (/^[\n -~]*$/.test(sql) || sql.search(unseenInLine) < 0) && !hasLineEndInName(sql);
  const lines = (isPlain ? sql : escapeSql(sql)).split("\n").map(line => (line === "" ? "" : `${indent}    ${line}`));
  return `${isPlain && sql.includes("\\") ? "r" : ""}"""\n${lines.join("\n")}\n${indent}"""`;
}

const hasLineEndInName = (sql: string): boolean =>
  sql.includes("`") && (sql.match(token) ?? []).some(part => part.startsWith("`") && part.includes("\n"));

const unseenInLine = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;
const token = /'(?:[^'\\]|\\.)*'|--[^\n]*|`(?:[^`]|``)*`/gs;

/** A line end is layout, unless it stands in a name. */
function escapeSql(sql: string): string {
  const escapePart = (part: string, what: RegExp): string => part.replaceAll("\\", "\\\\").replace(what, escape);
  let escaped = "";
  let at = 0;
  for (const { index, 0: found } of sql.matchAll(token)) {
    escaped += escapePart(sql.slice(at, index), unseenInLine) + escapePart(found, found.startsWith("`") ? unseen : unseenInLine);
    at = index + found.length;
  }
  return (escaped + escapePart(sql.slice(at), unseenInLine)).replaceAll('"""', '""\\"');
}

/** A docstring, indented. */
export function quoteDocstring(text: string, indent: string): string {
  const [first = "", ...others] = text
    .split(/\r\n|[\n\r]/)
    .map(line => escapeInvisible(line.replaceAll("\t", "    ")).replaceAll("\\", "\\\\").replaceAll('"""', '""\\"').trimEnd());
  const margin = Math.min(...others.filter(line => line !== "").map(line => line.length - line.trimStart().length));
  const lines = [first.trim(), ...others.map(line => (line === "" ? "" : indent + line.slice(margin)))];
  const body = lines.join("\n").trim();
  return `${indent}"""${body}${lines.length > 1 && body.includes("\n") ? `\n${indent}` : body.endsWith('"') ? " " : ""}"""`;
}

/** A text of one line, for a comment. */
export const commentText = (text: string): string => escapeInvisible(text).replaceAll("${", "$ {");

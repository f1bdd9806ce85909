// Everything that a reader could not see, or that would change the order of what he sees, is written as `\u{…}`:
// controls, format characters (bidirectional ones among them), separators other than the blank, halves of surrogate pairs,
// unassigned and private code points, and marks that hide (variation selectors, fillers).
const invisible =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const short: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The first character of a text that a reader could not see, or undefined. */
export function findInvisible(text: string): { readonly at: number; readonly name: string } | undefined {
  const at = text.search(invisible);
  return at < 0 ? undefined : { at, name: `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` };
}

/** A text in single quotes, with nothing invisible in it. */
export const quote = (text: string): string => (isPlain(text) ? `'${text}'` : `'${escapeInvisible(text.replace(/[\\']/g, "\\$&"))}'`);

// Most texts have nothing to escape, which is seen in one look.
const isPlain = (text: string): boolean => /^[ -&(-[\]-~]*$/.test(text);

/** The inside of a template's text. */
export const quoteTemplate = (text: string): string => escapeInvisible(text.replace(/[\\`]|\$(?=\{)/g, "\\$&"));

export const escapeInvisible = (text: string): string =>
  text.replace(invisible, character => short[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A regular expression's source, its invisible characters written as escapes that mean the same. */
export const escapeRegexSource = (source: string): string =>
  source.replace(invisible, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

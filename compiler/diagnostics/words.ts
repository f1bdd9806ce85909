/** A sentence's beginning: the text with its first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A noun with its article: `an int64`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** Names in back quotes, with commas. */
export function quoteAll(names: Iterable<string>): string {
  return [...names].map(name => `\`${name}\``).join(", ");
}

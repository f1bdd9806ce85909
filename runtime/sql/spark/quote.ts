// The words that Spark reserves, by the standard it follows where `spark.sql.ansi.enforceReservedKeywords` is set, and those that no table may be called.
const keywords = new Set(
  "all and anti any as authorization both by case cast check collate collation column constraint create cross current_date current_time current_timestamp current_user distinct else end escape except execute exists false fetch filter for foreign from full grant group having in inner intersect into is join lateral leading left limit minus natural not null offset on only or order outer overlaps primary references recursive right select semi session_user setminus some table then time to trailing true union unique unknown user using when where window with within".split(
    " ",
  ),
);

/** A name in Spark's SQL, in backticks where it needs them. */
export const quoteName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/i.test(name) && !keywords.has(name.toLowerCase()) ? name : `\`${name.replaceAll("`", "``")}\``;

/** A text in Spark's SQL. `${…}` would be replaced by a setting or an environment variable before the statement is read. */
export const quoteText = (text: string): string =>
  `'${text
    .replace(/[\\']/g, "\\$&")
    .replaceAll("${", "\\u0024{")
    .replace(/[\0-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g, escape)}'`;

const names: { readonly [character: string]: string } = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** What nobody sees is written as its number. */
const escape = (character: string): string => names[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

import { lowerCases, upperCases } from "./caseTables.ts";
import { quoteText } from "./quote.ts";

// DuckDB maps most characters as JavaScript does; the others are replaced before or after, in the texts that hold one.

const singles = (pairs: Pairs): Pairs => pairs.filter(([, mapped]) => [...mapped].length === 1);
const multiples = (pairs: Pairs): Pairs => pairs.filter(([, mapped]) => [...mapped].length > 1);

/** ß, the one that is common, needs no look at the text; in a text of ASCII alone nothing does. */
export function upperCase(a: string): string {
  const rare = upperCases.filter(([character]) => character !== "ß");
  const common = `replace(${a}, 'ß', 'SS')`;
  const mapped = multiples(rare).reduce(
    (text, [from, to]) => `replace(${text}, ${quoteText(from)}, ${quoteText(to)})`,
    translate(common, singles(rare)),
  );
  return `(case when strlen(${a}) = length(${a}) then upper(${a}) when regexp_matches(${a}, '${anyOf(rare)}') then upper(${mapped}) else upper(${common}) end)`;
}

/** A sigma that ends a word is ς: JavaScript's only mapping that looks around (Unicode, Final_Sigma). */
export function lowerCase(a: string): string {
  const ended = `(case when contains(${a}, 'Σ') then regexp_replace(${a}, '${finalSigma}', '\\1ς\\2', 'g') else ${a} end)`;
  const mapped = multiples(lowerCases).reduce(
    (text, [from, to]) => `replace(${text}, ${quoteText(from)}, ${quoteText(to)})`,
    translate(ended, singles(lowerCases)),
  );
  return `(case when strlen(${a}) = length(${a}) then lower(${a}) when regexp_matches(${a}, '${anyOf([...lowerCases, ["Σ", ""]])}') then lower(${mapped}) else lower(${a}) end)`;
}

type Pairs = readonly (readonly [string, string])[];

const translate = (a: string, pairs: Pairs): string =>
  `translate(${a}, ${[0, 1].map(side => quoteText(pairs.map(pair => pair[side]).join(""))).join(", ")})`;

/** A class of RE2, neighbours as ranges. */
function anyOf(pairs: Pairs): string {
  const ranges: [number, number][] = [];
  for (const point of pairs.map(([character]) => character.codePointAt(0) ?? 0).sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] === point - 1) open[1] = point;
    else ranges.push([point, point]);
  }
  const hex = (point: number) => `\\x{${point.toString(16)}}`;
  return `[${ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`)).join("")}]`;
}

// Cased letters and those that case ignores, by RE2's categories and the characters whose category is another in Node's Unicode. Two characters that RE2 still has
// among them, U+0295 and U+1171E, are left as they are.
const points = (list: string) =>
  list
    .split(" ")
    .map(range =>
      range
        .split("-")
        .map(point => `\\x{${point}}`)
        .join("-"),
    )
    .join("");
const ignored = `\\p{Mn}\\p{Me}\\p{Cf}\\p{Lm}\\p{Sk}${points("27 2e 3a b7 387 55f 5f4 897 1acf-1add 1ae0-1aeb 2018-2019 2024 2027 a7f1 fe13 fe52 fe55 ff07 ff0e ff1a 10d4e 10d69-10d6d 10d6f 10ec5 10efa-10efc 113bb-113c0 113ce 113d0 113d2 113e1-113e2 11b60 11b62-11b64 11b66 11dd9 11f5a 1611e-16129 1612d-1612f 16d40-16d42 16d6b-16d6c 16ff2-16ff3 1e5ee-1e5ef 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5 1e6ff")}`;
const cased = `\\p{Lu}\\p{Ll}\\p{Lt}${points("aa ba 1c89-1c8a 2160-217f 24b6-24e9 a7cb-a7cf a7d2 a7d4 a7da-a7dc 10d50-10d65 10d70-10d85 16ea0-16eb8 16ebb-16ed3 1f130-1f149 1f150-1f169 1f170-1f189")}`;
const finalSigma = `([${cased}][${ignored}]*)Σ([${ignored}]*(?:[^${cased}${ignored}]|\\z))`;

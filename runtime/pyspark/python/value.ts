import { quoteText } from "./text.ts";

/** A Python expression that says what something is. */
export type Value =
  | { readonly kind: "text"; readonly text: string }
  /** A name, a number, `None`, `True`, `False`. */
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "list" | "tuple"; readonly items: readonly Value[] }
  | { readonly kind: "dictionary"; readonly entries: readonly (readonly [key: string, value: Value])[] }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Value[]; readonly named: Named };

/** Arguments by name; what is undefined is left to its default. */
export type Named = { readonly [name: string]: Value | undefined };

export const text = (value: string): Value => ({ kind: "text", text: value });
export const word = (value: string | number | boolean): Value => ({
  kind: "word",
  word: value === true ? "True" : value === false ? "False" : String(value),
});
export const list = (items: readonly Value[]): Value => ({ kind: "list", items });
export const tuple = (items: readonly Value[]): Value => ({ kind: "tuple", items });
export const dictionary = (entries: readonly (readonly [string, Value])[]): Value => ({ kind: "dictionary", entries });
export const call = (name: string, positional: readonly Value[], named: Named = {}): Value => ({
  kind: "call",
  name,
  arguments: positional,
  named,
});

export const lineLength = 100;

/** A value as ruff lays it out: on the line, of which so many characters are taken, if all fits, else a part to a line. */
export const printValue = (value: Value, indent = "", taken = indent.length): string => layOut(measure(value), indent, taken);

interface Measured {
  /** Its text on one line; none where no line holds it. */
  readonly flat: string | undefined;
  readonly open: string;
  readonly parts: readonly Part[];
  readonly close: string;
}
type Part = readonly [before: string, part: Measured];

function layOut({ flat, open, parts, close }: Measured, indent: string, taken: number): string {
  if (flat !== undefined && (parts.length === 0 || taken + flat.length <= lineLength)) return flat;
  const deeper = `${indent}    `;
  // A part has its own line, with a comma at its end.
  const lines = parts.map(([before, part]) => `${deeper}${before}${layOut(part, deeper, deeper.length + before.length + 1)},\n`);
  return `${open}\n${lines.join("")}${indent}${close}`;
}

function measure(value: Value): Measured {
  switch (value.kind) {
    case "text":
      return leaf(quoteText(value.text));
    case "word":
      return leaf(value.word);
    case "list":
      return branch("[", value.items.map(unnamed), "]");
    case "tuple":
      return branch("(", value.items.map(unnamed), value.items.length === 1 ? ",)" : ")");
    case "dictionary":
      return branch(
        "{",
        value.entries.map(([key, item]) => [`${quoteText(key)}: `, measure(item)]),
        "}",
      );
    case "call": {
      const named = Object.entries(value.named).flatMap(([name, item]): readonly Part[] =>
        item === undefined ? [] : [[`${name}=`, measure(item)]],
      );
      return branch(`${value.name}(`, [...value.arguments.map(unnamed), ...named], ")");
    }
  }
}

const unnamed = (item: Value): Part => ["", measure(item)];
const leaf = (flat: string): Measured => ({ flat, open: "", parts: [], close: "" });

function branch(open: string, parts: readonly Part[], end: string): Measured {
  return { flat: flatten(open, parts, end), open, parts, close: end.slice(-1) };
}

function flatten(open: string, parts: readonly Part[], end: string): string | undefined {
  let flat = open;
  for (const [index, [before, part]] of parts.entries()) {
    if (part.flat === undefined || flat.length > lineLength) return undefined;
    flat += (index === 0 ? before : `, ${before}`) + part.flat;
  }
  return flat + end;
}

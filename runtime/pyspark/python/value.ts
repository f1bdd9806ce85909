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
export function printValue(value: Value, indent = "", taken = indent.length): string {
  const { open, parts, close } = take(value);
  const flat = printFlat(value);
  if (parts.length === 0 || taken + flat.length <= lineLength) return flat;
  const deeper = `${indent}    `;
  // A part has its own line, with a comma at its end.
  const lines = parts.map(([before, part]) => `${deeper}${before}${printValue(part, deeper, deeper.length + before.length + 1)},\n`);
  return `${open}\n${lines.join("")}${indent}${close}`;
}

function printFlat(value: Value): string {
  const { open, parts, close } = take(value);
  const comma = value.kind === "tuple" && parts.length === 1 ? "," : "";
  return `${open}${parts.map(([before, part]) => before + printFlat(part)).join(", ")}${comma}${close}`;
}

interface Taken {
  readonly open: string;
  readonly parts: readonly (readonly [before: string, part: Value])[];
  readonly close: string;
}

function take(value: Value): Taken {
  switch (value.kind) {
    case "text":
      return { open: quoteText(value.text), parts: [], close: "" };
    case "word":
      return { open: value.word, parts: [], close: "" };
    case "list":
      return { open: "[", parts: value.items.map(item => ["", item]), close: "]" };
    case "tuple":
      return { open: "(", parts: value.items.map(item => ["", item]), close: ")" };
    case "dictionary":
      return { open: "{", parts: value.entries.map(([key, item]) => [`${quoteText(key)}: `, item]), close: "}" };
    case "call":
      return {
        open: `${value.name}(`,
        parts: [
          ...value.arguments.map(item => ["", item] as const),
          ...Object.entries(value.named).flatMap(([name, item]) => (item === undefined ? [] : [[`${name}=`, item] as const])),
        ],
        close: ")",
      };
  }
}

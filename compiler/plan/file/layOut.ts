/** JSON with a say in its layout: what `block` and `list` make has a line per entry, everything else stands on one line. */
export type Layout = string | number | boolean | null | readonly Layout[] | { readonly [key: string]: Layout } | Expanded | LaidOut;

// Entries are pairs, since an object would move keys that look like numbers to its front.
interface Expanded {
  readonly [expanded]: { readonly entries: readonly (readonly [key: string | undefined, value: Layout])[]; readonly isList: boolean };
}
const expanded = Symbol("expanded");
interface LaidOut {
  readonly [ready]: { readonly lines: readonly string[]; readonly isList: boolean };
}
const ready = Symbol("laid out");

/** An object with a line per entry. */
export function block(entries: { readonly [key: string]: Layout } | readonly (readonly [string, Layout])[]): Layout {
  return { [expanded]: { entries: isPairs(entries) ? entries : Object.entries(entries), isList: false } };
}

/** A list with a line per item. */
export function list(items: readonly Layout[]): Layout {
  return { [expanded]: { entries: items.map(item => [undefined, item] as const), isList: true } };
}

/** A list or an object of the outermost level whose items or entries are text already. */
export function laidOut(lines: readonly string[], as: "list" | "block"): Layout {
  return { [ready]: { lines, isList: as === "list" } };
}

const secondLevel = "    ";

/** An item of a list for laidOut. */
export function layOutItem(item: Layout): string {
  return secondLevel + print(item, secondLevel);
}

/** An entry of an object for laidOut. */
export function layOutEntry(key: string, value: Layout): string {
  return `${secondLevel}${quote(key)}: ${print(value, secondLevel)}`;
}

/** The text, with a line feed at its end. */
export function layOut(layout: Layout): string {
  return `${print(layout, "")}\n`;
}

function isPairs(entries: object): entries is readonly (readonly [string, Layout])[] {
  return Array.isArray(entries);
}

function isExpanded(layout: object): layout is Expanded {
  return expanded in layout;
}

function isLaidOut(layout: object): layout is LaidOut {
  return ready in layout;
}

function print(layout: Layout, indent: string): string {
  if (typeof layout === "string") return quote(layout);
  if (layout === null || typeof layout !== "object") return String(layout);
  if (isExpanded(layout)) return printExpanded(layout, indent);
  if (isLaidOut(layout)) {
    const { lines, isList } = layout[ready];
    const text = lines.length === 0 ? "" : `\n${lines.join(",\n")}\n${indent}`;
    return isList ? `[${text}]` : `{${text}}`;
  }
  let text = "";
  if (isItems(layout)) {
    for (const item of layout) text += (text === "" ? "" : ", ") + print(item, indent);
    return `[${text}]`;
  }
  for (const key in layout) text += `${text === "" ? "" : ", "}${quote(key)}: ${print(layout[key] ?? null, indent)}`;
  return text === "" ? "{}" : `{ ${text} }`;
}

function printExpanded(layout: Expanded, indent: string): string {
  const { entries, isList } = layout[expanded];
  if (entries.length === 0) return isList ? "[]" : "{}";
  const deeper = `${indent}  `;
  let text = "";
  for (const [key, value] of entries)
    text += `${text === "" ? "\n" : ",\n"}${deeper}${key === undefined ? "" : `${quote(key)}: `}${print(value, deeper)}`;
  return isList ? `[${text}\n${indent}]` : `{${text}\n${indent}}`;
}

function isItems(layout: object): layout is readonly Layout[] {
  return Array.isArray(layout);
}

// What a reader could not see, or would see in another order, is written as an escape.
function quote(text: string): string {
  if (!/[^ !#-[\]-~]/.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

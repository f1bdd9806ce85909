/** JSON with a say in its layout: what `block`, `list` and the lines make has a line per entry, everything else stands on one line. */
export type Layout = string | number | boolean | null | readonly Layout[] | { readonly [key: string]: Layout } | Expanded | Lines;

// Entries are pairs, since an object would move keys that look like numbers to its front.
interface Expanded {
  readonly [expanded]: { readonly entries: readonly (readonly [key: string | undefined, value: Layout])[]; readonly isList: boolean };
}
const expanded = Symbol("expanded");
interface Lines {
  readonly [ready]: { readonly lines: readonly string[]; readonly isList: boolean };
}
const ready = Symbol("lines");

/** An object with a line per entry. */
export function block(entries: { readonly [key: string]: Layout } | readonly (readonly [string, Layout])[]): Layout {
  return { [expanded]: { entries: isPairs(entries) ? entries : Object.entries(entries), isList: false } };
}

/** A list with a line per item. */
export function list(items: readonly Layout[]): Layout {
  return { [expanded]: { entries: items.map(item => [undefined, item] as const), isList: true } };
}

/** A list of items that are text already, made by layOutItem. */
export function listOfLines(lines: readonly string[]): Layout {
  return { [ready]: { lines, isList: true } };
}

/** An object of entries that are text already, made by layOutEntry. */
export function blockOfLines(lines: readonly string[]): Layout {
  return { [ready]: { lines, isList: false } };
}

/** An item for listOfLines; `level` is how deep the list lies, for items that have lines of their own. */
export function layOutItem(item: Layout, level: number): string {
  return layOut(item, indentation(level));
}

/** An entry for blockOfLines. */
export function layOutEntry(key: string, value: Layout, level: number): string {
  return `${quote(key)}: ${typeof value === "string" ? quote(value) : layOut(value, indentation(level))}`;
}

const indentation = (level: number): string => "  ".repeat(level);

/** The text. It is put together once, at its end: what is made of it bit by bit would be held bit by bit. */
export function layOut(layout: Layout, indent = ""): string {
  const parts: string[] = [];
  print(layout, indent, parts);
  return parts.join("");
}

function isPairs(entries: object): entries is readonly (readonly [string, Layout])[] {
  return Array.isArray(entries);
}

function isExpanded(layout: object): layout is Expanded {
  return expanded in layout;
}

function isLines(layout: object): layout is Lines {
  return ready in layout;
}

function print(layout: Layout, indent: string, parts: string[]): void {
  if (typeof layout === "string") parts.push(quote(layout));
  else if (layout === null || typeof layout !== "object") parts.push(String(layout));
  else if (isExpanded(layout)) printExpanded(layout, indent, parts);
  else if (isLines(layout)) printLines(layout, indent, parts);
  else if (isItems(layout)) {
    parts.push("[");
    for (let index = 0; index < layout.length; index += 1) {
      if (index > 0) parts.push(", ");
      print(layout[index] ?? null, indent, parts);
    }
    parts.push("]");
  } else printEntries(layout, indent, parts);
}

function printEntries(layout: { readonly [key: string]: Layout }, indent: string, parts: string[]): void {
  let isEmpty = true;
  for (const key in layout) {
    parts.push(isEmpty ? "{ " : ", ", quote(key), ": ");
    print(layout[key] ?? null, indent, parts);
    isEmpty = false;
  }
  parts.push(isEmpty ? "{}" : " }");
}

function printExpanded(layout: Expanded, indent: string, parts: string[]): void {
  const { entries, isList } = layout[expanded];
  if (entries.length === 0) {
    parts.push(isList ? "[]" : "{}");
    return;
  }
  const deeper = `${indent}  `;
  parts.push(isList ? "[" : "{");
  let isFirst = true;
  for (const [key, value] of entries) {
    parts.push(isFirst ? "\n" : ",\n", deeper);
    if (key !== undefined) parts.push(quote(key), ": ");
    print(value, deeper, parts);
    isFirst = false;
  }
  parts.push("\n", indent, isList ? "]" : "}");
}

function printLines(layout: Lines, indent: string, parts: string[]): void {
  const { lines, isList } = layout[ready];
  if (lines.length === 0) {
    parts.push(isList ? "[]" : "{}");
    return;
  }
  const next = `,\n${indent}  `;
  parts.push(isList ? "[\n" : "{\n", indent, "  ");
  for (let index = 0; index < lines.length; index += 1) {
    if (index > 0) parts.push(next);
    parts.push(lines[index] ?? "");
  }
  parts.push("\n", indent, isList ? "]" : "}");
}

function isItems(layout: object): layout is readonly Layout[] {
  return Array.isArray(layout);
}

/** A text of JSON. What a reader could not see, or would see in another order, is written as an escape. */
export function quote(text: string): string {
  if (!/[^ !#-[\]-~]/.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

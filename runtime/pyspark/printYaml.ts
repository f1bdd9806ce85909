/** What a YAML document holds. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Data as YAML in block style. A text is plain where no reader can take it for anything else, else in double quotes, as JSON has it. */
export function printYaml(value: Yaml, indent = ""): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return value.map(item => `${indent}- ${printYaml(item, `${indent}  `).trimStart()}`).join("\n");
  const entries = Object.entries(value).map(([key, item]) => {
    const isBlock = typeof item === "object";
    const isEmpty = isBlock && Object.keys(item).length === 0;
    if (isEmpty) return `${indent}${quote(key)}: ${isList(item) ? "[]" : "{}"}`;
    return `${indent}${quote(key)}:${isBlock ? "\n" : " "}${printYaml(item, `${indent}  `)}`;
  });
  return entries.join("\n");
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value);

const words = new Set(["true", "false", "yes", "no", "on", "off", "y", "n", "null"]);

function quote(text: string): string {
  if (/^[A-Za-z_][\w./-]*$/.test(text) && !words.has(text.toLowerCase())) return text;
  return JSON.stringify(text).replace(/[^ -~\p{L}\p{N}\p{P}\p{S}]|[\ud800-\udfff]/gu, character =>
    [...character].map(one => escape(one.codePointAt(0) ?? 0)).join(""),
  );
}

const escape = (code: number): string =>
  code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;

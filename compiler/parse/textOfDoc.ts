/** A doc comment as plain text: lines joined, tags (`@…`) left out. Undefined where nothing is left. */
export function textOfDoc(comment: string): string | undefined {
  const lines = comment
    .slice(3, -2)
    .split(/\r?\n/)
    .map(line => line.replace(/^\s*\*? ?/, "").trimEnd());
  const tag = lines.findIndex(line => line.trimStart().startsWith("@"));
  const text = (tag < 0 ? lines : lines.slice(0, tag)).join(" ").replace(/\s+/g, " ").trim();
  return text === "" ? undefined : text;
}

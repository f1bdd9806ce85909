/** Whether some path fits both patterns: `*` and `?` stand for characters of a segment, `[…]` for one, `**` for any folders, `${param}` for part of a segment. */
export function mayMeet(a: string, b: string): boolean {
  return meetSegments(a.split("/"), b.split("/"));
}

function meetSegments(a: readonly string[], b: readonly string[]): boolean {
  const [firstA, ...restA] = a;
  const [firstB, ...restB] = b;
  if (firstA === undefined && firstB === undefined) return true;
  if (firstA === "**") return meetSegments(restA, b) || (firstB !== undefined && meetSegments(a, restB));
  if (firstB === "**") return meetSegments(a, restB) || (firstA !== undefined && meetSegments(restA, b));
  if (firstA === undefined || firstB === undefined) return false;
  return meetTokens(tokens(firstA), tokens(firstB)) && meetSegments(restA, restB);
}

type Token = { readonly kind: "any" } | { readonly kind: "one" } | { readonly kind: "character"; readonly value: string };

function tokens(segment: string): readonly Token[] {
  const found: Token[] = [];
  for (const [part] of segment.matchAll(/\$\{\w+\}|\[[^\]]*\]|[\s\S]/gu)) {
    if (part === "*" || part.startsWith("${")) found.push({ kind: "any" });
    else if (part === "?" || (part.startsWith("[") && part.length > 1)) found.push({ kind: "one" });
    else found.push({ kind: "character", value: part });
  }
  return found;
}

function meetTokens(a: readonly Token[], b: readonly Token[]): boolean {
  const [firstA, ...restA] = a;
  const [firstB, ...restB] = b;
  if (firstA === undefined && firstB === undefined) return true;
  if (firstA?.kind === "any") return meetTokens(restA, b) || (firstB !== undefined && meetTokens(a, restB));
  if (firstB?.kind === "any") return meetTokens(a, restB) || (firstA !== undefined && meetTokens(restA, b));
  if (firstA === undefined || firstB === undefined) return false;
  if (firstA.kind === "character" && firstB.kind === "character" && firstA.value !== firstB.value) return false;
  return meetTokens(restA, restB);
}

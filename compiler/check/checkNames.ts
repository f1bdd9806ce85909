import { type Lowering, report } from "../lower/environment.ts";

/** Names of nodes that differ only by case are one name to file systems and catalogs. */
export function checkNames(lowering: Lowering): void {
  const seen = new Map<
    string,
    { readonly id: string; readonly span: { readonly file: string; readonly start: number; readonly end: number } }
  >();
  for (const node of lowering.nodes.values()) {
    const key = node.id.toLowerCase();
    const other = seen.get(key);
    if (other === undefined) seen.set(key, { id: node.id, span: node.nameSpan });
    else
      report(lowering, {
        code: "ODB3025",
        message: `\`${node.id}\` and \`${other.id}\` differ only by case.`,
        hint: "Rename one of them.",
        span: node.nameSpan,
        related: [{ message: "the other one", span: other.span }],
      });
  }
}

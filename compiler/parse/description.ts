import { ts } from "ts-morph";
import type { Parsing } from "./parseExpression.ts";

/** The doc comment right before a node, as plain text: lines joined, tags (`@…`) left out. */
export function descriptionBefore(node: ts.Node, parsing: Parsing): string | undefined {
  if (!hasDocComment(node, parsing)) return undefined;
  const comments = ts.getLeadingCommentRanges(parsing.text, node.pos) ?? [];
  const last = comments.filter(comment => parsing.text.startsWith("/**", comment.pos) && comment.end - comment.pos > 4).at(-1);
  return last === undefined ? undefined : plainText(parsing.text.slice(last.pos + 3, last.end - 2));
}

function hasDocComment(node: ts.Node, parsing: Parsing): boolean {
  const start = node.getStart(parsing.source);
  const opening = parsing.text.indexOf("/**", node.pos);
  return opening >= 0 && opening < start;
}

function plainText(comment: string): string | undefined {
  const lines = comment.split(/\r?\n/).map(line => line.replace(/^\s*\*? ?/, "").trimEnd());
  const tag = lines.findIndex(line => line.trimStart().startsWith("@"));
  const text = (tag < 0 ? lines : lines.slice(0, tag)).join(" ").replace(/\s+/g, " ").trim();
  return text === "" ? undefined : text;
}

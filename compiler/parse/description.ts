import { ts } from "ts-morph";
import type { Parsing } from "./parseExpression.ts";
import { textOfDoc } from "./textOfDoc.ts";

/** The doc comment right before a node, as plain text: lines joined, tags (`@…`) left out. */
export function descriptionBefore(node: ts.Node, parsing: Parsing): string | undefined {
  if (!hasDocComment(node, parsing)) return undefined;
  const comments = ts.getLeadingCommentRanges(parsing.text, node.pos) ?? [];
  const last = comments.filter(comment => parsing.text.startsWith("/**", comment.pos) && comment.end - comment.pos > 4).at(-1);
  return last === undefined ? undefined : textOfDoc(parsing.text.slice(last.pos, last.end));
}

function hasDocComment(node: ts.Node, parsing: Parsing): boolean {
  const start = node.getStart(parsing.source);
  const opening = parsing.text.indexOf("/**", node.pos);
  return opening >= 0 && opening < start;
}

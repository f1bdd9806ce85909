import { ts } from "ts-morph";
import { lineStarts } from "./lineStarts.ts";
import { maximumDepth } from "./parseExpression.ts";
import { parseStatements } from "./parseStatements.ts";
import type { FileSyntax } from "./syntax.ts";

/**
 * Reads one file into plain data: its declarations, imports and exports, and the expressions in them.
 * Nothing of another file is looked at and nothing is run, so the result depends on the text alone and may be kept.
 */
export function parseFile(path: string, text: string): FileSyntax {
  try {
    return parse(path, text);
  } catch (thrown) {
    const place = tooDeepAt(thrown);
    if (place === undefined) throw thrown;
    const error = { s: place, e: place + 1, message: `This nests deeper than ${maximumDepth} levels.` };
    return { declarations: [], imports: [], exports: [], statements: [], errors: [error], lines: lineStarts(text) };
  }
}

// TypeScript's own parser has a stack as well, and doesn't say where it ended.
function tooDeepAt(thrown: unknown): number | undefined {
  if (thrown instanceof RangeError) return 0;
  return typeof thrown === "object" && thrown !== null && "tooDeepAt" in thrown && typeof thrown.tooDeepAt === "number"
    ? thrown.tooDeepAt
    : undefined;
}

function parse(path: string, text: string): FileSyntax {
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
  );
  const errors = parseErrors(source).map(error => ({
    s: error.start,
    e: error.start + Math.max(error.length, 1),
    message: ts.flattenDiagnosticMessageText(error.messageText, " "),
  }));
  return { ...parseStatements(source), errors, lines: [...source.getLineStarts()] };
}

interface ParseError {
  readonly start: number;
  readonly length: number;
  readonly messageText: string | ts.DiagnosticMessageChain;
}

// The parser's own diagnostics are not in the public type, but nothing public gives them without a whole Program.
function parseErrors(source: ts.SourceFile): readonly ParseError[] {
  return "parseDiagnostics" in source && Array.isArray(source.parseDiagnostics) ? source.parseDiagnostics : [];
}

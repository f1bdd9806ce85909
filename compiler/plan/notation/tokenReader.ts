import type { Span } from "../../diagnostics/diagnostic.ts";
import { Fault, type Token } from "./tokenize.ts";

/** Goes through tokens; past the last one it stays at the end. */
export class TokenReader {
  at = 0;
  readonly tokens: readonly Token[];
  readonly file: string;
  constructor(tokens: readonly Token[], file: string) {
    this.tokens = tokens;
    this.file = file;
  }

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error("A text without tokens has not even an end.");
    return token;
  }
  next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }
  is(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "sign" && token.text === sign;
  }
  take(sign: string): boolean {
    const found = this.is(sign);
    if (found) this.at++;
    return found;
  }
  expect(sign: string): void {
    if (!this.take(sign)) throw this.unexpected(`\`${sign}\` is missing`);
  }
  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.unexpected("The expression should end");
  }
  unexpected(what: string): Fault {
    const token = this.peek();
    return new Fault("ODB2001", `${what} before ${token.kind === "end" ? "the end" : `\`${token.text}\``}.`, token.start, token.end);
  }
  span(start: number): { readonly span: Span } {
    return { span: { file: this.file, start, end: this.tokens[this.at - 1]?.end ?? start } };
  }
}

/** What stands between commas, to a closing sign. */
export function readList<T>(reader: TokenReader, close: string, item: () => T): readonly T[] {
  const items: T[] = [];
  if (reader.take(close)) return items;
  do items.push(item());
  while (reader.take(","));
  reader.expect(close);
  return items;
}

/** A text of a file or a table without what a terminal would obey: control signs and signs that turn the reading direction are made visible. Line ends stay. */
export function showControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, sign => (sign === "\n" ? sign : "\uFFFD"));
}

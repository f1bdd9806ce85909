/** The offsets at which a text's lines begin, by ECMAScript's line terminators. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: terminator } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + terminator.length);
  return starts;
}

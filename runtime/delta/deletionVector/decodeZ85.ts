const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/** Bytes of Z85 (https://rfc.zeromq.org/spec/32/): five characters for four bytes. Undefined where the text is none. */
export function decodeZ85(text: string): Uint8Array | undefined {
  if (text.length % 5 !== 0) return undefined;
  const bytes = new Uint8Array((text.length / 5) * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 5) {
    let value = 0;
    for (const character of text.slice(at, at + 5)) {
      const digit = digits.indexOf(character);
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value >= 2 ** 32) return undefined;
    view.setUint32((at / 5) * 4, value);
  }
  return bytes;
}

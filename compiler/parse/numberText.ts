/**
 * A number literal with every digit that was written: `9007199254740993`, `0xff` as `255`, `1_000.50` as `1000.5`. `rounded` is TypeScript's own
 * text for it, which has gone through a double; up to 15 digits it is the same number.
 */
export function numberText(written: string, rounded: string): string {
  const text = written.replaceAll("_", "");
  if (/^0[box]/i.test(text)) return String(BigInt(text));
  const match = /^(\d*)\.?(\d*)$/.exec(text);
  if (match === null) return rounded;
  const [whole = "", fraction = ""] = [match[1]?.replace(/^0+/, ""), match[2]?.replace(/0+$/, "")];
  if (whole.length + fraction.length <= 15) return rounded;
  return `${whole || "0"}${fraction === "" ? "" : `.${fraction}`}`;
}

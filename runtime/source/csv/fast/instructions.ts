// The few instructions of WebAssembly that the fast reader is made of.

/** Code in parts, which are put together once: a file may have a thousand columns. */
export type Code = readonly (number | Code)[];
/** The code that leaves a value on the stack, of 32 bits or of sixteen bytes. */
export type Value = Code;

/** What a function does. `leave` goes to the end of the block that is named so, or to the beginning of the loop; `select` does one of its cases. */
export type Statement =
  | { readonly kind: "set"; readonly local: number; readonly value: Value }
  | { readonly kind: "block" | "loop"; readonly label: string; readonly body: readonly Statement[] }
  | { readonly kind: "if"; readonly condition: Value; readonly body: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: "leave"; readonly label: string; readonly when: Value }
  | { readonly kind: "select"; readonly index: Value; readonly cases: readonly (readonly Statement[])[] };

export const set = (local: number, value: Value): Statement => ({ kind: "set", local, value });
export const block = (label: string, body: readonly Statement[]): Statement => ({ kind: "block", label, body });
export const loop = (label: string, body: readonly Statement[]): Statement => ({ kind: "loop", label, body });
export const leave = (label: string, when: Value = number(1)): Statement => ({ kind: "leave", label, when });
export const select = (index: Value, cases: readonly (readonly Statement[])[]): Statement => ({ kind: "select", index, cases });
export const when = (condition: Value, body: readonly Statement[], otherwise: readonly Statement[] = []): Statement => ({
  kind: "if",
  condition,
  body,
  otherwise,
});

type Two = (left: Value, right: Value) => Value;
const two =
  (...code: readonly number[]): Two =>
  (left, right) => [left, right, code];

type Load = (address: Value, offset?: number) => Value;
const load =
  (...code: readonly number[]): Load =>
  (address, offset = 0) => [address, code, 0, unsigned(offset)];

export const get = (local: number): Value => [0x20, local];
export const number = (value: number): Value => [0x41, signed(value)];
export const load8 = load(0x2d);
export const load16 = load(0x2f);
export const load32 = load(0x28);
export const equal = two(0x46);
export const unequal = two(0x47);
export const greater = two(0x4b);
export const atLeast = two(0x4f);
export const add = two(0x6a);
export const subtract = two(0x6b);
export const and = two(0x71);
export const or = two(0x72);
export const trailingZeros = (value: Value): Value => [value, 0x68];
export const choose = (condition: Value, yes: Value, no: Value): Value => [yes, no, condition, 0x1b];

export const load128 = load(0xfd, 0x00);
export const bytes = (sixteen: readonly number[]): Value => [0xfd, 0x0c, sixteen.map(byte => byte & 0xff)];
export const equalEach = two(0xfd, 0x23);
/** Of bytes with a sign, which the processor has an instruction for. */
export const greaterEach = two(0xfd, 0x27);
export const subtractEach = two(0xfd, 0x71);
export const and128 = two(0xfd, 0x4e);
export const or128 = two(0xfd, 0x50);
export const xor128 = two(0xfd, 0x51);
export const anyBit = (value: Value): Value => [value, 0xfd, 0x53];
/** The highest bit of each byte; the first byte's is the lowest. */
export const bitOfEach = (value: Value): Value => [value, 0xfd, 0x64];

/** A number in as few bytes as it takes, seven bits in each (LEB128). */
export function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value % 128) | 0x80, unsigned(Math.floor(value / 128))];
}

function signed(value: number): Code {
  const rest = value >> 7;
  const low = value & 0x7f;
  const isWhole = low < 64 ? rest === 0 : rest === -1;
  return isWhole ? [low] : [low | 0x80, signed(rest)];
}

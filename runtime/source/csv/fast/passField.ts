import type { DataType, TypeKind } from "../../../../compiler/plan/types.ts";
import {
  add,
  and,
  and128,
  anyBit,
  atLeast,
  bitOfEach,
  block,
  bytes,
  choose,
  equal,
  equalEach,
  get,
  greater,
  greaterEach,
  leave,
  load8,
  load32,
  load128,
  loop,
  number,
  or,
  or128,
  type Statement,
  set,
  subtract,
  subtractEach,
  trailingZeros,
  unequal,
  type Value,
  when,
  xor128,
} from "./instructions.ts";
import { at, byteHere, count, doubt, entry, from, limit, lines, move, quoted } from "./locals.ts";
import type { PlacedValues } from "./placeValues.ts";

export interface Field {
  readonly type: DataType;
  /** The byte after it where it is not quoted. */
  readonly end: number;
  readonly delimiter: number;
  /** Undefined where nothing is quoted. */
  readonly quote: number | undefined;
  /** Of an enum. */
  readonly values: PlacedValues;
}

/**
 * Moves over the value of a field by the shape of its spelling, or leaves the record in doubt. Ranges and the calendar are left to the engine,
 * which reads the same file by its types. Nothing moves over the last line end, so that nothing is read beyond it.
 */
export function passField(field: Field): readonly Statement[] {
  return passers[field.type.kind](field);
}

type Passer = (field: Field) => readonly Statement[];

const sixteenHere = load128(get(at));
const each = (byte: number): Value => bytes(Array.from({ length: 16 }, () => byte));

/** Moves to the first of the next sixteen bytes that is marked; over all of them, and on with the loop, where none is. */
const moveTo = (marked: Value, label: string): readonly Statement[] => [
  set(count, trailingZeros(or(bitOfEach(marked), number(1 << 16)))),
  move(get(count)),
  leave(label, equal(get(count), number(16))),
];
const isAny = (characters: readonly number[]): Value => characters.map(character => equalEach(sixteenHere, each(character))).reduce(or128);

/** Marks the bytes that are not from `least` to so many above it. One comparison does, of bytes with a sign: what is below wraps round to the top. */
const isBeyond = (sixteen: Value, least: readonly number[], span: readonly number[]): Value =>
  greaterEach(subtractEach(sixteen, bytes(least.map(byte => byte + 128))), bytes(span.map(byte => byte - 128)));

/** Whether the next bytes lack a form: a digit stands for those up to it, `?` for any byte, all else for itself. */
function lacksForm(form: string, offset = 0): Value {
  const characters = [...form.padEnd(16, "?")];
  const least = characters.map(character => (character === "?" ? 0 : isDigit(character) ? 48 : character.charCodeAt(0)));
  const span = characters.map(character => (character === "?" ? 255 : isDigit(character) ? Number(character) : 0));
  return anyBit(isBeyond(load128(get(at), offset), least, span));
}

const isDigit = (character: string): boolean => /^[0-9]$/.test(character);
const isHere = (character: string): Value => equal(byteHere, number(character.charCodeAt(0)));
const isAt = (offset: number, character: string): Value => equal(load8(get(at), offset), number(character.charCodeAt(0)));

const digits = loop("digits", moveTo(isBeyond(sixteenHere, Array(16).fill(48), Array(16).fill(9)), "digits"));
const length = subtract(get(at), get(from));
const someDigits = [set(from, get(at)), digits, doubt(equal(length, number(0)))];
const sign = when(or(isHere("-"), isHere("+")), [move(number(1))]);
const whole = [sign, ...someDigits];
const afterPoint = (...body: readonly Statement[]): Statement => when(isHere("."), [move(number(1)), ...body]);

const noYearZero = doubt(equal(load32(get(at)), wordOf("0000")));
const time = [
  doubt(lacksForm("9999-19-39?29:59")),
  doubt(lacksForm(":59", 16)),
  noYearZero,
  doubt(equal(or(isAt(10, "T"), isAt(10, " ")), number(0))),
  // The engine would take hour 24.
  doubt(and(isAt(11, "2"), greater(load8(get(at), 12), number("3".charCodeAt(0))))),
  move(number(19)),
  afterPoint(...someDigits, doubt(greater(length, number(6)))),
];

const passInteger: Passer = () => whole;
/** Of more than 38 digits it may be no float at all. */
const float = [...whole, doubt(greater(length, number(38))), afterPoint(digits)];
const exponent = when(or(isHere("e"), isHere("E")), [move(number(1)), sign, ...someDigits, doubt(greater(length, number(2)))]);
const passNothing: Passer = () => [doubt(number(1))];

const passers: { readonly [kind in TypeKind]: Passer } = {
  string: passText,
  enum: passOneOf,
  int8: passInteger,
  int16: passInteger,
  int32: passInteger,
  int64: passInteger,
  decimal: ({ type }) => [...whole, afterPoint(...someDigits, doubt(greater(length, number(type.kind === "decimal" ? type.scale : 0))))],
  // With an exponent it may be too large.
  float32: () => float,
  float64: () => [...float, exponent],
  boolean: () => [
    when(
      equal(lowered(load32(get(at))), wordOf("true")),
      [move(number(4))],
      [
        doubt(unequal(lowered(load32(get(at))), wordOf("fals"))),
        doubt(unequal(lowered(load32(get(at), 1)), wordOf("alse"))),
        move(number(5)),
      ],
    ),
  ],
  date: () => [doubt(lacksForm("9999-19-39")), noYearZero, move(number(10))],
  timestamp: () => [...time, when(isHere("Z"), [move(number(1))])],
  timestampNtz: () => time,
  binary: passNothing,
  list: passNothing,
  struct: passNothing,
  map: passNothing,
  null: passNothing,
};

/** Four characters as a number has them. */
function wordOf(four: string): Value {
  return number(Buffer.from(four, "latin1").readInt32LE());
}

/** Letters in small; no other byte becomes a letter by it. */
function lowered(word: Value): Value {
  return or(word, wordOf("    "));
}

/** A carriage return inside of quotes is rare enough to be in doubt. */
function passText({ delimiter, quote }: Field): readonly Statement[] {
  if (quote === undefined) return [loop("text", moveTo(isAny([10, 13, delimiter]), "text"))];
  const isDoubled = and(equal(byteHere, number(quote)), equal(load8(get(at), 1), number(quote)));
  const inQuotes = loop("quoted text", [
    ...moveTo(isAny([10, 13, quote]), "quoted text"),
    when(isDoubled, [move(number(2)), leave("quoted text")]),
    when(equal(byteHere, number(10)), [
      move(number(1)),
      doubt(atLeast(get(at), get(limit))),
      set(lines, add(get(lines), number(1))),
      leave("quoted text"),
    ]),
  ]);
  return [when(get(quoted), [inQuotes], [loop("text", moveTo(isAny([10, 13, delimiter, quote]), "text"))])];
}

/** One of the values of an enum, with the end of a field after it. */
function passOneOf({ values, end, quote }: Field): readonly Statement[] {
  const closing = quote === undefined ? number(end) : choose(get(quoted), number(quote), number(end));
  const after = add(get(at), load32(get(entry), values.pieces * 32));
  const differs = [...Array(values.pieces).keys()].map(piece => {
    const value = load128(get(entry), piece * 32);
    const mask = load128(get(entry), piece * 32 + 16);
    return anyBit(and128(xor128(load128(get(at), piece * 16), value), mask));
  });
  return [
    set(entry, number(values.from)),
    block("found", [
      loop("values", [
        doubt(atLeast(get(entry), number(values.to))),
        block("next", [
          ...differs.map(differ => leave("next", differ)),
          leave("next", unequal(load8(after), closing)),
          set(at, after),
          leave("found"),
        ]),
        set(entry, add(get(entry), number(values.stride))),
        leave("values"),
      ]),
    ]),
  ];
}

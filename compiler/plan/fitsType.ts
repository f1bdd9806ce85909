import type { DataType, TypeKind } from "../../compiler/plan/types.ts";

/** Whether a text spells a value of a type, by the one strict grammar of files, casts and params: no blanks, no thousands, no exponent in a whole number, dates of the calendar from year 1 to 9999. */
export function fitsType(text: string, type: DataType): boolean {
  return checks[type.kind](text, type);
}

type Check = (text: string, type: DataType) => boolean;

const checks: { readonly [kind in TypeKind]: Check } = {
  boolean: text => /^(true|false)$/i.test(text),
  int8: wholeNumber(8n),
  int16: wholeNumber(16n),
  int32: wholeNumber(32n),
  int64: wholeNumber(64n),
  float32: text => float.test(text) && (special.test(text) || Math.abs(Math.fround(Number(text))) !== Infinity),
  float64: text => float.test(text) && (special.test(text) || Number.isFinite(Number(text))),
  decimal: (text, type) => type.kind === "decimal" && fitsDecimal(text, type.precision, type.scale),
  string: () => true,
  enum: (text, type) => type.kind === "enum" && type.values.includes(text),
  binary: text => /^([0-9a-fA-F]{2})*$/.test(text),
  date: text => fitsDate(text),
  timestamp: text => fitsTimestamp(text, true),
  timestampNtz: text => fitsTimestamp(text, false),
  list: () => false,
  struct: () => false,
  map: () => false,
  null: () => false,
};

const float = /^(?:[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity)$/;
const special = /^(?:NaN|[+-]?Infinity)$/;

function wholeNumber(bits: bigint): Check {
  const limit = 2n ** (bits - 1n);
  return text => {
    if (!/^[+-]?[0-9]+$/.test(text)) return false;
    const value = BigInt(text.replace(/^\+/, ""));
    return value >= -limit && value < limit;
  };
}

/** No more digits behind the point than the scale, zeros aside: nothing is rounded away unseen. */
function fitsDecimal(text: string, precision: number, scale: number): boolean {
  const found = /^[+-]?0*([0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (found === null || !/^[+-]?[0-9]/.test(text)) return false;
  return (found[1] ?? "").length <= precision - scale && (found[2] ?? "").replace(/0+$/, "").length <= scale;
}

function fitsDate(text: string): boolean {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function fitsTimestamp(text: string, zoned: boolean): boolean {
  const found =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,6})?)?(?:Z|[+-]([0-9]{2}):?([0-9]{2}))?$/.exec(text);
  if (found === null || !fitsDate(found[1] ?? "")) return false;
  if (!zoned && /(Z|[+-][0-9]{2}:?[0-9]{2})$/.test(text.slice(11))) return false;
  return (
    Number(found[2]) <= 23 &&
    Number(found[3]) <= 59 &&
    Number(found[4] ?? 0) <= 59 &&
    Number(found[5] ?? 0) <= 15 &&
    Number(found[6] ?? 0) <= 59
  );
}

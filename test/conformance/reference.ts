import { createHash } from "node:crypto";

// What JavaScript has no type for, written from the semantics page. Nothing of the product is imported. A decimal is { units, scale }, a date its ISO
// text, a timestamp its microseconds from 1970, an int64 a bigint.

export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export class OutOfRange extends Error {}
const fail = (): never => {
  throw new OutOfRange();
};

export const decimal = (text: string): Decimal => {
  const [whole = "", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
};
export const fromInteger = (value: bigint | number): Decimal => ({ units: BigInt(value), scale: 0 });
const power = (scale: number) => 10n ** BigInt(scale);
const absolute = (value: bigint) => (value < 0n ? -value : value);

/** To another scale, half away from zero. */
export function rescale({ units, scale }: Decimal, to: number): Decimal {
  if (to >= scale) return { units: units * power(to - scale), scale: to };
  const divisor = power(scale - to);
  const magnitude = (2n * absolute(units) + divisor) / (2n * divisor);
  return { units: units < 0n ? -magnitude : magnitude, scale: to };
}
/** In a type, or out of its range. */
export const fit = (value: Decimal, precision: number, scale: number): Decimal => {
  const scaled = rescale(value, scale);
  return absolute(scaled.units) < power(precision) ? scaled : fail();
};
const aligned = (a: Decimal, b: Decimal): readonly [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  return [rescale(a, scale).units, rescale(b, scale).units, scale];
};
export const add = (a: Decimal, b: Decimal): Decimal => {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
};
export const subtract = (a: Decimal, b: Decimal): Decimal => {
  const [x, y, scale] = aligned(a, b);
  return { units: x - y, scale };
};
export const multiply = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });
export const remainder = (a: Decimal, b: Decimal): Decimal => {
  const [x, y, scale] = aligned(a, b);
  return y === 0n ? fail() : { units: x % y, scale };
};
export const compare = (a: Decimal, b: Decimal): number => {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
};
export const floor = ({ units, scale }: Decimal): Decimal => {
  const p = power(scale);
  const q = units / p;
  return { units: units < 0n && q * p !== units ? q - 1n : q, scale: 0 };
};
export const ceil = (value: Decimal): Decimal => {
  const down = floor({ ...value, units: -value.units });
  return { ...down, units: -down.units };
};
export const text = ({ units, scale }: Decimal): string => {
  const digits = String(absolute(units)).padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`}`;
};
export const toNumber = (value: Decimal): number => Number(text(value));
export const toInt64 = (value: bigint): bigint => (BigInt.asIntN(64, value) === value ? value : fail());

/** The shortest decimal text of a float64, without exponent. */
export function shortest(value: number): Decimal {
  if (!Number.isFinite(value)) return fail();
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const parsed = decimal(mantissa);
  const scale = parsed.scale - Number(exponent);
  return scale >= 0 ? { units: parsed.units, scale } : { units: parsed.units * power(-scale), scale: 0 };
}
export const roundNumber = (value: number, digits: number): number =>
  !Number.isFinite(value) || Math.abs(value) >= 1e17 ? value : toNumber(rescale(shortest(value), digits));

// Dates.
const dayLength = 86_400_000_000n;
const parts = (date: string): readonly [number, number, number] => {
  const [y = "", m = "", d = ""] = date.split("-");
  return [Number(y), Number(m), Number(d)];
};
const utc = (year: number, month: number, day: number): number => {
  const value = new Date(0);
  value.setUTCFullYear(year, month - 1, day);
  return value.getTime();
};
export const days = (date: string): number => utc(...parts(date)) / 86_400_000;
export function fromDays(count: number): string {
  const value = new Date(count * 86_400_000);
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) fail();
  return `${String(year).padStart(4, "0")}-${String(value.getUTCMonth() + 1).padStart(2, "0")}-${String(value.getUTCDate()).padStart(2, "0")}`;
}
const floorDivide = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;
export const dayOf = (instant: bigint): string => fromDays(Number(floorDivide(instant, dayLength)));
const timeOf = (instant: bigint): bigint => instant - floorDivide(instant, dayLength) * dayLength;
export const instantOf = (date: string, time = 0n): bigint => BigInt(days(date)) * dayLength + time;
const lastDay = (year: number, month: number): number => new Date(utc(year, month + 1, 0)).getUTCDate();

export function addMonths(date: string, count: number): string {
  const [year, month, day] = parts(date);
  const total = year * 12 + month - 1 + count;
  const [y, m] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
  if (y < 1 || y > 9999) fail();
  return fromDays(utc(y, m, Math.min(day, lastDay(y, m))) / 86_400_000);
}
const monthsIn: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12 };
const microsecondsIn: { readonly [unit: string]: bigint } = {
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: dayLength,
  week: 7n * dayLength,
};

export function addToDate(date: string, count: number, unit: string): string {
  const months = monthsIn[unit];
  return months === undefined ? fromDays(days(date) + count * (unit === "week" ? 7 : 1)) : addMonths(date, count * months);
}
export function addToInstant(instant: bigint, count: number, unit: string): bigint {
  const months = monthsIn[unit];
  const sum =
    months === undefined
      ? instant + BigInt(count) * (microsecondsIn[unit] ?? 0n)
      : instantOf(addMonths(dayOf(instant), count * months), timeOf(instant));
  dayOf(sum);
  return sum;
}
export function truncateDate(date: string, unit: string): string {
  const [year, month] = parts(date);
  switch (unit) {
    case "week":
      return fromDays(days(date) - (dayOfWeek(date) - 1));
    case "month":
      return fromDays(utc(year, month, 1) / 86_400_000);
    case "quarter":
      return fromDays(utc(year, month - ((month - 1) % 3), 1) / 86_400_000);
    case "year":
      return fromDays(utc(year, 1, 1) / 86_400_000);
    default:
      return date;
  }
}
export function truncateInstant(instant: bigint, unit: string): bigint {
  const size = microsecondsIn[unit];
  return size === undefined || unit === "week" ? instantOf(truncateDate(dayOf(instant), unit)) : floorDivide(instant, size) * size;
}
export const dayOfWeek = (date: string): number => ((((days(date) + 3) % 7) + 7) % 7) + 1;
/** ISO 8601: the week that holds the year's first Thursday is the first. */
export function week(date: string): number {
  const thursday = days(date) - dayOfWeek(date) + 4;
  const year = new Date(thursday * 86_400_000).getUTCFullYear();
  return Math.floor((thursday - utc(year, 1, 1) / 86_400_000) / 7) + 1;
}
export const year = (date: string): number => parts(date)[0];
export const month = (date: string): number => parts(date)[1];
export const day = (date: string): number => parts(date)[2];
export const hour = (instant: bigint): number => Number(timeOf(instant) / 3_600_000_000n);

export const differenceOfDates = (from: string, to: string, unit: string): number => {
  const months = monthsIn[unit];
  return months === undefined
    ? Math.trunc((days(to) - days(from)) / (unit === "week" ? 7 : 1))
    : Math.trunc(monthsBetween(instantOf(from), instantOf(to)) / months);
};
export const differenceOfInstants = (from: bigint, to: bigint, unit: string): bigint => {
  const months = monthsIn[unit];
  return months === undefined ? (to - from) / (microsecondsIn[unit] ?? 1n) : BigInt(Math.trunc(monthsBetween(from, to) / months));
};
/** Whole months by day of the month and time, a shorter month not cutting one short. */
function monthsBetween(from: bigint, to: bigint): number {
  if (from > to) return -monthsBetween(to, from);
  const [a, b] = [dayOf(from), dayOf(to)];
  const [restA, restB] = [BigInt(day(a)) * dayLength + timeOf(from), BigInt(day(b)) * dayLength + timeOf(to)];
  return (year(b) - year(a)) * 12 + month(b) - month(a) - (restB < restA ? 1 : 0);
}

export const instantText = (instant: bigint): string => {
  const micro = timeOf(instant);
  const two = (value: bigint, width = 2) => String(value).padStart(width, "0");
  return `${dayOf(instant)}T${two(micro / 3_600_000_000n)}:${two((micro / 60_000_000n) % 60n)}:${two((micro / 1_000_000n) % 60n)}.${two(micro % 1_000_000n, 6)}Z`;
};

/** The wall clock of a zone as microseconds, by the platform's own zone data. */
export function wallClock(instant: bigint, zone: string): bigint {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "iso8601",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    era: "short",
  });
  const whole = floorDivide(instant, 1_000_000n);
  const found = Object.fromEntries(format.formatToParts(Number(whole) * 1000).map(({ type, value }) => [type, value]));
  const shown =
    utc(Number(found["year"]), Number(found["month"]), Number(found["day"])) / 1000 +
    Number(found["hour"]) * 3600 +
    Number(found["minute"]) * 60 +
    Number(found["second"]);
  return BigInt(shown) * 1_000_000n + (instant - whole * 1_000_000n);
}

export const sha256 = (value: string): string => createHash("sha256").update(value, "utf8").digest("hex");
export const codePoints = (value: string): readonly string[] => [...value];

// Casts of texts: the grammar of the semantics page.
const integerText = /^[+-]?[0-9]+$/;
export const castInteger = (value: string, bits: number): bigint => {
  if (!integerText.test(value)) return fail();
  const parsed = BigInt(value.replace(/^\+/, ""));
  return BigInt.asIntN(bits, parsed) === parsed ? parsed : fail();
};
export const castFloat = (value: string): number => {
  if (!/^([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity)$/.test(value)) return fail();
  return Number(value);
};
export const castDecimal = (value: string, precision: number, scale: number): Decimal =>
  /^[+-]?[0-9]+(\.[0-9]+)?$/.test(value) ? fit(decimal(value.replace(/^\+/, "")), precision, scale) : fail();
export const castBoolean = (value: string): boolean => (/^true$/i.test(value) ? true : /^false$/i.test(value) ? false : fail());
export const castDate = (value: string): string => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value < "0001") return fail();
  const [y, m, d] = parts(value);
  return m >= 1 && m <= 12 && d >= 1 && d <= lastDay(y, m) ? value : fail();
};
export const castTimestamp = (value: string): bigint => {
  const match =
    /^(.{10})[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,6}))?)?(Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?$/.exec(
      value,
    );
  if (match === null) return fail();
  const [, date = "", h = "", m = "", s = "0", fraction = "", zone = "Z"] = match;
  const offset = zone === "Z" ? 0 : (zone.startsWith("-") ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const instant =
    instantOf(castDate(date)) +
    BigInt((Number(h) * 3600 + (Number(m) - offset) * 60 + Number(s)) * 1_000_000) +
    BigInt(fraction.padEnd(6, "0"));
  dayOf(instant);
  return instant;
};

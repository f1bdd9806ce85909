import { inert } from "./inert.ts";
import type { DateOnly, Int32, Int64, Temporal, Timestamp, TimestampNtz } from "./types.ts";

// A union that is read off an interface has no alias, so errors list its members.
interface Unit {
  any: "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
}
type IsoDate = `${number}-${number}-${number}`;
type IsoTimestamp = `${number}-${number}-${number}T${string}Z`;

/**
 * A date literal, `date("2024-01-31")`, or the day of a timestamp, in UTC unless a zone is given: `date(o.ordered_at, { zone: "Europe/Paris" })`.
 * The value is not null. A text that is not a day of the calendar, and a zone that does not exist, are errors of the compiler.
 */
export function date(value: IsoDate | Timestamp | TimestampNtz, options?: { zone?: string }): DateOnly;
export function date(): unknown {
  return inert;
}

/** A timestamp literal, `timestamp("2024-01-31T10:00:00Z")`. A text that is no instant of the calendar is an error of the compiler. */
export function timestamp(value: IsoTimestamp): Timestamp;
/**
 * The instant of a wall-clock time, or of a day's midnight, in a zone. The value is not null. A time that the clocks skip is moved past
 * the gap; of a time that they show twice the earlier instant is taken.
 */
export function timestamp(value: DateOnly | TimestampNtz, options: { zone: string }): Timestamp;
export function timestamp(): unknown {
  return inert;
}

/** The instant when this run began: the same in every row and every node of a run. Never null. */
export function now(): Timestamp;
export function now(): unknown {
  return inert;
}

/** The day on which this run began, in UTC: the same in every row and every node of a run. Never null. */
export function today(): DateOnly;
export function today(): unknown {
  return inert;
}

/** The start of the unit that the value falls in, of the value's type: `truncate(o.ordered_at, "month")`. Weeks begin on Monday. Null gives null. */
export function truncate<T extends Temporal | null>(value: T, unit: Unit["any"]): T;
export function truncate(): unknown {
  return inert;
}

/**
 * The value moved by a whole number of units, of the value's type; a day that the month lacks becomes its last. Null gives null.
 * A result outside the years 1 to 9999 fails the node. A date moves by days and longer units only.
 */
export function dateAdd<T extends Temporal | null>(value: T, amount: number, unit: Unit["any"]): T;
export function dateAdd(): unknown {
  return inert;
}

/** The number of whole units from `from` to `to`, negative when `to` is earlier. The values are of one type and not null. */
export function dateDiff<T extends Temporal>(from: T, to: NoInfer<T>, unit: Unit["any"]): Int64;
export function dateDiff(): unknown {
  return inert;
}

/** The calendar year, 1 to 9999. The value is not null. A timestamp is read in UTC, as in all functions below. */
export function year(value: Temporal): Int32;
export function year(): unknown {
  return inert;
}

/** The quarter of the year, 1 to 4. The value is not null. */
export function quarter(value: Temporal): Int32;
export function quarter(): unknown {
  return inert;
}

/** The month of the year, 1 to 12. The value is not null. */
export function month(value: Temporal): Int32;
export function month(): unknown {
  return inert;
}

/** The week of the year by ISO 8601, 1 to 53. The value is not null. */
export function week(value: Temporal): Int32;
export function week(): unknown {
  return inert;
}

/** The day of the week: Monday is 1, Sunday is 7. The value is not null. */
export function dayOfWeek(value: Temporal): Int32;
export function dayOfWeek(): unknown {
  return inert;
}

/** The day of the month, 1 to 31. The value is not null. */
export function dayOfMonth(value: Temporal): Int32;
export function dayOfMonth(): unknown {
  return inert;
}

/** The hour of the day, 0 to 23. The value is not null. */
export function hour(value: Timestamp | TimestampNtz): Int32;
export function hour(): unknown {
  return inert;
}

import { parseTimestamp } from "../../../../compiler/plan/calendar.ts";
import type { DataType } from "../../../../compiler/plan/types.ts";
import { argument, literalNumber, literalText } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { quoteText } from "../quote.ts";
import { cast, group, once } from "../text.ts";
import { lowerArgument } from "./argument.ts";

type DateName =
  | "date"
  | "timestamp"
  | "now"
  | "today"
  | "truncate"
  | "dateAdd"
  | "dateDiff"
  | "year"
  | "quarter"
  | "month"
  | "week"
  | "dayOfWeek"
  | "dayOfMonth"
  | "hour";

export const dates: { readonly [N in DateName]: CallLowering } = {
  date: (call, names) => {
    const value = argument(call, 0);
    if (value.kind === "string") return `'${value.value}'::date`;
    const zone = call.options?.["zone"];
    return zone?.kind === "string"
      ? `timezone(${quoteText(zone.value)}, ${lowerArgument(call, 0, names)})::date`
      : cast(lowerArgument(call, 0, names), "date");
  },
  timestamp: (call, names) => {
    const value = argument(call, 0);
    if (value.kind === "string") return timestampLiteral(value.value);
    const zone = call.options?.["zone"];
    return instant(cast(lowerArgument(call, 0, names), "timestamp"), quoteText(zone?.kind === "string" ? zone.value : "UTC"));
  },
  now: (_, names) => names.now,
  today: (_, names) => cast(names.now, "date"),
  truncate: (call, names) => {
    const sql = `date_trunc('${literalText(call, 1)}', ${lowerArgument(call, 0, names)})`;
    return call.type.kind === "date" ? `${sql}::date` : sql;
  },
  dateAdd,
  dateDiff,
  year: part("year"),
  quarter: part("quarter"),
  month: part("month"),
  week: part("week"),
  dayOfWeek: part("isodow"),
  dayOfMonth: part("day"),
  hour: part("hour"),
};

/** `'2024-01-31 10:00:00+00'::timestamptz`. */
function timestampLiteral(text: string): string {
  if (parseTimestamp(text) === undefined) throw new Error(`'${text}' is no instant.`);
  return `'${text.replace("T", " ").replace("Z", "+00")}'::timestamptz`;
}

function part(name: string): CallLowering {
  return (call, names) => `${name}(${lowerArgument(call, 0, names)})::integer`;
}

/** The instant of a wall-clock time: in a gap the later reading, of two the earlier, where DuckDB takes the later. */
function instant(wall: string, zone: string): string {
  return once([wall], (w = "") => {
    const read = `timezone(${zone}, ${w})`;
    const earlier = (minutes: number) =>
      `when timezone(${zone}, ${read} - to_minutes(${minutes})) = ${w} then ${read} - to_minutes(${minutes})`;
    return `(case ${earlier(60)} ${earlier(30)} else ${read} end)`;
  });
}

const months: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12 };
const days: { readonly [unit: string]: number } = { day: 1, week: 7 };
const seconds: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600 };

/** Months end on the month's last day where it is shorter; a result outside of the years 0001 to 9999 is an error. */
function dateAdd(call: TypedCall, names: Names): string {
  const unit = literalText(call, 2);
  const amount = literalNumber(argument(call, 1));
  const value = group(lowerArgument(call, 0, names));
  const count = amount === undefined ? group(lowerArgument(call, 1, names)) : String(amount);
  const times = (factor: number) =>
    amount === undefined ? `(${count}${factor === 1 ? "" : ` * ${factor}`})::integer` : String(amount * factor);
  const sum = call.type.kind === "date" ? addToDate(value, times, unit) : addToInstant(value, times, count, unit);
  // An amount that is too large fails where there is a value, and only there.
  return amount === undefined && argument(call, 0).nullable ? `(case when ${value} is not null then ${sum} end)` : sum;
}

function addToDate(value: string, times: (factor: number) => string, unit: string): string {
  const month = months[unit];
  return `odibi_date_in_range(${month === undefined ? `${value} + (${times(days[unit] ?? 1)})` : `(${value} + to_months(${times(month)}))::date`})`;
}

function addToInstant(value: string, times: (factor: number) => string, count: string, unit: string): string {
  const [month, day] = [months[unit], days[unit]];
  const interval =
    month !== undefined ? `to_months(${times(month)})` : day !== undefined ? `to_days(${times(day)})` : `to_${unit}s(${count})`;
  return `odibi_instant_in_range(${value} + ${interval})`;
}

/** Whole units from the one to the other, towards zero; a month is over on its day, at its time, and is not cut short by a shorter month. */
function dateDiff(call: TypedCall, names: Names): string {
  const unit = literalText(call, 2);
  const { type } = argument(call, 0);
  return once([lowerArgument(call, 0, names), lowerArgument(call, 1, names)], (from = "", to = "") => {
    const month = months[unit];
    if (month !== undefined) {
      const whole = `(case when ${from} <= ${to} then ${monthsBetween(from, to, type)} else -${monthsBetween(to, from, type)} end)`;
      return month === 1 ? whole : `${whole} // ${month}`;
    }
    if (type.kind === "date")
      return unit === "day" ? `${group(to)} - ${group(from)}` : `(${group(to)} - ${group(from)}) // ${days[unit] ?? 1}`;
    const microseconds = (days[unit] ?? 0) * 86_400_000_000 + (seconds[unit] ?? 0) * 1_000_000;
    return `(epoch_us(${to}) - epoch_us(${from})) // ${microseconds}`;
  });
}

/** Of an earlier and a later value. */
function monthsBetween(a: string, b: string, type: DataType): string {
  const rest = (value: string) =>
    type.kind === "date" ? `day(${value})` : `(epoch_us(${value}) - epoch_us(date_trunc('month', ${value})))`;
  return `((year(${b}) - year(${a})) * 12 + month(${b}) - month(${a}) - (case when ${rest(b)} < ${rest(a)} then 1 else 0 end))`;
}

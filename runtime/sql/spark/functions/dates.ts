import { parseTimestamp } from "../../../../compiler/plan/calendar.ts";
import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { printType } from "../../../../compiler/plan/notation/printType.ts";
import type { DataType } from "../../../../compiler/plan/types.ts";
import { argument, literalNumber, literalText } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import { raiseDataError } from "../dataError.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { quoteText } from "../quote.ts";
import { cast, once } from "../text.ts";
import { textOf } from "../textOf.ts";
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
    if (value.kind === "string") return `date'${value.value}'`;
    const zone = call.options?.["zone"];
    const sql = lowerArgument(call, 0, names);
    return zone?.kind === "string" && zone.value !== "UTC" ? `date(from_utc_timestamp(${sql}, ${quoteText(zone.value)}))` : `date(${sql})`;
  },
  timestamp: (call, names) => {
    const value = argument(call, 0);
    if (value.kind === "string") return timestampLiteral(value.value);
    const zone = call.options?.["zone"];
    const sql = cast(lowerArgument(call, 0, names), "timestamp");
    return zone?.kind === "string" && zone.value !== "UTC" ? `to_utc_timestamp(${sql}, ${quoteText(zone.value)})` : sql;
  },
  now: (_, names) => names.now,
  today: (_, names) => `date(${names.now})`,
  truncate: (call, names) => {
    const [value, unit] = [lowerArgument(call, 0, names), literalText(call, 1)];
    if (call.type.kind === "date") return unit === "day" ? value : `trunc(${value}, '${unit}')`;
    const sql = `date_trunc('${unit}', ${value})`;
    return call.type.kind === "timestampNtz" ? cast(sql, "timestamp_ntz") : sql;
  },
  dateAdd,
  dateDiff,
  year: part("year"),
  quarter: part("quarter"),
  month: part("month"),
  week: part("weekofyear"),
  dayOfWeek: (call, names) => `weekday(${lowerArgument(call, 0, names)}) + 1`,
  dayOfMonth: part("day"),
  hour: part("hour"),
};

/** `timestamp'2024-01-31 10:00:00Z'`. */
function timestampLiteral(text: string): string {
  if (parseTimestamp(text) === undefined) throw new Error(`'${text}' is no instant.`);
  return `timestamp'${text.replace("T", " ")}'`;
}

function part(name: string): CallLowering {
  return (call, names) => `${name}(${lowerArgument(call, 0, names)})`;
}

const months: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12 };
const days: { readonly [unit: string]: number } = { day: 1, week: 7 };
const seconds: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600 };

/** Months end on the month's last day where it is shorter; a result outside of the years 0001 to 9999 is an error. */
function dateAdd(call: TypedCall, names: Names): string {
  const unit = literalText(call, 2);
  const amount = literalNumber(argument(call, 1));
  const value = lowerArgument(call, 0, names);
  if (amount !== undefined && Math.abs(amount) <= most(unit)) {
    const sum = add(call.type, value, unit, String(amount));
    if (staysInside(argument(call, 0), unit, amount)) return sum;
    return once([sum], (x = "") => inRange(x, call.type, amount));
  }
  return once([value, lowerArgument(call, 1, names)], (v = "", n = "") =>
    // An amount that leads out of the calendar from anywhere does so still when it is cut.
    once([add(call.type, v, unit, cut(n, unit))], (x = "") => inRange(x, call.type, undefined)),
  );
}

/** Whether a written day stays in the calendar, years away from its ends. */
function staysInside(start: TypedExpression, unit: string, amount: number): boolean {
  const [text] = start.kind === "call" && (start.name === "date" || start.name === "timestamp") ? start.arguments : [];
  if (text?.kind !== "string") return false;
  const year = Number(text.value.slice(0, 4)) + amount * (10_000 / most(unit));
  return year > 10 && year < 9990;
}

function cut(amount: string, unit: string): string {
  const sql = `greatest(least(${amount}, ${most(unit)}), -${most(unit)})`;
  return most(unit) < 2 ** 31 ? `int(${sql})` : sql;
}

/** More of a unit than the calendar has. */
const most = (unit: string): number =>
  Math.ceil(10_000 * ({ year: 1, quarter: 4, month: 12, week: 53, day: 366 }[unit] ?? 366 * 24 * (3600 / (seconds[unit] ?? 1))));

function add(type: DataType, value: string, unit: string, amount: string): string {
  const times = (factor: number) =>
    factor === 1 ? amount : /^-?\d+$/.test(amount) ? String(Number(amount) * factor) : `${amount} * ${factor}`;
  const [month, day] = [months[unit], days[unit]];
  if (type.kind === "date") return month === undefined ? `date_add(${value}, ${times(day ?? 1)})` : `add_months(${value}, ${times(month)})`;
  // Its own count of a unit is an int.
  return most(unit) < 2 ** 31 || /^-?\d+$/.test(amount)
    ? `timestampadd(${unit}, ${amount}, ${value})`
    : `${value} + make_dt_interval(0, 0, 0, ${times(seconds[unit] ?? 1)})`;
}

/** The calendar that all engines share. `sign` tells which end of it can be left. */
function inRange(x: string, type: DataType, sign: number | undefined): string {
  const [first, last] =
    type.kind === "date"
      ? ["date'0001-01-01'", "date'9999-12-31'"]
      : type.kind === "timestamp"
        ? ["timestamp'0001-01-01 00:00:00Z'", "timestamp'9999-12-31 23:59:59.999999Z'"]
        : ["timestamp_ntz'0001-01-01 00:00:00'", "timestamp_ntz'9999-12-31 23:59:59.999999'"];
  const tests = [
    ...(sign !== undefined && sign > 0 ? [] : [`${x} < ${first}`]),
    ...(sign !== undefined && sign < 0 ? [] : [`${x} > ${last}`]),
  ];
  return `if(${tests.join(" or ")}, ${raiseDataError("ODB6103", { value: textOf({ type }, x), to: quoteText(printType(type)) })}, ${x})`;
}

/** Whole units from the one to the other, towards zero; a month is over on its day, at its time, and is not cut short by a shorter month. */
function dateDiff(call: TypedCall, names: Names): string {
  const unit = literalText(call, 2);
  const { type } = argument(call, 0);
  const [from, to] = [lowerArgument(call, 0, names), lowerArgument(call, 1, names)];
  const month = months[unit];
  if (month !== undefined)
    return once([from, to], (a = "", b = "") => {
      const whole = `bigint(if(${a} <= ${b}, ${monthsBetween(a, b, type)}, -${monthsBetween(b, a, type)}))`;
      return month === 1 ? whole : `${whole} div ${month}`;
    });
  if (type.kind === "date") return unit === "day" ? `bigint(datediff(${to}, ${from}))` : `datediff(${to}, ${from}) div ${days[unit] ?? 1}`;
  const microseconds = (days[unit] ?? 0) * 86_400_000_000 + (seconds[unit] ?? 0) * 1_000_000;
  return `(${micros(to, type)} - ${micros(from, type)}) div ${microseconds}`;
}

const micros = (value: string, type: DataType): string => `unix_micros(${type.kind === "timestampNtz" ? cast(value, "timestamp") : value})`;

/** Of an earlier and a later value. */
function monthsBetween(a: string, b: string, type: DataType): string {
  const rest = (value: string) =>
    type.kind === "date" ? `day(${value})` : `${micros(value, type)} - ${micros(`date_trunc('month', ${value})`, { kind: "timestamp" })}`;
  return `((year(${b}) - year(${a})) * 12 + month(${b}) - month(${a}) - if(${rest(b)} < ${rest(a)}, 1, 0))`;
}

import { isFloat, isInteger } from "../../../compiler/plan/infer/families.ts";
import { printType } from "../../../compiler/plan/notation/printType.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { alwaysConverts, grammars } from "../conversions.ts";
import { raiseDataError } from "./dataError.ts";
import { quoteText } from "./quote.ts";
import { sparkType } from "./sparkType.ts";
import { cast, once } from "./text.ts";
import { plainFloatText, textOf } from "./textOf.ts";

/** A conversion; a value that does not convert is null, or raises an error that has it. */
export function lowerCast(sql: string, from: DataType, to: DataType, otherwise: "null" | "fail", nullable = true): string {
  if (from.kind === "null") return `cast(null as ${sparkType(to)})`;
  if (sparkType(from) === sparkType(to) && to.kind !== "enum") return sql;
  if (alwaysConverts(from, to)) return convert(sql, from, to);
  return once([sql], (value = "") => {
    const converted = convert(value, from, to);
    if (otherwise === "null") return converted;
    // Spark's own text of a number is good enough to find it by.
    const shown = isFloat(from) ? cast(value, "string") : textOf({ type: from }, value);
    const raise = raiseDataError("ODB6101", { value: shown, to: quoteText(printType(to)) });
    return `coalesce(${converted}, ${nullable ? `case when ${value} is not null then ${raise} end` : raise})`;
  });
}

const { integer, float, decimal, date, time, zone } = grammars;

/** The converted value, or null. */
function convert(a: string, from: DataType, to: DataType): string {
  const type = sparkType(to);
  const attempt = `try_cast(${a} as ${type})`;
  if (to.kind === "string") return textOf({ type: from }, a);
  if (from.kind === "string" || from.kind === "enum") return convertText(a, to, attempt);
  // The largest int64 is no double: Spark takes 2^63 for it.
  if (isFloat(from) && isInteger(to)) return `case when ${a} = rint(${a}) and ${a} < 9223372036854775808D then ${attempt} end`;
  if (from.kind === "decimal" && isInteger(to)) return `case when ${a} % 1 = 0 then ${attempt} end`;
  if (isFloat(from) && to.kind === "decimal")
    return `try_cast(${plainFloatText(from.kind === "float32" ? cast(a, "double") : a, to.precision - to.scale)} as ${type})`;
  if (to.kind === "enum") return among(textOf({ type: from }, a), to.values);
  return alwaysConverts(from, to) ? cast(a, type) : attempt;
}

const among = (a: string, values: readonly string[]): string => `case when ${a} in (${values.map(quoteText).join(", ")}) then ${a} end`;

const matches = (a: string, grammar: string): string => `${a} rlike ${quoteText(`\\A${grammar}\\z`)}`;

function convertText(a: string, to: DataType, attempt: string): string {
  const guarded = (grammar: string) => `case when ${matches(a, grammar)} then ${attempt} end`;
  switch (to.kind) {
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return guarded(integer);
    case "float32":
    case "float64":
      return guarded(float);
    case "decimal":
      return guarded(decimal);
    case "boolean":
      return `case lower(${a}) when 'true' then true when 'false' then false end`;
    case "enum":
      return among(a, to.values);
    case "date":
      return `case when ${matches(a, date)} and ${a} >= '0001' then ${attempt} end`;
    case "timestampNtz":
      return `case when ${matches(a, `${date}[T ]${time}`)} and ${a} >= '0001' then ${attempt} end`;
    case "timestamp": {
      const value = `try_cast(regexp_replace(${a}, ${quoteText("([+-][0-9]{2})([0-9]{2})$")}, '$1:$2') as timestamp)`;
      const inRange = once(
        [value],
        t => `case when ${t} >= timestamp'0001-01-01 00:00:00Z' and ${t} <= timestamp'9999-12-31 23:59:59.999999Z' then ${t} end`,
      );
      return `case when ${matches(a, `${date}[T ]${time}${zone}`)} then ${inRange} end`;
    }
    default:
      throw new Error(`A text does not convert to ${to.kind}.`);
  }
}

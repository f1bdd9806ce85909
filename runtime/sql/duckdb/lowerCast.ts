import { isFloat, isInteger } from "../../../compiler/plan/infer/families.ts";
import { printType } from "../../../compiler/plan/notation/printType.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import { alwaysConverts, grammars } from "../conversions.ts";
import { raiseDataError } from "./dataError.ts";
import { quoteText } from "./quote.ts";
import { sqlType } from "./sqlType.ts";
import { cast, group, once } from "./text.ts";
import { textOf } from "./textOf.ts";

/** A conversion; a value that does not convert is null, or raises an error that has it. */
export function lowerCast(sql: string, from: DataType, to: DataType, otherwise: "null" | "fail"): string {
  const same = from.kind !== "null" && sqlType(from) === sqlType(to) && to.kind !== "enum";
  if (same || from.kind === "null") return from.kind === "null" ? `null::${sqlType(to)}` : sql;
  const direct = alwaysConverts(from, to) ? convert(group(sql), from, to) : undefined;
  if (direct !== undefined) return direct;
  const formula = (value: string) =>
    otherwise === "null"
      ? convert(value, from, to)
      : `coalesce(${convert(value, from, to)}, case when ${value} is not null then ${raiseDataError("ODB6101", { value: textOf({ type: from }, value), to: quoteText(printType(to)) })} end)`;
  return once([group(sql)], (value = "") => formula(value));
}

const { integer, float, decimal, date, time, zone } = grammars;

/** The converted value, or null. */
function convert(a: string, from: DataType, to: DataType): string {
  const type = sqlType(to);
  const attempt = `try_cast(${a} as ${type})`;
  if (to.kind === "string") return textOf({ type: from }, a);
  if (from.kind === "string" || from.kind === "enum") return convertText(a, to, attempt);
  if (isFloat(from) && isInteger(to)) return `(case when isfinite(${a}) and ${a} = trunc(${a}) then ${attempt} end)`;
  if (from.kind === "decimal" && isInteger(to)) return `(case when ${a} % 1 = 0 then ${attempt} end)`;
  if (from.kind === "float32" && to.kind === "decimal") return `try_cast(odibi_plain_number_text(${a}::double) as ${type})`;
  if (from.kind === "float64" && to.kind === "decimal") return `try_cast(odibi_plain_number_text(${a}) as ${type})`;
  if (from.kind === "decimal" && to.kind === "float64") return `${a}::varchar::double`;
  if (from.kind === "decimal" && to.kind === "float32") return `try_cast(${a}::varchar as float)`;
  if (to.kind === "enum") return among(textOf({ type: from }, a), to.values);
  return alwaysConverts(from, to) ? cast(a, type) : attempt;
}

const among = (a: string, values: readonly string[]): string => `(case when ${a} in (${values.map(quoteText).join(", ")}) then ${a} end)`;

function convertText(a: string, to: DataType, attempt: string): string {
  const guarded = (grammar: string, value = attempt) => `(case when regexp_full_match(${a}, '${grammar}') then ${value} end)`;
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
      return `(case lower(${a}) when 'true' then true when 'false' then false end)`;
    case "enum":
      return among(a, to.values);
    case "date":
      return `(case when regexp_full_match(${a}, '${date}') and ${a} >= '0001' then ${attempt} end)`;
    case "timestampNtz":
      return `(case when regexp_full_match(${a}, '${date}[T ]${time}') and ${a} >= '0001' then ${attempt} end)`;
    case "timestamp": {
      const withColon = `regexp_replace(${a}, '([+-][0-9]{2})([0-9]{2})$', '\\1:\\2')`;
      const value = `try_cast(${withColon} as timestamptz)`;
      return `(case when regexp_full_match(${a}, '${date}[T ]${time}${zone}') and ${value} between '0001-01-01 00:00:00+00'::timestamptz and '9999-12-31 23:59:59.999999+00'::timestamptz then ${value} end)`;
    }
    default:
      throw new Error(`A text does not convert to ${to.kind}.`);
  }
}

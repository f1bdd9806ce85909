import type { TypedExpression } from "../../../compiler/plan/expression.ts";
import { cast, once } from "./text.ts";

/** A value's text as a template gives it: numbers as JavaScript, decimals with their scale, timestamps in ISO 8601 with six digits of a second. */
export function textOf({ type }: Pick<TypedExpression, "type">, sql: string): string {
  switch (type.kind) {
    case "string":
    case "enum":
      return sql;
    case "float64":
      return numberText(sql);
    case "float32":
      return numberText(cast(sql, "double"));
    case "timestamp":
      return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
    case "timestampNtz":
      return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%f')`;
    default:
      return cast(sql, "varchar");
  }
}

const numberText = (sql: string): string => once([sql], (a = "") => `odibi_number_text(${a})`);

/** The shortest text of a float64 without an exponent where it is small: DuckDB rounds a text like `9.5e-07` to a decimal of its first digit. */
export function plainFloatText(a: string): string {
  const text = `abs(${a})::varchar`;
  return `(case when ${a} <> 0 and abs(${a}) < 1e-4 then (case when ${a} < 0 then '-' else '' end) || '0.' || repeat('0', split_part(${text}, 'e-', 2)::integer - 1) || replace(split_part(${text}, 'e-', 1), '.', '') else ${a}::varchar end)`;
}

/** Number.prototype.toString (ECMA-262, Number::toString) from DuckDB's text, which has the same shortest digits but other exponents. */
export function floatText(a: string): string {
  const sign = `(case when ${a} < 0 then '-' else '' end)`;
  const text = `abs(${a})::varchar`;
  const digits = (mark: string) => `replace(split_part(${text}, '${mark}', 1), '.', '')`;
  const exponent = (mark: string) => `split_part(${text}, '${mark}', 2)::integer`;
  return (
    `(case when isnan(${a}) then 'NaN' when isinf(${a}) then (case when ${a} > 0 then 'Infinity' else '-Infinity' end) when ${a} = 0 then '0'` +
    ` when abs(${a}) >= 1e21 or abs(${a}) < 1e-6 then regexp_replace(${a}::varchar, 'e([+-])0', 'e\\1')` +
    ` when abs(${a}) >= 1e16 then ${sign} || rpad(${digits("e+")}, ${exponent("e+")} + 1, '0')` +
    ` when contains(${text}, 'e-') then ${sign} || '0.' || repeat('0', ${exponent("e-")} - 1) || ${digits("e-")}` +
    ` else regexp_replace(${a}::varchar, '\\.0$', '') end)`
  );
}

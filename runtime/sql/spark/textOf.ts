import type { TypedExpression } from "../../../compiler/plan/expression.ts";
import { cast, once } from "./text.ts";

/** A value's text as a template gives it: numbers as JavaScript, decimals with their scale, timestamps in ISO 8601 with six digits of a second. */
export function textOf({ type }: Pick<TypedExpression, "type">, sql: string): string {
  switch (type.kind) {
    case "string":
    case "enum":
      return sql;
    case "float64":
      return once([sql], (a = "") => floatText(a));
    case "float32":
      return once([cast(sql, "double")], (a = "") => floatText(a));
    case "timestamp":
      return `date_format(${sql}, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")`;
    case "timestampNtz":
      return `date_format(${sql}, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")`;
    default:
      return cast(sql, "string");
  }
}

/**
 * Number.prototype.toString (ECMA-262, Number::toString) from Java's text, which has other exponents, and before Java 19 not always the shortest digits: from
 * 2^53 on, and below 1e-300, the shortest are tried out.
 */
function floatText(a: string): string {
  const sign = `if(${a} < 0D, '-', '')`;
  const digits = `regexp_replace(replace(split_part(string(abs(${a})), 'E', 1), '.', ''), '0$', '')`;
  const exponent = `int(split_part(string(${a}), 'E', 2))`;
  const long = `if(length(${digits}) > ${exponent} + 1, concat(substring(${digits}, 1, ${exponent} + 1), '.', substring(${digits}, ${exponent} + 2)), rpad(${digits}, ${exponent} + 1, '0'))`;
  const first = (list: string, test: string) => `filter(${list}, ${test})[0]`;
  const integer = first(`transform(array(100000L, 10000L, 1000L, 100L, 10L, 1L), p -> (bigint(abs(${a})) + p div 2) div p * p)`, `t -> double(t) = abs(${a})`);
  const shortest = first(`transform(sequence(0, 16), k -> format_string(concat('%.', k, 'e'), abs(${a})))`, `t -> double(t) = abs(${a})`);
  const scientific = `regexp_replace(t, 'e([+-])0', 'e$1')`;
  const padded = `rpad(replace(split_part(t, 'e', 1), '.', ''), int(split_part(t, 'e+', 2)) + 1, '0')`;
  const outer = `transform(array(${shortest}), t -> if(abs(${a}) >= 1e21D or abs(${a}) < 1e-6D, ${scientific}, ${padded}))[0]`;
  return (
    `case when isnan(${a}) then 'NaN' when abs(${a}) = double('Infinity') then if(${a} > 0D, 'Infinity', '-Infinity') when ${a} = 0D then '0'` +
    ` when abs(${a}) >= 9007199254740992D and abs(${a}) < 9e18D then concat(${sign}, ${integer})` +
    ` when abs(${a}) >= 9e18D or abs(${a}) < 1e-300D then concat(${sign}, ${outer})` +
    ` when abs(${a}) >= 1e7D then concat(${sign}, ${long})` +
    ` when abs(${a}) < 1e-6D then regexp_replace(replace(string(${a}), '.0E', 'E'), 'E', 'e')` +
    ` when abs(${a}) < 1e-3D then concat(${sign}, '0.', repeat('0', -${exponent} - 1), ${digits})` +
    ` else regexp_replace(string(${a}), '\\\\.0$', '') end`
  );
}

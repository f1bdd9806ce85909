import type { TypedExpression } from "../../../compiler/plan/expression.ts";
import { quoteText } from "./quote.ts";
import { cast, once, variable } from "./text.ts";

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

/** A text with the digits that JavaScript shows, for a cast to a decimal with so many digits before its point. */
export function plainFloatText(a: string, whole: number): string {
  if (whole <= 15) return `string(${a})`;
  return `case when not abs(${a}) >= 9007199254740992D or isnan(${a}) then string(${a}) when abs(${a}) < 9e18D then concat(${sign(a)}, ${wholeText(a)}) else concat(${sign(a)}, ${shortestText(a)}) end`;
}

/**
 * Number.prototype.toString (ECMA-262, Number::toString) from Java's text, which has other exponents, and before Java 19 not always the shortest digits: from
 * 2^53 on, and below 1e-300, the shortest are tried out.
 */
function floatText(a: string): string {
  const digits = `regexp_replace(replace(split_part(string(abs(${a})), 'E', 1), '.', ''), '0$', '')`;
  const exponent = `int(split_part(string(${a}), 'E', 2))`;
  const long = `if(length(${digits}) > ${exponent} + 1, concat(substring(${digits}, 1, ${exponent} + 1), '.', substring(${digits}, ${exponent} + 2)), rpad(${digits}, ${exponent} + 1, '0'))`;
  const t = variable("t", a);
  const scientific = `regexp_replace(${t}, 'e([+-])0', 'e$1')`;
  const padded = `rpad(replace(split_part(${t}, 'e', 1), '.', ''), int(split_part(${t}, 'e+', 2)) + 1, '0')`;
  const outer = `transform(array(${shortestText(a)}), ${t} -> if(abs(${a}) >= 1e21D or abs(${a}) < 1e-6D, ${scientific}, ${padded}))[0]`;
  return (
    `case when isnan(${a}) then 'NaN' when abs(${a}) = double('Infinity') then if(${a} > 0D, 'Infinity', '-Infinity') when ${a} = 0D then '0'` +
    ` when abs(${a}) >= 9007199254740992D and abs(${a}) < 9e18D then concat(${sign(a)}, ${wholeText(a)})` +
    ` when abs(${a}) >= 9e18D or abs(${a}) < 1e-300D then concat(${sign(a)}, ${outer})` +
    ` when abs(${a}) >= 1e7D then concat(${sign(a)}, ${long})` +
    ` when abs(${a}) < 1e-6D then regexp_replace(replace(string(${a}), '.0E', 'E'), 'E', 'e')` +
    ` when abs(${a}) < 1e-3D then concat(${sign(a)}, '0.', repeat('0', -${exponent} - 1), ${digits})` +
    ` else regexp_replace(string(${a}), ${quoteText("\\.0$")}, '') end`
  );
}

const sign = (a: string): string => `if(${a} < 0D, '-', '')`;

/** The roundest whole number that is the same float64. */
function wholeText(a: string): string {
  const [p, n] = [variable("p", a), variable("n", a)];
  return `string(filter(transform(array(100000L, 10000L, 1000L, 100L, 10L, 1L), ${p} -> (bigint(abs(${a})) + ${p} div 2) div ${p} * ${p}), ${n} -> double(${n}) = abs(${a}))[0])`;
}

/** The shortest digits, with an exponent, that are the same float64. */
function shortestText(a: string): string {
  const [k, t] = [variable("k", a), variable("t", a)];
  return `filter(transform(sequence(0, 16), ${k} -> format_string(concat('%.', ${k}, 'e'), abs(${a}))), ${t} -> double(${t}) = abs(${a}))[0]`;
}

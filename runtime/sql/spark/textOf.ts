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
  return `if(abs(${a}) >= 9007199254740992D and abs(${a}) < 1e38D, concat(if(${a} < 0D, '-', ''), ${shortestText(a)}), string(${a}))`;
}

/**
 * Number.prototype.toString (ECMA-262, Number::toString) from Java's text, which has other exponents, and before Java 19 not always the shortest digits: from
 * 2^53 on, and below 0.001, the shortest are tried out.
 */
function floatText(a: string): string {
  const text = `if(abs(${a}) >= 9007199254740992D or abs(${a}) < 1e-3D, ${shortestText(a)}, string(abs(${a})))`;
  const parts = `struct(trim(trailing '0' from replace(split_part(t, 'E', 1), '.', '')) as digits, int(split_part(t, 'E', 2)) as exponent)`;
  const scientific =
    "concat(left(n.digits, 1), if(length(n.digits) > 1, '.', ''), substring(n.digits, 2), if(n.exponent < 0, 'e', 'e+'), n.exponent)";
  const written =
    `case when n.exponent >= 21 or n.exponent < -6 then ${scientific} when n.exponent < 0 then concat('0.', repeat('0', -n.exponent - 1), n.digits)` +
    " when length(n.digits) <= n.exponent + 1 then rpad(n.digits, n.exponent + 1, '0')" +
    " else concat(left(n.digits, n.exponent + 1), '.', substring(n.digits, n.exponent + 2)) end";
  return (
    `case when abs(${a}) >= 1e-3D and abs(${a}) < 1e7D then regexp_replace(string(${a}), ${quoteText("\\.0$")}, '')` +
    ` when ${a} = 0D then '0' when isnan(${a}) or abs(${a}) = double('Infinity') then string(${a})` +
    ` else concat(if(${a} < 0D, '-', ''), transform(transform(array(${text}), t -> ${parts}), n -> ${written})[0]) end`
  );
}

/**
 * The shortest digits, with an exponent, that are the same float64: Java's digits (those of a whole number that fits an int64 are cut short, and taken from the
 * number itself) rounded to few digits first, and then to more.
 */
function shortestText(a: string): string {
  const [c, k, n, p, t] = ["c", "k", "n", "p", "t"].map(hint => variable(hint, a));
  const isWhole = `abs(${a}) >= 9007199254740992D and abs(${a}) < 9223372036854000000D`;
  const digits = `if(${isWhole}, string(bigint(abs(${a}))), replace(split_part(${t}, 'E', 1), '.', ''))`;
  const exponent = `if(${isWhole}, length(string(bigint(abs(${a})))) - 1, int(split_part(${t}, 'E', 2)))`;
  const powers = `if(${isWhole}, array(100000, 10000, 1000, 100, 10, 1), transform(sequence(16, 0), ${k} -> bigint(rpad('1', ${k} + 1, '0'))))`;
  const near = `array((${n}.n + ${p} div 2) div ${p} * ${p}, ${n}.n div ${p} * ${p}, ${n}.n div ${p} * ${p} + ${p})`;
  const written = `concat(left(${c}, 1), '.', substring(${c}, 2), 'E', ${n}.exponent + length(${c}) - length(${n}.n))`;
  const parts = `transform(array(format_string('%.16E', abs(${a}))), ${t} -> struct(bigint(${digits}) as n, ${exponent} as exponent))`;
  const candidates = `transform(flatten(transform(${powers}, ${p} -> ${near})), ${c} -> ${written})`;
  return `transform(${parts}, ${n} -> filter(${candidates}, ${c} -> double(${c}) = abs(${a}))[0])[0]`;
}

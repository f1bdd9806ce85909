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
 * 2^53 on, and below 1e-300, the shortest are tried out.
 */
function floatText(a: string): string {
  const text = `if(abs(${a}) >= 9007199254740992D or abs(${a}) < 1e-300D, ${shortestText(a)}, string(abs(${a})))`;
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
 * The shortest digits, with an exponent, that are the same float64: for a whole number that fits an int64, whose text Java cuts short, the roundest such number,
 * and else the first of Java's texts.
 */
function shortestText(a: string): string {
  const [k, n, p, t] = ["k", "n", "p", "t"].map(hint => variable(hint, a));
  const rounded = `transform(array(100000L, 10000L, 1000L, 100L, 10L, 1L), ${p} -> string((bigint(abs(${a})) + ${p} div 2) div ${p} * ${p}))`;
  const whole = `transform(filter(${rounded}, ${n} -> double(${n}) = abs(${a})), ${n} -> concat(left(${n}, 1), '.', substring(${n}, 2), 'E', length(${n}) - 1))[0]`;
  const found = `filter(transform(sequence(0, 16), ${k} -> format_string(concat('%.', ${k}, 'E'), abs(${a}))), ${t} -> double(${t}) = abs(${a}))[0]`;
  return `if(abs(${a}) >= 1D and abs(${a}) < 9e18D, ${whole}, ${found})`;
}

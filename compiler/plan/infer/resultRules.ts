import { parseDate, parseTimestamp } from "../calendar.ts";
import type { TypedExpression } from "../expression.ts";
import type { CallTyping, Typing } from "../functions.ts";
import { printType } from "../notation/printType.ts";
import { checkRegex } from "../regex/checkRegex.ts";
import type { DataType } from "../types.ts";
import { castRefusal } from "./castRefusal.ts";
import { commonOf } from "./commonType.ts";
import { isFloat, isInteger, isTemporal } from "./families.ts";
import { type Refusal, refuse, show } from "./refusal.ts";

// What a call gives, by the types of its arguments, which fit the signature already.

type Rule = (call: CallTyping) => Typing | Refusal;

const ours = (): never => {
  throw new Error("A signature lacks an argument that its rule reads.");
};
const argument = (call: CallTyping, index: number): TypedExpression => call.arguments[index] ?? ours();
const of = (type: DataType, nullable: boolean): Typing => ({ type, nullable });

const at = (value: TypedExpression, refusal: Refusal): Refusal => (value.span === undefined ? refusal : { ...refusal, span: value.span });

/** Always this type; null never. */
export const fixed =
  (type: DataType): Rule =>
  () =>
    of(type, false);

/** sum of whole numbers is int64, of decimals decimal(38,s), else float64; of nothing it is 0. */
export const sum: Rule = call => {
  const { type } = argument(call, 0);
  return of(
    isInteger(type)
      ? { kind: "int64" }
      : type.kind === "decimal"
        ? { kind: "decimal", precision: 38, scale: type.scale }
        : { kind: "float64" },
    false,
  );
};

/** An aggregate that is null where it meets no value. */
export const nothingIsNull =
  (type: (value: TypedExpression) => DataType): Rule =>
  call =>
    of(type(argument(call, 0)), argument(call, 0).nullable || call.options["where"] !== undefined || !call.grouped);

export const dateLiteral: Rule = call => {
  const text = literal(argument(call, 0));
  return parseDate(text) === undefined
    ? at(
        argument(call, 0),
        refuse(
          "ODB2022",
          `'${text}' is no day of the calendar.`,
          "Write year, month and day, from 0001-01-01 to 9999-12-31: date('2024-01-31').",
        ),
      )
    : of({ kind: "date" }, false);
};

export const timestampLiteral: Rule = call => {
  const text = literal(argument(call, 0));
  return parseTimestamp(text) === undefined
    ? at(
        argument(call, 0),
        refuse(
          "ODB2022",
          `'${text}' is no instant of the calendar.`,
          "Write date, time and the zone Z, with up to six digits of a second: timestamp('2024-01-31T10:00:00Z').",
        ),
      )
    : of({ kind: "timestamp" }, false);
};

export const needsZone: Rule = call =>
  call.options["zone"] === undefined
    ? refuse(
        "ODB2007",
        `A ${printType(argument(call, 0).type)} becomes an instant only in a time zone.`,
        "Name it: { zone: 'Europe/Paris' }.",
      )
    : of({ kind: "timestamp" }, false);

/** A function of a date or timestamp and a unit: the same type; a date knows no unit below the day. */
export const sameDate: Rule = call => {
  const value = argument(call, 0);
  return unitRefusal(value.type, argument(call, call.arguments.length - 1)) ?? of(value.type, value.nullable);
};

export const difference: Rule = call => {
  const [from, to] = [argument(call, 0), argument(call, 1)];
  if (from.type.kind !== to.type.kind)
    return at(
      to,
      refuse(
        "ODB2017",
        `dateDiff is given a ${printType(from.type)} and a ${printType(to.type)}.`,
        "Take the day of the instant first: date(…).",
      ),
    );
  return unitRefusal(from.type, argument(call, 2)) ?? of({ kind: "int64" }, false);
};

function unitRefusal(type: DataType, unit: TypedExpression): Refusal | undefined {
  return type.kind === "date" && ["second", "minute", "hour"].includes(literal(unit))
    ? at(unit, refuse("ODB2023", `A date has no ${literal(unit)}.`, "Use 'day', 'week', 'month', 'quarter' or 'year', or a timestamp."))
    : undefined;
}

export const cast: Rule = call => casting(call, false);
export const tryCast: Rule = call => casting(call, true);

function casting(call: CallTyping, orNull: boolean): Typing | Refusal {
  const [value, to] = [argument(call, 0), argument(call, 1)];
  if (to.kind !== "type") return ours();
  return castRefusal(value.type, to.dataType) ?? of(to.dataType, orNull || value.nullable);
}

/** round: whole numbers stay; a decimal keeps its digits before the point; else float64. */
export const round: Rule = call => {
  const { type } = argument(call, 0);
  const digits = call.arguments[1];
  const count = digits === undefined ? 0 : digits.kind === "number" ? Number(digits.text) : Number.NaN;
  if (!(count >= 0 && count <= 20)) return refuse("ODB2006", "The digits after the point are a whole number from 0 to 20.");
  if (isInteger(type)) return of(type, false);
  return of(type.kind === "decimal" ? { ...type, scale: Math.min(type.scale, count) } : { kind: "float64" }, false);
};

export const absolute: Rule = call => {
  const { type } = argument(call, 0);
  return of(isInteger(type) ? { kind: "int64" } : isFloat(type) ? { kind: "float64" } : type, false);
};

/** floor and ceil: a decimal loses the digits after its point. */
export const whole: Rule = call => {
  const { type } = argument(call, 0);
  return of(isFloat(type) ? { kind: "float64" } : type.kind === "decimal" ? { ...type, scale: 0 } : type, false);
};

export const common: Rule = call => {
  let type = argument(call, 0).type;
  for (const [index, value] of call.arguments.entries()) {
    const next = index === 0 ? type : commonOf({ ...argument(call, 0), type }, value);
    if (next === undefined) return at(value, noCommonType(argument(call, 0), value));
    type = next;
  }
  return of(
    type,
    call.arguments.some(({ nullable }) => nullable),
  );
};

export const isIn: Rule = call => {
  const [value, values] = [argument(call, 0), argument(call, 1)];
  if (values.kind !== "list") return ours();
  for (const item of values.items) {
    const refusal = membershipRefusal(value, item);
    if (refusal !== undefined) return at(item, refusal);
  }
  return of({ kind: "boolean" }, false);
};

function membershipRefusal(value: TypedExpression, item: TypedExpression): Refusal | undefined {
  if (item.kind === "string" && value.type.kind === "enum" && !value.type.values.includes(item.value))
    return missingValue(show(value), value.type.values, item.value);
  return commonOf(value, item) === undefined ? noCommonType(value, item) : undefined;
}

/** A text literal that an enum lacks. */
export const missingValue = (shown: string, values: readonly string[], found: string): Refusal =>
  refuse("ODB2015", `\`${shown}\` is never '${found}'.`, `Its values are ${values.map(value => `'${value}'`).join(", ")}.`);

export const noCommonType = (a: TypedExpression, b: TypedExpression): Refusal =>
  refuse(
    "ODB2018",
    `\`${show(a)}\` is ${printType(a.type)} and \`${show(b)}\` is ${printType(b.type)}: no type holds both.`,
    mixHint(a.type, b.type) ?? "Convert one of them: cast(…, t.string()).",
  );

function mixHint(a: DataType, b: DataType): string | undefined {
  return isTemporal(a) && isTemporal(b) ? "Take the day of the instant: date(…)." : undefined;
}

export const nullIf: Rule = call => {
  const [value, equals] = [argument(call, 0), argument(call, 1)];
  return membershipRefusal(value, equals) ?? of(value.type, true);
};

/** One value's hash is that of its text, null of null; several are told apart, null among them. */
export const sha256: Rule = call => of({ kind: "string" }, call.arguments.length === 1 && argument(call, 0).nullable);

export const contains: Rule = call => {
  const [list, item] = [argument(call, 0), argument(call, 1)];
  const { type } = list;
  if (type.kind !== "list") return ours();
  return commonOf({ ...list, type: type.item }, item) === undefined
    ? noCommonType({ ...list, type: type.item }, item)
    : of({ kind: "boolean" }, false);
};

/** An item is null where there is none; the first part of a split text is always there. */
export const item: Rule = call => {
  const [list, index] = [argument(call, 0), argument(call, 1)];
  if (list.type.kind !== "list") return ours();
  const separator = list.kind === "call" && list.name === ".split" ? list.arguments[1] : undefined;
  const always = separator?.kind === "string" && separator.value !== "" && index.kind === "number" && index.text === "0";
  return of(list.type.item, list.type.itemNullable || !always);
};

export const join: Rule = call => {
  const { type } = argument(call, 0);
  return type.kind === "list" && (type.item.kind === "string" || type.item.kind === "enum")
    ? of({ kind: "string" }, false)
    : refuse("ODB2006", "`.join` takes a list of texts.");
};

/** In a replacement `$$` and `$&` have JavaScript's meaning; the text before and after the match is not to be had. */
export const replace: Rule = call => {
  const replacement = argument(call, 2);
  return replacement.kind === "string" && /\$[`']/.test(replacement.value.replaceAll("$$", ""))
    ? at(
        replacement,
        refuse(
          "ODB2024",
          "In a replacement $` and $' stand for the text around the match, which engines do not give.",
          "Write `$$` for a dollar sign.",
        ),
      )
    : of({ kind: "string" }, false);
};

export const replaceRegex: Rule = call => {
  const [pattern, replacement] = [argument(call, 1), argument(call, 2)];
  if (pattern.kind !== "regex") return ours();
  const refusal = checkRegex(pattern, { flags: "gi", replacement: literal(replacement) });
  return refusal === undefined ? of({ kind: "string" }, false) : at(pattern, refusal);
};

export const testRegex: Rule = call => {
  const pattern = argument(call, 0);
  if (pattern.kind !== "regex") return ours();
  const refusal = checkRegex(pattern, { flags: "i" });
  return refusal === undefined ? of({ kind: "boolean" }, false) : at(pattern, refusal);
};

const literal = (expression: TypedExpression): string => (expression.kind === "string" ? expression.value : ours());

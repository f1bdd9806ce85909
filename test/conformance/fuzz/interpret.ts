import type { Binary, Call, TypedExpression } from "../../../compiler/plan/expression.ts";
import type { DataType } from "../../../compiler/plan/types.ts";
import * as reference from "../reference.ts";

// What an expression means, computed by JavaScript itself where its types are JavaScript's, else by the references. No SQL is known here. The types of the parts
// are the compiler's.

/** null, a boolean, number (floats), bigint (whole numbers, instants), decimal, text (and dates as one) or a list. */
export type Value = null | boolean | number | bigint | string | reference.Decimal | readonly Value[];
export type Row = { readonly [column: string]: Value };

/** The instant that `now()` is. */
export const now = 1706659200000000n;

export function interpret(expression: TypedExpression, row: Row): Value {
  switch (expression.kind) {
    case "number":
      return numberOf(expression.text, expression.type);
    case "string":
    case "boolean":
      return expression.value;
    case "null":
      return null;
    case "column":
      return row[expression.name] ?? null;
    case "list":
      return expression.items.map(item => interpret(item, row));
    case "unary": {
      const value = interpret(expression.operand, row);
      if (expression.operator === "!") return value !== true;
      return negate(convert(value, expression.operand.type, expression.type), expression.type);
    }
    case "binary":
      return binary(expression, row);
    case "conditional":
      return interpret(expression.condition, row) === true
        ? branch(expression.then, expression.type, row)
        : branch(expression.otherwise, expression.type, row);
    case "template":
      return expression.texts.reduce((text, part, index) => {
        const before = expression.values[index - 1];
        return text + (before === undefined ? "" : textOf(interpret(before, row), before.type)) + part;
      }, "");
    case "call":
      return call(expression, row);
    default:
      throw new Error(`A ${expression.kind} has no value of its own.`);
  }
}

const branch = (expression: TypedExpression, type: DataType, row: Row): Value => convert(interpret(expression, row), expression.type, type);

export const isFloat = ({ kind }: DataType): boolean => kind === "float32" || kind === "float64";
const isWhole = ({ kind }: DataType): boolean => kind.startsWith("int");

function numberOf(text: string, type: DataType): Value {
  if (isFloat(type)) return Number(text);
  if (type.kind === "decimal") return reference.fit(reference.decimal(text), type.precision, type.scale);
  return BigInt(text);
}

/** A number as one of a type that holds it. */
function convert(value: Value, from: DataType, to: DataType): Value {
  if (value === null || from.kind === to.kind)
    return to.kind === "decimal" && value !== null ? reference.rescale(asDecimal(value), to.scale) : value;
  if (isFloat(to)) return asNumber(value);
  if (to.kind === "decimal") return reference.fit(asDecimal(value), to.precision, to.scale);
  return value;
}

const isDecimal = (value: Value): value is reference.Decimal => typeof value === "object" && value !== null && "units" in value;
const asNumber = (value: Value): number => (isDecimal(value) ? reference.toNumber(value) : Number(value));
const asDecimal = (value: Value): reference.Decimal =>
  isDecimal(value) ? value : typeof value === "number" ? reference.shortest(value) : reference.fromInteger(value as bigint);

function negate(value: Value, type: DataType): Value {
  if (isDecimal(value)) return { ...value, units: -value.units };
  return type.kind === "int64" ? reference.toInt64(-(value as bigint)) : -(value as number);
}

type TypedBinary = TypedExpression & Binary<TypedExpression>;

function binary(expression: TypedBinary, row: Row): Value {
  const { operator, left, right, type } = expression;
  const a = interpret(left, row);
  if (operator === "&&") return a === true && interpret(right, row) === true;
  if (operator === "||") return a === true || interpret(right, row) === true;
  if (operator === "??") return a === null ? branch(right, type, row) : convert(a, left.type, type);
  const b = interpret(right, row);
  if (operator === "===" || operator === "!==") return (operator === "===") === equal(a, b, left.type, right.type);
  if (operator === "<") return order(a, b, left.type, right.type, c => c < 0);
  if (operator === "<=") return order(a, b, left.type, right.type, c => c <= 0);
  if (operator === ">") return order(a, b, left.type, right.type, c => c > 0);
  if (operator === ">=") return order(a, b, left.type, right.type, c => c >= 0);
  return type.kind === "string" ? `${a as string}${b as string}` : arithmetic(operator, a, b, type);
}

function arithmetic(operator: string, a: Value, b: Value, type: DataType): Value {
  if (isFloat(type)) {
    const [x, y] = [asNumber(a), asNumber(b)];
    return { "+": x + y, "-": x - y, "*": x * y, "/": x / y, "%": x % y, "**": x ** y }[operator] ?? Number.NaN;
  }
  if (type.kind === "decimal") {
    const compute = { "+": reference.add, "-": reference.subtract, "*": reference.multiply, "%": reference.remainder }[operator];
    if (compute === undefined) throw new Error(operator);
    return reference.fit(compute(asDecimal(a), asDecimal(b)), type.precision, type.scale);
  }
  const [x, y] = [a as bigint, b as bigint];
  return reference.toInt64(operator === "+" ? x + y : operator === "-" ? x - y : operator === "*" ? x * y : x % y);
}

function equal(a: Value, b: Value, left: DataType, right: DataType): boolean {
  if (a === null || b === null) return a === b;
  return order(a, b, left, right, c => c === 0);
}

/** Whether two values are in an order: NaN is in none. */
function order(a: Value, b: Value, left: DataType, right: DataType, test: (order: number) => boolean): boolean {
  if (isFloat(left) || isFloat(right)) {
    const [x, y] = [asNumber(a), asNumber(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? false : test(x < y ? -1 : x > y ? 1 : 0);
  }
  return test(compare(a, b));
}

function compare(a: Value, b: Value): number {
  if (isDecimal(a) || isDecimal(b)) return reference.compare(asDecimal(a), asDecimal(b));
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return (a as bigint) < (b as bigint) ? -1 : (a as bigint) > (b as bigint) ? 1 : 0;
}

export function textOf(value: Value, type: DataType): string {
  if (isDecimal(value)) return reference.text(value);
  return type.kind === "timestamp" ? reference.instantText(value as bigint) : String(value);
}

type TypedCall = TypedExpression & Call<TypedExpression>;

function call(expression: TypedCall, row: Row): Value {
  const values = expression.arguments.map(argument =>
    argument.kind === "regex" || argument.kind === "type" ? null : interpret(argument, row),
  );
  const compute = functions[expression.name];
  if (compute === undefined) throw new Error(`${expression.name} is not interpreted.`);
  return compute(values, expression);
}

type Compute = (values: readonly Value[], call: TypedCall) => Value;

const typeAt = ({ arguments: given }: TypedCall, index: number): DataType => given[index]?.type ?? { kind: "null" };
const orNull =
  (compute: Compute): Compute =>
  (values, call) =>
    values[0] === null ? null : compute(values, call);
const points = (text: Value | undefined): readonly string[] => reference.codePoints(text as string);
const extreme =
  (wins: (order: number) => boolean): Compute =>
  (values, call) =>
    values
      .map((value, index) => convert(value, typeAt(call, index), call.type))
      .reduce((a, b) => (wins(isFloat(call.type) ? Number(asNumber(b) > asNumber(a)) * 2 - 1 : compare(b, a)) ? b : a));
const onNumbers =
  (compute: (...values: number[]) => number, exact: Compute): Compute =>
  (values, call) =>
    isFloat(call.type) ? compute(...values.map(asNumber)) : exact(values, call);
const part = (ofDate: (date: string) => number): Compute =>
  orNull(([value], call) => BigInt(ofDate(typeAt(call, 0).kind === "date" ? (value as string) : reference.dayOf(value as bigint))));

const functions: { readonly [name: string]: Compute } = {
  cast: orNull(([value], call) => cast(value ?? null, typeAt(call, 0), call.type)),
  tryCast: orNull(([value], call) => {
    try {
      return cast(value ?? null, typeAt(call, 0), call.type);
    } catch (error) {
      if (error instanceof reference.OutOfRange) return null;
      throw error;
    }
  }),
  isIn: ([value, items], call) => {
    const list = call.arguments[1];
    return (items as readonly Value[]).some(
      (item, index) =>
        value !== null &&
        equal(value ?? null, item, typeAt(call, 0), list?.kind === "list" ? (list.items[index]?.type ?? call.type) : call.type),
    );
  },
  nullIf: ([value = null, other = null], call) => (value !== null && equal(value, other, typeAt(call, 0), typeAt(call, 1)) ? null : value),
  greatest: extreme(c => c > 0),
  least: extreme(c => c < 0),
  sha256: (values, call) => {
    const texts = values.map((value, index) => (value === null ? null : textOf(value, typeAt(call, index))));
    if (texts.length === 1) return texts[0] === null ? null : reference.sha256(texts[0] ?? "");
    return reference.sha256(texts.map(text => (text === null ? "-" : `${points(text).length}:${text}`)).join(""));
  },
  round: ([value], call) => {
    if (isFloat(call.type))
      return reference.roundNumber(asNumber(value ?? null), Number(call.arguments[1]?.kind === "number" ? call.arguments[1].text : 0));
    return call.type.kind === "decimal" ? reference.fit(asDecimal(value ?? null), call.type.precision, call.type.scale) : (value ?? null);
  },
  "Math.abs": onNumbers(Math.abs, ([value = null]) => {
    if (isDecimal(value)) return { ...value, units: value.units < 0n ? -value.units : value.units };
    return reference.toInt64((value as bigint) < 0n ? -(value as bigint) : (value as bigint));
  }),
  "Math.floor": onNumbers(Math.floor, ([value = null]) => (isDecimal(value) ? reference.floor(value) : value)),
  "Math.ceil": onNumbers(Math.ceil, ([value = null]) => (isDecimal(value) ? reference.ceil(value) : value)),
  "Math.min": onNumbers(
    Math.min,
    extreme(c => c < 0),
  ),
  "Math.max": onNumbers(
    Math.max,
    extreme(c => c > 0),
  ),
  ".length": ([value]) => BigInt(typeof value === "string" ? points(value).length : (value as readonly Value[]).length),
  ".trim": ([s]) => (s as string).trim(),
  ".toUpperCase": ([s]) => (s as string).toUpperCase(),
  ".toLowerCase": ([s]) => (s as string).toLowerCase(),
  ".includes": ([value, item]) =>
    typeof value === "string" ? value.includes(item as string) : (value as readonly Value[]).includes(item ?? null),
  ".startsWith": ([s, x]) => (s as string).startsWith(x as string),
  ".endsWith": ([s, x]) => (s as string).endsWith(x as string),
  ".slice": ([s, from, to]) =>
    points(s)
      .slice(Number(from), to === undefined ? undefined : Number(to))
      .join(""),
  ".replace": ([s, x, by], call) => {
    const pattern = call.arguments[1];
    if (pattern?.kind !== "regex")
      return (s as string).includes(x as string) ? (s as string).replace(x as string, replacement(by)) : (s ?? null);
    return (s as string).replace(new RegExp(pattern.source, `${pattern.flags}u`), by as string);
  },
  ".replaceAll": ([s, x, by]) => (s as string).replaceAll(x === "" ? /(?:)/gu : (x as string), replacement(by)),
  ".split": ([s, x]) => (x === "" ? points(s) : (s as string).split(x as string)),
  ".padStart": ([s, length, fill = " "]) => {
    const [missing, parts] = [Number(length) - points(s).length, points(fill)];
    return missing <= 0 || parts.length === 0
      ? (s as string)
      : Array.from({ length: missing }, (_, i) => parts[i % parts.length]).join("") + (s as string);
  },
  ".test": ([, s], call) => {
    const pattern = call.arguments[0];
    if (pattern?.kind !== "regex") throw new Error("No pattern.");
    return new RegExp(pattern.source, pattern.flags.includes("i") ? pattern.flags : `${pattern.flags}u`).test(s as string);
  },
  ".at": ([list, index]) => (list as readonly Value[]).at(Number(index)) ?? null,
  "[]": ([list, index]) => (list as readonly Value[])[Number(index)] ?? null,
  ".join": ([list, separator]) => (list as readonly string[]).join(separator as string),
  date: ([value], call) => {
    if (call.arguments[0]?.kind === "string") return value as string;
    const zone = call.options?.["zone"];
    return reference.dayOf(zone?.kind === "string" ? reference.wallClock(value as bigint, zone.value) : (value as bigint));
  },
  timestamp: ([value], call) => {
    const text = call.arguments[0];
    // Only literals, and days in UTC.
    return text?.kind === "string" ? reference.castTimestamp(text.value) : reference.instantOf(value as string);
  },
  now: () => now,
  today: () => reference.dayOf(now),
  truncate: orNull(([value, unit], call) =>
    call.type.kind === "date"
      ? reference.truncateDate(value as string, unit as string)
      : reference.truncateInstant(value as bigint, unit as string),
  ),
  dateAdd: orNull(([value, amount, unit], call) => {
    const count = Number(amount);
    return call.type.kind === "date"
      ? reference.addToDate(value as string, count, unit as string)
      : reference.addToInstant(value as bigint, count, unit as string);
  }),
  dateDiff: ([from, to, unit], call) =>
    typeAt(call, 0).kind === "date"
      ? BigInt(reference.differenceOfDates(from as string, to as string, unit as string))
      : reference.differenceOfInstants(from as bigint, to as bigint, unit as string),
  year: part(reference.year),
  quarter: part(date => Math.ceil(reference.month(date) / 3)),
  month: part(reference.month),
  week: part(reference.week),
  dayOfWeek: part(reference.dayOfWeek),
  dayOfMonth: part(reference.day),
  hour: orNull(([value]) => BigInt(reference.hour(value as bigint))),
};

/** The text around a match is refused. */
const replacement = (by: Value | undefined): string => (/\$[`']/.test((by as string).replaceAll("$$", "")) ? fail() : (by as string));

const fail = (): never => {
  throw new reference.OutOfRange();
};
const bits: { readonly [kind: string]: number } = { int8: 8, int16: 16, int32: 32, int64: 64 };

function cast(value: Value, from: DataType, to: DataType): Value {
  if (to.kind === "string") return textOf(value, from);
  if (to.kind === "enum") return to.values.includes(String(value)) ? value : fail();
  if (from.kind === "string" || from.kind === "enum") return castText(value as string, to);
  if (isFloat(to)) return asNumber(value);
  if (to.kind === "decimal") return reference.fit(asDecimal(value), to.precision, to.scale);
  if (isWhole(to)) {
    const whole =
      typeof value === "boolean"
        ? BigInt(value)
        : typeof value === "number"
          ? wholeOf(value)
          : isDecimal(value)
            ? wholeOfDecimal(value)
            : (value as bigint);
    return BigInt.asIntN(bits[to.kind] ?? 64, whole) === whole ? whole : fail();
  }
  if (from.kind === "date" && to.kind === "timestamp") return reference.instantOf(value as string);
  return from.kind === "timestamp" && to.kind === "date" ? reference.dayOf(value as bigint) : value;
}

const wholeOf = (value: number): bigint => (Number.isInteger(value) ? BigInt(value) : fail());
const wholeOfDecimal = (value: reference.Decimal): bigint => {
  const whole = reference.floor(value);
  return reference.compare(whole, value) === 0 ? whole.units : fail();
};

function castText(text: string, to: DataType): Value {
  if (isWhole(to)) return reference.castInteger(text, bits[to.kind] ?? 64);
  if (isFloat(to)) return reference.castFloat(text);
  if (to.kind === "decimal") return reference.castDecimal(text, to.precision, to.scale);
  if (to.kind === "boolean") return reference.castBoolean(text);
  return to.kind === "date" ? reference.castDate(text) : reference.castTimestamp(text);
}

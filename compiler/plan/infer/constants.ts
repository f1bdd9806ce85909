import type { Expression, TypedExpression } from "../expression.ts";
import type { DataType } from "../types.ts";
import { integerBits, isFloat, isInteger } from "./families.ts";
import { type Refusal, refuse } from "./refusal.ts";

// Numbers that are written out. One has no type of its own: beside a decimal it is a decimal, beside a float64 a float64, alone an int64 or, with a
// fraction, a float64. Several joined by + - * are folded, exactly, wherever float64 would not round them otherwise.

/** An exact number: `units` / 10^`scale`. */
export interface Exact {
  readonly units: bigint;
  readonly scale: number;
}

/** Whether an expression is made of written numbers alone, so that its place gives its type. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
      return true;
    case "unary":
      return expression.operator === "-" && isConstant(expression.operand);
    case "binary":
      return (
        (expression.operator === "+" || expression.operator === "-" || expression.operator === "*") &&
        isConstant(expression.left) &&
        isConstant(expression.right)
      );
    default:
      return false;
  }
}

/** A constant with the type that its place asks for. */
export function typeConstant(expression: Expression, place: DataType | undefined): TypedExpression | Refusal {
  const value = evaluate(expression);
  if ("code" in value) return value;
  const span = expression.span === undefined ? {} : { span: expression.span };
  if (place?.kind === "decimal") {
    const type = decimalOf(value);
    return type === undefined ? refuse("ODB2021", "This number has more than 38 digits.") : literal(value, type, span);
  }
  const whole = isWholeEverywhere(expression);
  if (whole && (place === undefined || !isFloat(place))) {
    const type = smallestFit(value.units, place);
    return type === undefined
      ? refuse(
          "ODB2020",
          `${format(value)} is no int64.`,
          "An int64 reaches from -9223372036854775808 to 9223372036854775807; give larger numbers a fraction, or `cast` a text to a decimal.",
        )
      : literal(value, type, span);
  }
  if (whole && value.units <= 9007199254740992n && value.units >= -9007199254740992n && !isNegativeZero(expression))
    return literal(value, { kind: "float64" }, span);
  return typeFloats(expression);
}

/** Digits before the point, one at least, and after it. */
function decimalOf({ units, scale }: Exact): DataType | undefined {
  const digits = String(units < 0n ? -units : units).length;
  const precision = Math.max(digits, scale + 1);
  return precision > 38 ? undefined : { kind: "decimal", precision, scale };
}

function smallestFit(value: bigint, place: DataType | undefined): DataType | undefined {
  const fits = (bits: number) => BigInt.asIntN(bits, value) === value;
  if (place !== undefined && isInteger(place) && fits(integerBits[place.kind as keyof typeof integerBits])) return place;
  return fits(64) ? { kind: "int64" } : undefined;
}

function literal(value: Exact, type: DataType, span: Pick<Expression, "span">): TypedExpression {
  const number: TypedExpression = {
    kind: "number",
    text: format({ ...value, units: value.units < 0n ? -value.units : value.units }),
    type,
    nullable: false,
    ...span,
  };
  return value.units < 0n ? { kind: "unary", operator: "-", operand: number, type, nullable: false, ...span } : number;
}

/** float64 arithmetic is not exact, and so not folded: it is computed as JavaScript does. */
function typeFloats(expression: Expression): TypedExpression | Refusal {
  const type: DataType = { kind: "float64" };
  const span = expression.span === undefined ? {} : { span: expression.span };
  switch (expression.kind) {
    case "number":
      return Number.isFinite(Number(expression.text))
        ? { ...expression, type, nullable: false }
        : refuse("ODB2020", `${expression.text} is no float64.`);
    case "unary": {
      const operand = typeFloats(expression.operand);
      return "code" in operand ? operand : { kind: "unary", operator: "-", operand, type, nullable: false, ...span };
    }
    case "binary": {
      const [left, right] = [typeFloats(expression.left), typeFloats(expression.right)];
      return "code" in left
        ? left
        : "code" in right
          ? right
          : { kind: "binary", operator: expression.operator, left, right, type, nullable: false, ...span };
    }
    default:
      throw new Error(`A ${expression.kind} is no constant.`);
  }
}

function evaluate(expression: Expression): Exact | Refusal {
  switch (expression.kind) {
    case "number":
      return readNumber(expression.text) ?? refuse("ODB2020", `${expression.text} is no number, or one of too many digits.`);
    case "unary": {
      const operand = evaluate(expression.operand);
      return "code" in operand ? operand : { units: -operand.units, scale: operand.scale };
    }
    case "binary": {
      const [left, right] = [evaluate(expression.left), evaluate(expression.right)];
      return "code" in left ? left : "code" in right ? right : combine(expression.operator, left, right);
    }
    default:
      throw new Error(`A ${expression.kind} is no constant.`);
  }
}

function combine(operator: string, left: Exact, right: Exact): Exact | Refusal {
  if (operator === "*") return limited({ units: left.units * right.units, scale: left.scale + right.scale });
  const scale = Math.max(left.scale, right.scale);
  const [a, b] = [left.units * 10n ** BigInt(scale - left.scale), right.units * 10n ** BigInt(scale - right.scale)];
  return limited({ units: operator === "+" ? a + b : a - b, scale });
}

function limited(value: Exact): Exact | Refusal {
  return value.scale > 400 || String(value.units).length > 800 ? refuse("ODB2020", "This number has too many digits.") : value;
}

/** The exact value of `12`, `0.1`, `1.5e3`; undefined for any other text and for exponents beyond those of a float64. */
export function readNumber(text: string): Exact | undefined {
  if (/^(?:0|[1-9]\d{0,8})$/.test(text)) return { units: BigInt(text), scale: 0 };
  const match = /^(0|[1-9]\d{0,399})(?:\.(\d{1,400}))?(?:e([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const [fraction, exponent] = [match[2] ?? "", Number(match[3] ?? "0")];
  const units = BigInt((match[1] ?? "") + fraction);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function format({ units, scale }: Exact): string {
  const sign = units < 0n ? "-" : "";
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether every number in it is written without a fraction. */
function isWholeEverywhere(expression: Expression): boolean {
  switch (expression.kind) {
    case "number":
      return /^\d+$/.test(expression.text);
    case "unary":
      return isWholeEverywhere(expression.operand);
    case "binary":
      return isWholeEverywhere(expression.left) && isWholeEverywhere(expression.right);
    default:
      return false;
  }
}

/** -0 of a float64 is another value than 0. */
function isNegativeZero(expression: Expression): boolean {
  if (expression.kind === "number") return false;
  const value = evaluate(expression);
  return !("code" in value) && value.units === 0n;
}

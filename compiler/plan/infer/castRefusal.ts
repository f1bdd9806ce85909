import { printType } from "../notation/printType.ts";
import { type DataType, isNested } from "../types.ts";
import { isInteger, isNumber, isTemporal, isText } from "./families.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** Why one type is never converted to another, or undefined where it is: texts to and from all but binary, numbers among themselves, booleans to whole numbers, dates and timestamps among themselves. */
export function castRefusal(from: DataType, to: DataType): Refusal | undefined {
  const unit = isNested(to) || to.kind === "null" ? refuse("ODB2027", `There is no conversion to ${printType(to)}.`) : undefined;
  if (unit !== undefined) return unit;
  const possible =
    from.kind === "null" ||
    from.kind === to.kind ||
    (isText(from) && to.kind !== "binary") ||
    (isText(to) && from.kind !== "binary" && !isNested(from)) ||
    (isNumber(from) && isNumber(to)) ||
    (from.kind === "boolean" && isInteger(to)) ||
    (isTemporal(from) && isTemporal(to));
  return possible
    ? undefined
    : refuse(
        "ODB2027",
        `${printType(from)} does not convert to ${printType(to)}.`,
        from.kind === "boolean" || to.kind === "boolean" ? "Compare: `x !== 0`, or choose: `x ? 1 : 0`." : undefined,
      );
}

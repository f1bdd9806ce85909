import { fitsType } from "../plan/fitsType.ts";
import type { DataType } from "../plan/types.ts";
import { constantAs } from "./constantAs.ts";
import { constantText } from "./toExpression.ts";
import type { Value } from "./value.ts";

/** A param's value in the config as a text: written as on the command line, or as a constant. */
export function parameterText(value: Value, type: DataType): string | undefined {
  const text = constantText(value);
  return text !== undefined && fitsType(text, type) ? text : constantAs(value, type);
}

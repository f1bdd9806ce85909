import { isInteger } from "../../compiler/plan/infer/families.ts";
import type { DataType } from "../../compiler/plan/types.ts";

/** Whether every value of a type converts to another. */
export function alwaysConverts(from: DataType, to: DataType): boolean {
  if (to.kind === "string") return true;
  if (to.kind === "float64") return from.kind !== "string" && from.kind !== "enum";
  if (isInteger(from) && isInteger(to)) return Number(from.kind.slice(3)) <= Number(to.kind.slice(3));
  if (from.kind === "boolean") return isInteger(to);
  return ["date", "timestamp", "timestampNtz"].includes(from.kind) && ["date", "timestamp", "timestampNtz"].includes(to.kind);
}

/** The one strict grammar of each type that a text converts to. What an engine takes beyond it (blanks, `1e3` for a whole number, `t` for true) is refused. */
export const grammars = {
  integer: "[+-]?[0-9]+",
  float: "(?:[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity)",
  decimal: "[+-]?[0-9]+(\\.[0-9]+)?",
  date: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
  time: "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?",
  zone: "(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?",
} as const;

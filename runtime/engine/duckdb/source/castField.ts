import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { lowerCast } from "../../../sql/duckdb/lowerCast.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";

/** A field that the checker passed, as a value. */
export function castField({ name, type }: Column): string {
  return castText(quoteName(name), type);
}

/** A text that the checker passed, as a value. */
export function castText(text: string, type: DataType): string {
  if (type.kind === "binary") return `unhex(${text})`;
  if (type.kind === "string" || type.kind === "enum") return text;
  // DuckDB wants the seconds of a time that has a zone.
  const whole = type.kind === "timestamp" ? `regexp_replace(${text}, '^(.{16})(Z|[+-]|$)', '\\1:00\\2')` : text;
  return lowerCast(whole, { kind: "string" }, type, "fail");
}

import type { Column } from "../../../../compiler/plan/types.ts";
import { lowerCast } from "../../../sql/duckdb/lowerCast.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";

/** A field that the checker passed, as a value. */
export function castField({ name, type }: Column): string {
  if (type.kind === "binary") return `unhex(${quoteName(name)})`;
  if (type.kind === "string" || type.kind === "enum") return quoteName(name);
  // DuckDB wants the seconds of a time that has a zone.
  const text = type.kind === "timestamp" ? `regexp_replace(${quoteName(name)}, '^(.{16})(Z|[+-]|$)', '\\1:00\\2')` : quoteName(name);
  return lowerCast(text, { kind: "string" }, type, "fail");
}

import { Failure } from "../../failure.ts";
import { quoteText } from "../../sql/duckdb/quote.ts";
import type { DeltaField } from "../schema.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";
import { comparableKind } from "./comparable.ts";
import type { Predicate, PredicateValue } from "./predicate.ts";

/** A predicate as SQL over the column's value. */
export function conditionOf(value: string, field: DeltaField, predicate: Predicate): string {
  if (predicate[1] === "is null" || predicate[1] === "is not null") return `(${value}) ${predicate[1]}`;
  if (predicate[1] !== "in") return `(${value}) ${predicate[1]} ${literalOf(field, predicate[2])}`;
  const values = predicate[2];
  return values.length === 0 ? "false" : `(${value}) in (${values.map(one => literalOf(field, one)).join(", ")})`;
}

function literalOf(field: DeltaField, value: PredicateValue): string {
  const kind = comparableKind(field.type);
  const text = String(value);
  const wrong = (): Failure =>
    new Failure("ODB8013", `The column "${field.name}" is ${sqlTypeOf(field.type)}, and cannot be compared with ${shown(value)}.`);
  switch (kind) {
    case undefined:
      throw wrong();
    case "string":
      if (typeof value !== "string") throw wrong();
      return quoteText(value);
    case "boolean":
      if (typeof value !== "boolean") throw wrong();
      return text;
    case "whole":
    case "decimal":
      // As it is written: a cast to the column's type would round, and 7 would be found by 7.4.
      if (typeof value === "boolean" || !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) throw wrong();
      return text;
    case "float":
    case "double":
      if (typeof value === "boolean" || text.trim() === "" || (Number.isNaN(Number(text)) && text !== "NaN")) throw wrong();
      return `cast(${quoteText(text)} as ${kind})`;
    case "date":
      if (typeof value !== "string" || !/^[+-]?\d{4,6}-\d{2}-\d{2}$/.test(value)) throw wrong();
      return `date ${quoteText(value)}`;
    case "timestamp":
    case "timestamp_ntz":
      if (typeof value !== "string" || !moment.test(value) || (kind === "timestamp_ntz" && zone.test(value))) throw wrong();
      return `cast(${quoteText(value)} as ${sqlTypeOf(field.type)})`;
  }
}

const moment = /^[+-]?\d{4,6}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const zone = /(Z|:.*[+-]\d{2}:?\d{2})$/;

const shown = (value: PredicateValue): string => (typeof value === "string" ? `"${value}"` : String(value));

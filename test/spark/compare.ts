import type { DataType } from "../../compiler/plan/types.ts";
import { failed } from "../conformance/database.ts";
import type { Value } from "./evaluate.ts";

/** A value as a text without loss: what test/conformance/compare.ts does for DuckDB. */
export function textSql(sql: string, type: DataType): string {
  switch (type.kind) {
    case "string":
    case "enum":
      return sql;
    case "float32":
      return `string(double(${sql}))`;
    case "timestamp":
      return `string(unix_micros(${sql}))`;
    case "timestampNtz":
      return `string(unix_micros(timestamp(${sql})))`;
    default:
      return `string(${sql})`;
  }
}

/** The text in the form of the references. */
export function canonical(value: Value, type: DataType): string {
  if (value === null) return "null";
  if (typeof value === "object") return errorCode(value.error).startsWith("ODB") ? failed : value.error;
  switch (type.kind) {
    case "string":
    case "enum":
      return JSON.stringify(`!${value}`);
    case "float32":
    case "float64":
      return Object.is(Number(value), -0) ? "-0" : String(Number(value));
    case "decimal":
    case "date":
      return JSON.stringify(value);
    default:
      return value;
  }
}

/** The code of an error that a row raises: our own, or the one that stands for Spark's own overflows. (A message shows its statement too, with the codes that stand there.) */
export function errorCode(message: string): string {
  const raised = /odibi:(ODB\d{4}):\{/.exec(message)?.[1];
  return (
    raised ?? (/\[(?:ARITHMETIC_OVERFLOW|NUMERIC_VALUE_OUT_OF_RANGE|CAST_OVERFLOW|DATETIME_OVERFLOW)/.test(message) ? "ODB6103" : message)
  );
}

/** A value as a request carries it. */
export const textOfValue = (value: unknown): string | null => (value === null ? null : Object.is(value, -0) ? "-0.0" : String(value));

import type { DataType } from "../../compiler/plan/types.ts";
import { failed } from "./database.ts";
import * as reference from "./reference.ts";

/** A value as the reference takes it: a decimal is exact. */
export const asReference = (value: unknown, type: DataType | undefined): unknown =>
  type?.kind === "decimal" && typeof value === "string" ? reference.decimal(value) : value;

/** The value in a form that node-api reads without loss: it drops a leading U+FEFF of a text. */
export function comparableSql(sql: string, type: DataType): string {
  switch (type.kind) {
    case "string":
    case "enum":
      return `'!' || (${sql})`;
    case "timestamp":
    case "timestampNtz":
      return `epoch_us(${sql})`;
    case "date":
    case "decimal":
      return `(${sql})::varchar`;
    default:
      return `(${sql})`;
  }
}

export function canonicalValue(value: unknown, type: DataType): string {
  if (value === null || value === undefined) return "null";
  switch (type.kind) {
    case "string":
    case "enum":
      return JSON.stringify(`!${String(value)}`);
    case "float32":
    case "float64":
      return Object.is(Number(value), -0) ? "-0" : String(Number(value));
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return String(reference.toInt64(BigInt(value as bigint)));
    case "decimal":
      return JSON.stringify(
        reference.text(
          reference.fit(
            typeof value === "number" || typeof value === "bigint" ? reference.fromInteger(value) : (value as reference.Decimal),
            type.precision,
            type.scale,
          ),
        ),
      );
    case "date":
      return JSON.stringify(String(value));
    default:
      return String(value);
  }
}

export function outcome(compute: () => string): string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof reference.OutOfRange || error instanceof RangeError) return failed;
    throw error;
  }
}

import { Failure } from "../../failure.ts";
import { quoteText } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import type { DeltaType, PrimitiveName } from "../schema.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";

const whole = /^[+-]?\d+$/;
const real = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?inf(inity)?|nan)$/i;
const moment = /^[+-]?\d{4,6}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?$/;

/** The texts that stand for a value of a type. */
const forms: Readonly<Record<PrimitiveName | "decimal", RegExp>> = {
  string: /^/,
  binary: /^/,
  long: whole,
  integer: whole,
  short: whole,
  byte: whole,
  float: real,
  double: real,
  decimal: real,
  boolean: /^(true|false)$/i,
  date: /^[+-]?\d{4,6}-\d{1,2}-\d{1,2}$/,
  timestamp: moment,
  timestamp_ntz: moment,
  void: /^(?!)/,
};

/** A file's value of a partition column, as DuckDB's SQL. A timestamp without a zone is of UTC. */
export function partitionValue({ path, partitionValues }: AddFile, name: string, type: DeltaType): string {
  const text = partitionText(partitionValues, name);
  const sqlType = sqlTypeOf(type);
  if (text === undefined) return `cast(null as ${sqlType})`;
  const kind = type.kind === "primitive" ? type.name : type.kind === "decimal" ? "decimal" : undefined;
  if (kind === undefined || !forms[kind].test(text)) {
    throw new Failure(
      "ODB8011",
      `The log's entry of the file "${path}" has "${text}" as the value of "${name}", which is no ${kind ?? type.kind}.`,
    );
  }
  if (kind === "string") return quoteText(text);
  return kind === "binary" ? `encode(${quoteText(text)})` : `cast(${quoteText(text)} as ${sqlType})`;
}

/** Undefined for null, which an empty text stands for too. */
export function partitionText(values: AddFile["partitionValues"], name: string): string | undefined {
  const text = values[name];
  return text === null || text === undefined || text === "" ? undefined : text;
}

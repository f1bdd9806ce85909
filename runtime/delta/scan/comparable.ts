import type { DeltaType, PrimitiveName } from "../schema.ts";

export type ComparableKind = "string" | "boolean" | "whole" | "decimal" | "float" | "double" | "date" | "timestamp" | "timestamp_ntz";

const kinds: Readonly<Record<PrimitiveName, ComparableKind | undefined>> = {
  string: "string",
  long: "whole",
  integer: "whole",
  short: "whole",
  byte: "whole",
  float: "float",
  double: "double",
  boolean: "boolean",
  binary: undefined,
  date: "date",
  timestamp: "timestamp",
  timestamp_ntz: "timestamp_ntz",
  void: undefined,
};

/** How values of a type are compared; undefined where they are not. */
export function comparableKind(type: DeltaType): ComparableKind | undefined {
  if (type.kind === "decimal") return "decimal";
  return type.kind === "primitive" ? kinds[type.name] : undefined;
}

/**
 * A value as what JavaScript orders as the engine orders the values, and whether it is the very value: what is not, may be a little off, and then
 * only `<` tells anything. Undefined where nothing is known.
 */
export interface Comparable {
  readonly value: number | string;
  readonly isExact: boolean;
}

/** Before the Gregorian calendar writers differ about days. */
const gregorian = "1582-10-15";

export function comparableOf(kind: ComparableKind, written: unknown): Comparable | undefined {
  switch (kind) {
    case "string":
      return typeof written === "string" ? { value: written, isExact: true } : undefined;
    case "boolean":
      return /^(true|false)$/i.test(String(written)) ? { value: /^t/i.test(String(written)) ? 1 : 0, isExact: true } : undefined;
    case "whole": {
      const value = numberOf(written);
      return value === undefined ? undefined : { value, isExact: Number.isSafeInteger(value) };
    }
    case "decimal": {
      const value = numberOf(written);
      return value === undefined ? undefined : { value, isExact: false };
    }
    case "float": {
      const value = numberOf(written);
      return value === undefined ? undefined : { value: Math.fround(value), isExact: true };
    }
    case "double": {
      const value = numberOf(written);
      return value === undefined ? undefined : { value, isExact: true };
    }
    case "date":
      return typeof written === "string" && /^\d{4}-\d{2}-\d{2}$/.test(written) && written >= gregorian
        ? { value: written, isExact: true }
        : undefined;
    case "timestamp":
    case "timestamp_ntz":
      return momentOf(written);
  }
}

/** In whole milliseconds: statistics have no more. */
function momentOf(written: unknown): Comparable | undefined {
  if (typeof written !== "string" || !/^\d{4}-\d{2}-\d{2}([ T]|$)/.test(written) || written < gregorian) return undefined;
  const [, day = "", time = "00:00", zone = "Z"] = /^(\S{10})(?:[ T]([\d:.]+))?(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(written) ?? [];
  const value = Date.parse(
    `${day}T${time}${zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours: string, minutes = "00") => `${hours}:${minutes}`)}`,
  );
  return Number.isNaN(value) ? undefined : { value, isExact: false };
}

/** NaN is none: it is beside the order of numbers. */
function numberOf(written: unknown): number | undefined {
  if (typeof written !== "number" && typeof written !== "bigint" && (typeof written !== "string" || written.trim() === ""))
    return undefined;
  const value = Number(written);
  return Number.isNaN(value) ? undefined : value;
}

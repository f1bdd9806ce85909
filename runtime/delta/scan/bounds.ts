import type { AddFile } from "../action.ts";
import { type Comparable, type ComparableKind, comparableOf } from "./comparable.ts";
import { partitionText } from "./partitionValue.ts";

/** What is known of a column's values in a file; what is missing may be anything. */
export interface Bounds {
  readonly min: Comparable | undefined;
  readonly max: Comparable | undefined;
  /** The maximum may be the beginning of a longer text. */
  readonly isCut: boolean;
  /** There may be values above the maximum: NaN, which writers leave out and the engine has above all numbers. */
  readonly isOpenAbove: boolean;
  readonly isAllNull: boolean;
  readonly hasNoNull: boolean;
}

/** The protocol's section "Per-file Statistics". */
export interface Statistics {
  readonly numRecords: unknown;
  readonly minValues: Values;
  readonly maxValues: Values;
  readonly nullCount: Values;
}

type Values = Readonly<Record<string, unknown>>;

/** What cannot be read tells nothing: the file is read then. */
export function readStatistics(text: string | null | undefined): Statistics {
  const parsed = parse(text ?? "");
  return {
    numRecords: parsed["numRecords"],
    minValues: objectOf(parsed["minValues"]),
    maxValues: objectOf(parsed["maxValues"]),
    nullCount: objectOf(parsed["nullCount"]),
  };
}

export function statisticsBounds(statistics: Statistics, name: string, kind: ComparableKind | undefined): Bounds {
  const nulls = statistics.nullCount[name];
  const { numRecords } = statistics;
  return {
    min: kind === undefined ? undefined : comparableOf(kind, statistics.minValues[name]),
    max: kind === undefined ? undefined : comparableOf(kind, statistics.maxValues[name]),
    isCut: kind === "string",
    isOpenAbove: kind === "float" || kind === "double",
    // Both hold too where the bounds are wide: the protocol gives these two counts their meaning there.
    isAllNull: typeof nulls === "number" && typeof numRecords === "number" && nulls === numRecords,
    hasNoNull: nulls === 0,
  };
}

export function partitionBounds({ partitionValues }: AddFile, name: string, kind: ComparableKind | undefined): Bounds {
  const text = partitionText(partitionValues, name);
  const value = text === undefined || kind === undefined ? undefined : comparableOf(kind, text);
  return { min: value, max: value, isCut: false, isOpenAbove: false, isAllNull: text === undefined, hasNoNull: text !== undefined };
}

function parse(text: string): Values {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

const none: Values = {};

const objectOf = (value: unknown): Values => (isObject(value) ? value : none);

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);

import type { AddFile } from "../action.ts";
import type { DeltaField } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import { physicalName } from "../write/physicalName.ts";
import { type Bounds, partitionBounds, readStatistics, type Statistics, statisticsBounds } from "./bounds.ts";
import { type Comparable, comparableKind, comparableOf } from "./comparable.ts";
import { compareValues } from "./compareValues.ts";
import type { Predicate, PredicateValue } from "./predicate.ts";

export interface Condition {
  readonly field: DeltaField;
  readonly predicate: Predicate;
}

/** Whether a file may hold a row that meets all the conditions; false only where the log proves that it holds none. */
export function mayMatch({ metadata }: Snapshot, file: AddFile, conditions: readonly Condition[]): boolean {
  let statistics: Statistics | undefined;
  return conditions.every(({ field, predicate }) => {
    const kind = comparableKind(field.type);
    const name = physicalName(field);
    if (metadata.partitionColumns.includes(field.name)) return mayMeet(partitionBounds(file, name, kind), predicate, kind);
    statistics ??= readStatistics(file.stats);
    return mayMeet(statisticsBounds(statistics, name, kind), predicate, kind);
  });
}

function mayMeet(bounds: Bounds, predicate: Predicate, kind: ReturnType<typeof comparableKind>): boolean {
  if (predicate[1] === "is null") return !bounds.hasNoNull;
  if (bounds.isAllNull) return false;
  if (predicate[1] === "is not null" || kind === undefined) return true;
  const may = (value: PredicateValue, test: (value: Comparable) => boolean): boolean => {
    const compared = comparableOf(kind, value);
    return compared === undefined || test(compared);
  };
  if (predicate[1] === "in") return predicate[2].some(value => may(value, compared => mayBe["="](bounds, compared)));
  const test = mayBe[predicate[1]];
  return may(predicate[2], compared => test(bounds, compared));
}

type Operator = Exclude<Predicate[1], "in" | "is null" | "is not null">;

/** For each operator, whether some value within the bounds may stand left of it. Made once and not for each of many files. */
const mayBe: Readonly<Record<Operator, (bounds: Bounds, value: Comparable) => boolean>> = {
  // What lies above the bounds is no number that could be equal to one.
  "=": (bounds, value) => isAtMost(bounds, value) && reaches(bounds, value),
  "!=": (bounds, value) => !isOnly(bounds, value),
  "<": ({ min }, value) => min === undefined || isBefore(min, value),
  "<=": (bounds, value) => isAtMost(bounds, value),
  ">": (bounds, value) => bounds.max === undefined || bounds.isOpenAbove || isMaxPrefix(bounds, value) || isBefore(value, bounds.max),
  ">=": (bounds, value) => bounds.isOpenAbove || reaches(bounds, value),
};

const isAtMost = ({ min }: Bounds, value: Comparable): boolean => min === undefined || compareValues(min.value, value.value) <= 0;

/** Whether the maximum may be the value, or above it. */
const reaches = (bounds: Bounds, value: Comparable): boolean =>
  bounds.max === undefined || isMaxPrefix(bounds, value) || compareValues(bounds.max.value, value.value) >= 0;

/** Whether a value may be before another: two that are equal but not exact may differ. */
function isBefore(value: Comparable, other: Comparable): boolean {
  const order = compareValues(value.value, other.value);
  return order < 0 || (order === 0 && !(value.isExact && other.isExact));
}

/** A text's maximum may be cut off: the real one begins with it. */
function isMaxPrefix({ max, isCut }: Bounds, { value }: Comparable): boolean {
  return isCut && typeof max?.value === "string" && typeof value === "string" && value.startsWith(max.value);
}

function isOnly({ min, max, isCut, isOpenAbove }: Bounds, value: Comparable): boolean {
  if (min === undefined || max === undefined || isCut || isOpenAbove) return false;
  const same = (one: Comparable): boolean => one.isExact && value.isExact && compareValues(one.value, value.value) === 0;
  return same(min) && same(max);
}

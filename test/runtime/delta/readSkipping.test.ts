import fc from "fast-check";
import { expect, test } from "vitest";
import type { AddFile } from "../../../runtime/delta/action.ts";
import { mayMatch } from "../../../runtime/delta/scan/mayMatch.ts";
import type { Predicate, PredicateValue } from "../../../runtime/delta/scan/predicate.ts";
import type { DeltaType } from "../../../runtime/delta/schema.ts";
import type { Snapshot } from "../../../runtime/delta/snapshot.ts";

// Brute force is the judge: a file with a row that meets a predicate is never skipped, whatever its writer left out, cut off or rounded.

/** How values of a type are made, ordered exactly, written into statistics and compared with. */
interface Kind<Value> {
  readonly type: DeltaType;
  readonly values: fc.Arbitrary<Value>;
  readonly compare: (a: Value, b: Value) => number;
  /** As JSON text: what a writer has as the smallest and the greatest of the values. */
  readonly min: (value: Value) => string | undefined;
  readonly max: (value: Value) => string | undefined;
  readonly literal: (value: Value) => PredicateValue;
}

const primitive = (name: Extract<DeltaType, { kind: "primitive" }>["name"]): DeltaType => ({ kind: "primitive", name });
const bySize = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0);
const isoMicros = (micros: bigint): string => {
  const millis = Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n);
  return new Date(millis).toISOString().replace("Z", `${String(((micros % 1000n) + 1000n) % 1000n).padStart(3, "0")}Z`);
};
const isoMillis = (micros: bigint): string => isoMicros(micros).replace(/\d{3}Z$/, "Z");
/** DuckDB has NaN above all. */
const byDouble = (a: number, b: number): number => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : bySize(a, b));
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const cut = (text: string): string => [...text].slice(0, 3).join("");

const kinds = {
  long: {
    type: primitive("long"),
    values: fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
      fc.bigInt({ min: -3n, max: 3n }),
    ),
    compare: bySize,
    min: String,
    max: String,
    literal: String,
  } satisfies Kind<bigint>,
  decimal: {
    type: { kind: "decimal", precision: 20, scale: 2 },
    // Hundredths.
    values: fc.oneof(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.bigInt({ min: 10n ** 18n, max: 10n ** 18n + 5n }),
      fc.bigInt({ min: -9n, max: 9n }),
    ),
    compare: bySize,
    min: value => hundredths(value),
    max: value => hundredths(value),
    literal: value => hundredths(value),
  } satisfies Kind<bigint>,
  double: {
    type: primitive("double"),
    values: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, 0, -0, 1, 0.1, Number.POSITIVE_INFINITY)),
    compare: byDouble,
    min: value => (Number.isFinite(value) ? String(value) : undefined),
    max: value => (Number.isFinite(value) ? String(value) : undefined),
    literal: value => value,
  } satisfies Kind<number>,
  float: {
    type: primitive("float"),
    values: fc.oneof(fc.float(), fc.constantFrom(Math.fround(0.1), Math.fround(0.3))),
    compare: byDouble,
    // Some writers give the shortest text of the 32 bits, some all digits.
    min: value => (Number.isFinite(value) ? String(Number(value.toPrecision(9))) : undefined),
    max: value => (Number.isFinite(value) ? String(value) : undefined),
    literal: value => Number(value.toPrecision(9)),
  } satisfies Kind<number>,
  string: {
    type: primitive("string"),
    values: fc
      .oneof(fc.string({ unit: "binary", maxLength: 5 }), fc.string({ unit: fc.constantFrom("a", "b", "\uffff", "🎈"), maxLength: 5 }))
      .filter(text => text.isWellFormed()),
    compare: byBytes,
    // Cut off, and a maximum that is not raised.
    min: value => JSON.stringify(cut(value)),
    max: value => JSON.stringify(cut(value)),
    literal: value => value,
  } satisfies Kind<string>,
  timestamp: {
    type: primitive("timestamp"),
    values: fc.oneof(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n }), fc.bigInt({ min: -1500n, max: 1500n })),
    compare: bySize,
    min: value => JSON.stringify(isoMillis(value)),
    max: value => JSON.stringify(isoMillis(value)),
    literal: value => isoMicros(value),
  } satisfies Kind<bigint>,
  date: {
    type: primitive("date"),
    values: fc.integer({ min: -500_000, max: 1_000_000 }),
    compare: bySize,
    min: days => JSON.stringify(day(days)),
    max: days => JSON.stringify(day(days)),
    literal: days => day(days),
  } satisfies Kind<number>,
};

const day = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);

function hundredths(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(3, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const snapshotOf = (type: DeltaType, partitionColumns: readonly string[]): Snapshot => ({
  version: 0,
  timestamp: 0,
  protocol: { minReaderVersion: 1, minWriterVersion: 2 },
  metadata: { id: "", format: { provider: "parquet" }, schemaString: "", partitionColumns, configuration: {} },
  schema: [{ name: "c", type, nullable: true, metadata: {} }],
  files: [],
  transactions: new Map(),
  domains: new Map(),
});

const meets: Readonly<Record<string, (order: number) => boolean>> = {
  "=": order => order === 0,
  "!=": order => order !== 0,
  "<": order => order < 0,
  "<=": order => order <= 0,
  ">": order => order > 0,
  ">=": order => order >= 0,
};

function judge<Value>(kind: Kind<Value>): void {
  const field = { name: "c", type: kind.type, nullable: true, metadata: {} };
  const known = fc.record({
    min: fc.boolean(),
    max: fc.boolean(),
    nullCount: fc.boolean(),
    numRecords: fc.boolean(),
    isWide: fc.boolean(),
  });
  const column = fc.array(fc.option(kind.values, { nil: null, freq: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      column,
      fc.array(kind.values, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...Object.keys(meets), "in", "is null", "is not null"),
      known,
      (rows, others, operator, has) => {
        // Half of the comparisons are with a value of the file.
        const compared = others.map((other, index) =>
          index % 2 === 0 && others.length > 1 ? (rows[index % rows.length] ?? other) : other,
        );
        const present = rows.flatMap(row => (row === null ? [] : [row]));
        // NaN is left out of the statistics of some writers.
        const counted = present.filter(value => !Number.isNaN(value)).sort(kind.compare);
        const [first] = counted;
        const last = counted.at(-1);
        const nulls = rows.length - present.length;
        const stats = [
          ...(has.numRecords ? [`"numRecords":${rows.length}`] : []),
          ...(has.isWide ? ['"tightBounds":false'] : []),
          ...(has.min && first !== undefined && kind.min(first) !== undefined ? [`"minValues":{"c":${kind.min(first)}}`] : []),
          ...(has.max && last !== undefined && kind.max(last) !== undefined ? [`"maxValues":{"c":${kind.max(last)}}`] : []),
          ...(has.nullCount ? [`"nullCount":{"c":${nulls}}`] : []),
        ];
        const file: AddFile = {
          path: "f",
          partitionValues: {},
          size: 1,
          modificationTime: 0,
          dataChange: true,
          stats: `{${stats.join(",")}}`,
        };
        const [value] = compared;
        if (value === undefined) return;
        const predicate = (
          operator === "in"
            ? ["c", "in", compared.map(kind.literal)]
            : operator.startsWith("is")
              ? ["c", operator]
              : ["c", operator, kind.literal(value)]
        ) as Predicate;
        const isMet =
          operator === "is null"
            ? nulls > 0
            : operator === "is not null"
              ? present.length > 0
              : operator === "in"
                ? present.some(row => compared.some(one => kind.compare(row, one) === 0))
                : present.some(row => meets[operator]?.(kind.compare(row, value)));
        const may = mayMatch(snapshotOf(kind.type, []), file, [{ field, predicate }]);
        if (isMet) expect(may).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
}

test("a file with a matching row is never skipped: long", () => judge(kinds.long));
test("a file with a matching row is never skipped: decimal", () => judge(kinds.decimal));
test("a file with a matching row is never skipped: double", () => judge(kinds.double));
test("a file with a matching row is never skipped: float", () => judge(kinds.float));
test("a file with a matching row is never skipped: string", () => judge(kinds.string));
test("a file with a matching row is never skipped: timestamp", () => judge(kinds.timestamp));
test("a file with a matching row is never skipped: date", () => judge(kinds.date));

test("files that cannot match are skipped", () => {
  const field = { name: "c", type: primitive("long"), nullable: true, metadata: {} };
  const stats = '{"numRecords":3,"minValues":{"c":10},"maxValues":{"c":20},"nullCount":{"c":0}}';
  const file: AddFile = { path: "f", partitionValues: {}, size: 1, modificationTime: 0, dataChange: true, stats };
  const skips = (predicate: Predicate): boolean => !mayMatch(snapshotOf(field.type, []), file, [{ field, predicate }]);
  expect(skips(["c", "=", 9])).toBe(true);
  expect(skips(["c", "=", 21])).toBe(true);
  expect(skips(["c", "in", [1, 21]])).toBe(true);
  expect(skips(["c", "<", 10])).toBe(true);
  expect(skips(["c", "<=", 9])).toBe(true);
  expect(skips(["c", ">", 20])).toBe(true);
  expect(skips(["c", ">=", 21])).toBe(true);
  expect(skips(["c", "is null"])).toBe(true);
  for (const kept of [
    ["c", "=", 10],
    ["c", "<=", 10],
    ["c", ">=", 20],
    ["c", "in", [1, 15]],
    ["c", "!=", 10],
  ] as const)
    expect(skips(kept)).toBe(false);
  const partition: AddFile = { ...file, stats: null, partitionValues: { c: "7" } };
  const skipsPartition = (predicate: Predicate): boolean => !mayMatch(snapshotOf(field.type, ["c"]), partition, [{ field, predicate }]);
  expect(skipsPartition(["c", "!=", 7])).toBe(true);
  expect(skipsPartition(["c", "=", 8])).toBe(true);
  expect(skipsPartition(["c", "is null"])).toBe(true);
  expect(skipsPartition(["c", "=", 7])).toBe(false);
});

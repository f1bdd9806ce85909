import fc from "fast-check";
import { expect, test } from "vitest";
import type { DataType } from "../../compiler/plan/types.ts";
import { type CsvFault, createCsvChecker } from "../../runtime/source/csv/checkRecords.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import {
  boolean,
  column,
  date,
  decimal,
  enumOf,
  float64,
  int32,
  int64,
  makePlan,
  source,
  string,
  timestamp,
  timestampNtz,
  writeTo,
} from "./makePlan.ts";

const types: readonly DataType[] = [
  int64,
  int32,
  decimal(6, 2),
  float64,
  boolean,
  date,
  timestamp,
  timestampNtz,
  string,
  enumOf("a", "ab"),
];

const field = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    "",
    "true",
    "FALSE",
    "trues",
    "falsE",
    "2024-02-29",
    "0000-01-01",
    "2024-01-31T10:00:00Z",
    "2024-01-31 23:59:59.123456",
    "2024-01-31T24:00:00Z",
    "2024-01-31T10:00+01:00",
    "a",
    "ab",
    "abc",
    "NaN",
    "Infinity",
    "-0",
    "+5",
    "1.50",
    "1.500",
    "1.505",
    ".5",
    "5.",
    "1e3",
    " 1",
    "1 ",
    "é",
    '""',
    '"a"',
    '"1"',
    '"a,b"',
    '"a\nb"',
    '"a""b"',
    '"a\r\nb"',
    'a"b',
    '"a"b',
    '"',
    "9".repeat(30),
    "9".repeat(400),
  ),
);
const near: { readonly [kind: string]: readonly string[] } = {
  int64: ["1", "-7", "+5", "007", '"3"', "9".repeat(18)],
  int32: ["1", "-7", "2147483647"],
  decimal: ["1.50", "-0.5", "7", '"1.25"', "1.505", "1.500"],
  float64: ["1.5", "-2", "1e3", "NaN", "9".repeat(30), "9".repeat(400), "1."],
  boolean: ["true", "FALSE", '"True"', "truE", "trux", "falze", "fals", "tru"],
  date: ["2024-02-29", '"2024-01-01"', "0000-01-01", "2024-1-01", "20240-1-1"],
  timestamp: [
    "2024-01-31T10:00:00Z",
    "2024-01-31 23:59:59.123456",
    "2024-01-31T24:00:00Z",
    "2024-01-31T25:00:00",
    "2024-01-31T10:00:00.1234567Z",
    "2024-01-31T10:00:00.Z",
    "2024-01-31T10:00+01:00",
  ],
  timestampNtz: ["2024-01-31T10:00:00", "2024-01-31 23:59:59.5", "2024-01-31T10:00:00Z", "2024-01-31T24:00:00"],
  string: ["x", '"a,b"', '"a\nb"', '"a""b"', "é", '""', 'a"b', '"a"b'],
  enum: ["a", "ab", '"a"', "abc", "b"],
};
const lineEnd = fc.oneof({ weight: 30, arbitrary: fc.constant("\n") }, { weight: 1, arbitrary: fc.constantFrom("\r\n", "\r", "", "\n\n") });

/** Columns, and records that mostly fit them: a fault comes late enough for the fast reader to have begun. */
const files = fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }).chain(kinds => {
  const record = fc.tuple(
    ...kinds.map(type =>
      fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...(near[type.kind] ?? ["x"])) }, { weight: 1, arbitrary: field }),
    ),
  );
  const records = fc.array(
    fc.tuple(
      fc.oneof({ weight: 20, arbitrary: record }, { weight: 1, arbitrary: fc.array(field, { minLength: 1, maxLength: 4 }) }),
      lineEnd,
    ),
    { maxLength: 8 },
  );
  // The first record is right, so that the fast reader knows how lines end.
  const first = kinds.map(type => near[type.kind]?.[0] ?? "x").join(",");
  return fc.tuple(
    fc.constant(kinds),
    records.map(all => `${first}\n${all.map(([fields, end]) => fields.join(",") + end).join("")}`),
  );
});

interface Verdict {
  readonly fault?: CsvFault;
  readonly rows?: number;
  readonly unlike?: boolean;
}

function check(
  bytes: Uint8Array,
  kinds: readonly DataType[],
  nullable: boolean,
  nullValue: string,
  thorough: boolean,
  pieces: readonly number[],
): Verdict {
  const columns = kinds.map((type, at) => ({ name: `c${at}`, declared: column(`c${at}`, type, nullable) }));
  const checker = createCsvChecker(columns, { delimiter: ",", quote: '"', header: false, nullValue }, 1, thorough);
  let at = 0;
  for (const size of [...pieces, bytes.length]) {
    const fault = at < bytes.length ? checker.push(bytes.subarray(at, Math.min(at + size, bytes.length))) : undefined;
    if (fault !== undefined) return { fault };
    at += size;
  }
  const fault = checker.end();
  return fault === undefined ? { ...checker.summary } : { fault };
}

/** A number too large and a day that is none have the shape of right ones: those the engine refuses, which reads the same file. */
function isLeftToEngine(fault: CsvFault | undefined): boolean {
  const shapes: { readonly [kind: string]: RegExp } = { int64: /^[+-]?\d+$/, int32: /^[+-]?\d+$/, decimal: /^[+-]?\d+(\.\d{1,2}0*)?$/ };
  return fault?.reason === "type" && shapes[fault.type?.kind ?? ""]?.test(fault.value ?? "") === true;
}

test("the fast reader passes nothing that the plain one does not, in whatever pieces the bytes come", () => {
  fc.assert(
    fc.property(
      files,
      fc.boolean(),
      fc.constantFrom("", "", "NA", "ab"),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      ([kinds, content], nullable, nullValue, pieces) => {
        const bytes = new TextEncoder().encode(content);
        const plain = check(bytes, kinds, nullable, nullValue, true, []);
        if (isLeftToEngine(plain.fault)) return;
        expect(check(bytes, kinds, nullable, nullValue, false, [])).toEqual(plain);
        expect(check(bytes, kinds, nullable, nullValue, false, pieces)).toEqual(plain);
      },
    ),
    { numRuns: 5000, seed: 20261124 },
  );
});

test("what is right is read to the value that DuckDB's own cast of the text gives", async () => {
  const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
    i: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    n: fc.integer().map(value => (value >= 0 ? `+00${value}` : String(value))),
    d: fc
      .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(2, "0")}000`),
    f: fc.oneof(fc.double({ noNaN: true }).map(String), fc.constantFrom("1.", ".5", "1e-300", "12345678901234567890.5")),
    day: fc
      .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
      .map(value => value.toISOString().slice(0, 10)),
    at: fc
      .tuple(
        fc.date({ min: new Date("0002-01-01"), max: new Date("9998-12-31"), noInvalidDate: true }),
        fc.constantFrom("Z", "", "+01:00", "-05:30"),
      )
      .map(([value, zone]) => value.toISOString().replace("Z", zone)),
    s: fc.string({ unit: "grapheme" }).filter(value => !/[\0\r]/.test(value) && !value.startsWith("\uFEFF")),
  };
  const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const names = Object.keys(values);
  const rows = fc.sample(fc.record(values), { numRuns: 400, seed: 7 });
  const folder = makeFolder();
  put(
    folder,
    "in.csv",
    `id,${names.join(",")}\n${rows.map((row, id) => [String(id), ...names.map(name => (name === "s" ? quote(row[name] ?? "") : (row[name] ?? "")))].join(",")).join("\n")}\n`,
  );
  const columns = [
    column("id", int32),
    column("i", int64),
    column("n", int32),
    column("d", decimal(6, 2)),
    column("f", float64),
    column("day", date),
    column("at", timestamp),
    column("s", string),
  ];
  const { status, events } = await runPlan(folder, makePlan([{ id: "a.rows", steps: [source("in.csv", columns)], write: writeTo("out") }]));
  expect(events.filter(event => event.event === "node.finished" && event.status === "failed")).toEqual([]);
  expect(status).toBe("succeeded");
  const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const expected = rows
    .map(
      (row, id) =>
        `(${id}, ${literal(row["i"] ?? "")}::bigint, ${literal(row["n"] ?? "")}::integer, ${literal(row["d"] ?? "")}::decimal(6,2), ${literal(row["f"] ?? "")}::double, ${literal(row["day"] ?? "")}::date, ${literal(row["at"] ?? "")}::timestamptz, ${literal(row["s"] ?? "")})`,
    )
    .join(", ");
  expect(
    await query(`select * from (select * from (values ${expected}) t except all select * from '${folder}/lake/out/*.parquet') limit 3`),
  ).toEqual([]);
});

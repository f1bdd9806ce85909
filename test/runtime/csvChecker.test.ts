import fc from "fast-check";
import { expect, test } from "vitest";
import type { DataType } from "../../compiler/plan/types.ts";
import { push } from "../../runtime/source/csv/checkCsvFiles.ts";
import { type CsvChecker, type CsvFault, createCsvChecker } from "../../runtime/source/csv/checkRecords.ts";
import type { CsvDialect } from "../../runtime/source/csv/dialect.ts";
import { createFastReader } from "../../runtime/source/csv/fast/createFastReader.ts";
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

const float32: DataType = { kind: "float32" };
const types: readonly DataType[] = [
  int64,
  int32,
  decimal(6, 2),
  float64,
  float32,
  boolean,
  date,
  timestamp,
  timestampNtz,
  string,
  enumOf("a", "ab"),
  enumOf(
    "one of more than sixteen bytes",
    "one of more than thirty-two bytes, with a delimiter",
    "one of more than sixteen",
    'say "a"',
    "é",
    "",
  ),
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
  float32: ["1.5", "1e38", "1e39", "9".repeat(38), `-${"9".repeat(38)}`, "9".repeat(39), "5.", "NaN"],
  float64: ["1.5", "-2", "1e3", "1e308", "1e309", "1.e-400", "-1E+2", "1e", "1e+", "1e-5.", "NaN", "9".repeat(30), "9".repeat(400), "1."],
  boolean: ["true", "FALSE", '"True"', "truE", "trux", "falze", "fals", "tru"],
  date: ["2024-02-29", '"2024-01-01"', "0000-01-01", "2024-1-01", "20240-1-1"],
  timestamp: [
    "2024-01-31T10:00:00Z",
    "2024-01-31 23:59:59.123456",
    "2024-01-31T24:00:00Z",
    "2024-01-31T25:00:00",
    "0000-01-01T00:00:00Z",
    "2024-01-31T10:00:00.1234567Z",
    "2024-01-31T10:00:00.Z",
    "2024-01-31T10:00+01:00",
  ],
  timestampNtz: ["2024-01-31T10:00:00", "2024-01-31 23:59:59.5", "2024-01-31T10:00:00Z", "2024-01-31T24:00:00"],
  string: ["x", '"a,b"', '"a\nb"', '"a\rb"', '"a\r\nb"', '"a""b"', "é", '""', 'a"b', '"a"b'],
  enum: [
    "a",
    "ab",
    '"a"',
    "abc",
    "b",
    "one of more than sixteen bytes",
    '"one of more than sixteen"',
    "one of more than sixteen bits",
    '"one of more than thirty-two bytes, with a delimiter"',
    "one of more than thirty-two bytes, with a delimiter",
    '"say ""a"""',
    'say "a"',
    "é",
    '""',
  ],
};
/** The line ends of a file, mostly alike. */
const lineEnds = fc.constantFrom("\n", "\n", "\r\n").map(usual => ({
  usual,
  each: fc.oneof({ weight: 30, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom("\n", "\r\n", "\r", "", "\n\n") }),
}));
const dialects: readonly Pick<CsvDialect, "delimiter" | "quote">[] = [
  { delimiter: ",", quote: '"' },
  { delimiter: "\t", quote: "'" },
  { delimiter: "|", quote: "" },
];

interface File {
  readonly kinds: readonly DataType[];
  readonly content: string;
  readonly dialect: Pick<CsvDialect, "delimiter" | "quote">;
}

/** Columns, and records that mostly fit them: a fault comes late enough for the fast reader to have begun. */
const files: fc.Arbitrary<File> = fc
  .tuple(fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 4 }), lineEnds, fc.constantFrom(...dialects))
  .chain(([kinds, ends, dialect]) => {
    const record = fc.tuple(
      ...kinds.map(type =>
        fc.oneof({ weight: 12, arbitrary: fc.constantFrom("", ...(near[type.kind] ?? ["x"])) }, { weight: 1, arbitrary: field }),
      ),
    );
    const records = fc.array(
      fc.tuple(
        fc.oneof({ weight: 20, arbitrary: record }, { weight: 1, arbitrary: fc.array(field, { minLength: 1, maxLength: 4 }) }),
        ends.each,
      ),
      { maxLength: 8 },
    );
    // The first record is right, so that the fast reader knows how lines end.
    const first = kinds.map(type => (type.kind === "enum" ? (type.values[0] ?? "") : (near[type.kind]?.[0] ?? "x"))).join(",");
    return records.map(all => ({
      kinds,
      dialect,
      content: `${first}${ends.usual}${all.map(([fields, end]) => fields.join(",") + end).join("")}`
        .replaceAll(",", dialect.delimiter)
        .replaceAll('"', dialect.quote === "" ? '"' : dialect.quote),
    }));
  });

interface Verdict {
  readonly fault?: CsvFault;
  readonly rows?: number;
  readonly unlike?: boolean;
}

/** `stale` is what the memory is full of, as it is with the bytes of the file before. */
function check(
  { kinds, content, dialect }: File,
  { nullable, nullValue, stale }: { readonly nullable: boolean; readonly nullValue: string; readonly stale: string },
  thorough: boolean,
  pieces: readonly number[],
): Verdict {
  const columns = kinds.map((type, at) => ({ name: `c${at}`, declared: column(`c${at}`, type, nullable) }));
  const whole = { ...dialect, header: false, nullValue };
  const fast = createFastReader(columns, whole);
  fast.bytes().fill(stale, fast.start);
  return checkBytes(new TextEncoder().encode(content), createCsvChecker(columns, whole, fast, { line: 1, thorough }), pieces);
}

function checkBytes(bytes: Uint8Array, checker: CsvChecker, pieces: readonly number[] = []): Verdict {
  let at = 0;
  for (const size of [...pieces, bytes.length]) {
    const fault = at < bytes.length ? push(checker, bytes.subarray(at, Math.min(at + size, bytes.length))) : undefined;
    if (fault !== undefined) return { fault };
    at += size;
  }
  const fault = checker.end();
  return fault === undefined ? { ...checker.summary } : { fault };
}

/** A number too large and a day that is none have the shape of right ones, a text is any bytes: those the engine refuses, which reads the same file. */
function isLeftToEngine(fault: CsvFault | undefined): boolean {
  const day = "(?!0000)[0-9]{4}-[01][0-9]-[0-3][0-9]";
  const shapes: { readonly [kind: string]: RegExp } = {
    int64: /^[+-]?\d+$/,
    int32: /^[+-]?\d+$/,
    decimal: /^[+-]?\d+(\.\d{1,2}0*)?$/,
    date: new RegExp(`^${day}$`),
    timestamp: new RegExp(`^${day}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z?$`),
    timestampNtz: new RegExp(`^${day}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?$`),
  };
  if (fault?.reason === "not UTF-8") return true;
  return fault?.reason === "type" && shapes[fault.type?.kind ?? ""]?.test(fault.value ?? "") === true;
}

test("the fast reader passes nothing that the plain one does not, in whatever pieces the bytes come", () => {
  fc.assert(
    fc.property(
      files,
      fc.record({
        nullable: fc.boolean(),
        nullValue: fc.constantFrom("", "", "NA", "ab"),
        stale: fc.constantFrom("\0", "\n", "\r", "\r\n", ",", '"', "0", "a"),
      }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      (file, options, pieces) => {
        const plain = check(file, options, true, []);
        if (isLeftToEngine(plain.fault)) return;
        expect(check(file, options, false, [])).toEqual(plain);
        expect(check(file, options, false, pieces)).toEqual(plain);
      },
    ),
    { numRuns: 5000, seed: 20261124 },
  );
});

/** Spellings that are plainly right, for which the engine alone is the judge of the value. */
const plainly: readonly (readonly [type: DataType, fields: readonly string[]])[] = [
  [int64, ["0", "-7", "+5", "1234567", "1234567890123456789", '"12"', ""]],
  [int32, ["1", "-2147483648"]],
  [decimal(6, 2), ["1", "-1.5", "+1234.56", '"0.25"', ""]],
  [float64, ["1", "-0.125", "12345678901234567890.5", "1.", "1e3", "-1.5E-07", '"2.5e+10"', ""]],
  [float32, ["1", "-0.125", "9".repeat(38), ""]],
  [boolean, ["true", "FALSE", "True", '"false"', ""]],
  [date, ["2024-02-29", "9999-12-31", "0001-01-01", '"1969-07-20"', ""]],
  [timestamp, ["2024-01-31T23:59:59Z", "2024-01-31 00:00:00", "2024-01-31T10:00:00.123456Z", '"2024-01-31T19:00:00.5"', ""]],
  [timestampNtz, ["2024-01-31T23:59:59", '"2024-01-31 00:00:00.123456"', ""]],
  [
    string,
    [
      "x",
      "a text of more than sixteen bytes",
      "é",
      '"a, b"',
      '"say ""a"" and ""b"""',
      '"a\n\nb, ""c""\n"',
      '""',
      '"""fifteen bytes"""',
      "",
    ],
  ],
  [enumOf("a", "ab", "one of more than sixteen bytes", "é"), ["ab", '"a"', "one of more than sixteen bytes", '"é"', ""]],
];

test.each(plainly)("the fast reader passes what is plainly right by itself: %o", (type, fields) => {
  const dialect: CsvDialect = { delimiter: ",", quote: '"', header: false, nullValue: "" };
  const columns = [0, 1, 2].map(at => ({ name: `c${at}`, declared: column(`c${at}`, type, true) }));
  for (const [lineEnd, end] of [
    [1, "\n"],
    [2, "\r\n"],
  ] as const) {
    const fast = createFastReader(columns, dialect);
    const content = fields.flatMap(one => fields.map(two => `${one},${two},${one}${end}`));
    const length = fast.bytes().write(content.join(""), fast.start);
    const lines = content.join("").split("\n").length - 1;
    expect(fast.pass(fast.start, fast.start + length, lineEnd)).toEqual([fast.start + length, fields.length ** 2, lines]);
  }
});

const hostile = Buffer.from(`\0\t\n\r !"'+,-./01234569:;ETZeft_é~`);

test.each(plainly)("the fast reader is in doubt where one byte makes a plain spelling wrong: %o", (type, fields) => {
  const dialect: CsvDialect = { delimiter: ",", quote: '"', header: false, nullValue: "" };
  const columns = [0, 1].map(at => ({ name: `c${at}`, declared: column(`c${at}`, type, at === 0) }));
  const fast = createFastReader(columns, dialect);
  for (const end of ["\n", "\r\n"]) {
    const right = `${fields[0]},${fields[0]}${end}`;
    for (const one of fields) {
      const record = Buffer.from(`${one},${one}${end}`);
      for (let at = 0; at < record.length; at += 1) {
        for (const byte of [undefined, ...hostile]) {
          for (const replaced of byte === undefined ? [1] : [0, 1]) {
            const changed = [record.subarray(0, at), Buffer.from(byte === undefined ? [] : [byte]), record.subarray(at + replaced)];
            const bytes = Buffer.concat([Buffer.from(right), ...changed, Buffer.from(right)]);
            const judge = (thorough: boolean) => checkBytes(bytes, createCsvChecker(columns, dialect, fast, { line: 1, thorough }));
            const plain = judge(true);
            if (!isLeftToEngine(plain.fault)) expect([String(bytes), judge(false)]).toEqual([String(bytes), plain]);
          }
        }
      }
    }
  }
});

test("a carriage return that ends a file is no pair with what the memory held before", () => {
  const file: File = { kinds: [int64], content: "1\r\n2\r", dialect: { delimiter: ",", quote: '"' } };
  for (const thorough of [false, true])
    expect(check(file, { nullable: false, nullValue: "", stale: "\n" }, thorough, [])).toEqual({ fault: { line: 2, reason: "line ends" } });
});

test("a carriage return inside of quotes, at which the bytes are cut, leads into nothing that the memory held before", () => {
  const file: File = { kinds: [string], content: 'x\n"a\rbc"\n', dialect: { delimiter: ",", quote: '"' } };
  for (const thorough of [false, true])
    for (const stale of ['"\n', '\n"'])
      for (const cut of [2, 3, 4, 5, 6])
        expect(check(file, { nullable: false, nullValue: "", stale }, thorough, [2, cut])).toEqual({ rows: 2, unlike: false });
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

import fc from "fast-check";
import { expect, test } from "vitest";
import type { DataType } from "../../compiler/plan/types.ts";
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

// Whole reads against DuckDB alone: every column as text, the grammar as a pattern in SQL, and DuckDB's own cast.

interface Kind {
  readonly type: DataType;
  readonly pattern: string;
  readonly sql: string;
  readonly right: readonly string[];
  /** What a value that the pattern has and the cast takes must be besides. */
  readonly more?: (name: string) => string;
}

const yearOne = (name: string): string => `${name} >= '0001'`;
const dateTime = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?";
const long = "a value of more than sixteen bytes";
const kinds: readonly Kind[] = [
  { type: int64, pattern: "[+-]?[0-9]+", sql: "bigint", right: ["1", "-7", "007", "9223372036854775807"] },
  { type: int32, pattern: "[+-]?[0-9]+", sql: "integer", right: ["1", "-2147483648", "12345"] },
  {
    type: decimal(6, 2),
    pattern: "[+-]?[0-9]+(\\.[0-9]{1,2}0*)?",
    sql: "decimal(6, 2)",
    right: ["1.5", "-1234.56", "7", "1.250"],
  },
  {
    type: float64,
    pattern: "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity",
    sql: "double",
    right: ["1.5", "-2", "1e3", "2.5e-7", "-1E+10", "12345678901234567890.5"],
    more: name => `(isfinite(${name}::double) or regexp_full_match(${name}, '[+-]?(NaN|Infinity)'))`,
  },
  { type: boolean, pattern: "(?i:true|false)", sql: "boolean", right: ["true", "FALSE"] },
  {
    type: date,
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    sql: "date",
    right: ["2024-02-29", "1969-07-20", "0001-01-01", "9999-12-31"],
    more: yearOne,
  },
  {
    type: timestamp,
    pattern: `${dateTime}(Z|[+-][0-9]{2}:?[0-9]{2})?`,
    sql: "timestamptz",
    right: ["2024-01-31T10:00:00Z", "2024-01-31 23:59:59.123456Z", "1969-12-31T23:59:59.5"],
    more: yearOne,
  },
  { type: timestampNtz, pattern: dateTime, sql: "timestamp", right: ["2024-01-31T10:00:00", "2024-01-31 23:59:59.5"], more: yearOne },
  { type: string, pattern: "(?s).*", sql: "varchar", right: ["x", long, "é", "two\nlines", "three\n\nlines"] },
  { type: enumOf("open", "paid", long), pattern: `open|paid|${long}`, sql: "varchar", right: ["open", "paid", long] },
];
const nearly =
  "1e3; 1;1 ;1_000;0x10;1.5;.5;5.;t;yes;inf;nan;1e400;-1e309;2024-1-05;2024/01/05;epoch;infinity;2024-02-30;2023-02-29;2024-13-01;0000-01-01;2024-01-31T24:00:00Z;2024-01-31T10:60:00Z;2024-01-31T10:00:60Z;2024-01-31T10:00;2024-01-31T10:00:00+0100;2024-01-31T10:00:00.1234567Z;2024-01-31;NaN;Infinity;-Infinity;+5;99999.99;12345.6;1.005;2147483648;9223372036854775808;true ;TRUE;Open;openx;2024-01-31t10:00:00Z;--1;1-;+-1;1.2.3;-;.;20240-1-1;-001-01-01".split(
    ";",
  );

function valueOf({ right }: Kind): fc.Arbitrary<string> {
  const good = fc.constantFrom(...right);
  const changed = fc
    .tuple(good, fc.nat(40), fc.constantFrom("", ..."0123456789+-.:TZ eEx_/tfé"), fc.nat(1))
    .map(([text, at, other, dropped]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + other + text.slice(place + dropped);
    });
  return fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...nearly) }, { weight: 1, arbitrary: changed });
}

const written = fc.constantFrom("plain", "plain", "plain", "quoted", "empty");
const files = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 }).chain(columns =>
  fc.record({
    columns: fc.constant(columns),
    lineEnd: fc.constantFrom("\n", "\r\n"),
    rows: fc.array(
      fc.tuple(
        ...columns.map(kind =>
          fc
            .tuple(valueOf(kind), written)
            .map(([text, how]) => (how === "empty" ? "" : how === "quoted" || text.includes("\n") ? `"${text}"` : text)),
        ),
      ),
      { minLength: 2, maxLength: 8 },
    ),
  }),
);
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

test("a file is read or refused as DuckDB's texts, a grammar in SQL and DuckDB's casts have it", async () => {
  const folder = makeFolder();
  let refused = 0;
  const cases = fc.sample(files, { numRuns: 80, seed: 20261124 });
  for (const [index, { columns, lineEnd, rows }] of cases.entries()) {
    // The first row is right, so that the fast reader knows how lines end.
    const records = [columns.map(({ right }) => right[0] ?? ""), ...rows].map((fields, row) => [row, ...fields].join(","));
    const names = columns.map((_, at) => `c${at}`);
    const text = [["id", ...names].join(","), ...records, ""].join(lineEnd);
    const path = put(folder, `in/${index}.csv`, text);
    const declared = [column("id", int64), ...columns.map(({ type }, at) => column(`c${at}`, type, true))];
    const { status, events } = await runPlan(
      folder,
      makePlan([{ id: `a.rows${index}`, steps: [source(`in/${index}.csv`, declared)], write: writeTo(`out${index}`) }]),
    );
    const texts = `read_csv(${quote(path)}, columns = {${["id", ...names].map(name => `${name}: 'varchar'`).join(", ")}}, header = true, auto_detect = false, quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, strict_mode = true)`;
    const fits = columns.map(({ pattern, sql, more }, at) => {
      const name = `c${at}`;
      return `case when ${name} is null then true when not regexp_full_match(${name}, ${quote(pattern)}) or try_cast(${name} as ${sql}) is null then false else ${more?.(name) ?? "true"} end`;
    });
    const [wrong] = await query(`select count(*) from ${texts} where not (${fits.join(" and ")}) having count(*) > 0`);
    expect({ text, status }).toEqual({ text, status: wrong === undefined ? "succeeded" : "failed" });
    if (wrong === undefined) {
      const casts = columns.map(({ sql }, at) => `cast(c${at} as ${sql}) as c${at}`);
      const expected = `select id::bigint as id, ${casts.join(", ")} from ${texts}`;
      const found = `select * from '${folder}/lake/out${index}/*.parquet'`;
      const different = await query(`(${expected} except all ${found}) union all (${found} except all ${expected})`);
      expect({ text, different }).toEqual({ text, different: [] });
    } else {
      refused += 1;
      const failed = events.find(event => event.event === "node.finished" && event.status === "failed");
      expect(failed).toMatchObject({ error: { code: expect.stringMatching(/^ODB600[13]$/) } });
    }
  }
  expect(refused).toBeGreaterThan(10);
  expect(refused).toBeLessThan(70);
});

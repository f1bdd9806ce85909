import { expect, test } from "vitest";
import { fitsType } from "../../compiler/plan/fitsType.ts";
import type { Parameter } from "../../compiler/plan/plan.ts";
import { resolveEnvironment } from "../../runtime/environment/resolveEnvironment.ts";
import { resolveParameters } from "../../runtime/environment/resolveParameters.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { boolean, column, date, decimal, enumOf, float64, int32, int64, makePlan, source, string, timestamp, writeTo } from "./makePlan.ts";

const since: Parameter = { name: "since", type: date, default: "2020-01-01" };
const environments = [
  { name: "dev", engine: "duckdb", params: {}, connections: {} },
  { name: "prod", engine: "duckdb", params: { since: "2021-01-01" }, connections: {} },
] as const;
const plan = makePlan([], { parameters: [since, { name: "count", type: int32 }], environments, defaultEnvironment: "dev" });
const resolve = (environment: string | undefined, given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries([...resolveParameters(plan, resolveEnvironment(plan, environment), given)].map(([name, { text }]) => [name, text]));

test("a given value beats the environment's, which beats the default", () => {
  expect(resolve(undefined, { count: "1" })).toEqual({ since: "2020-01-01", count: "1" });
  expect(resolve("prod", { count: "1" })).toEqual({ since: "2021-01-01", count: "1" });
  expect(resolve("prod", { count: "1", since: "2022-01-01" })).toEqual({ since: "2022-01-01", count: "1" });
});

test("no value, an unknown name, another type, an unknown environment", () => {
  expect(() => resolve(undefined, {})).toThrow(expect.objectContaining({ code: "ODB5005" }));
  expect(() => resolve(undefined, { cuont: "1" })).toThrow(expect.objectContaining({ code: "ODB5003", hint: 'Did you mean "count"?' }));
  expect(() => resolve(undefined, { count: "1.5" })).toThrow(expect.objectContaining({ code: "ODB5004" }));
  expect(() => resolve(undefined, { count: "1", since: "2024-02-30" })).toThrow(expect.objectContaining({ code: "ODB5004" }));
  expect(() => resolve("pord", { count: "1" })).toThrow(expect.objectContaining({ code: "ODB5002", hint: 'Did you mean "prod"?' }));
});

test.each([
  [int64, "x", 'The param "p" is an int64, and --param p gives "x".'],
  [enumOf("a", "b"), "c", `The param "p" is an enum('a','b'), and --param p gives "c".`],
  [decimal(5, 2), "x", 'The param "p" is a decimal(5,2), and --param p gives "x".'],
])("a message has the right article: %o", (type, text, message) => {
  const typed = makePlan([], { parameters: [{ name: "p", type }] });
  expect(() => resolveParameters(typed, resolveEnvironment(typed, undefined), { p: text })).toThrow(message);
});

// The grammar's own page: what each type takes and what it does not.
test.each([
  [
    int64,
    ["0", "-0", "+5", "007", "9223372036854775807", "-9223372036854775808"],
    ["", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "9223372036854775808", "--1", "١"],
  ],
  [
    float64,
    ["1", "1.", ".5", "-1.5e-3", "NaN", "Infinity", "+Infinity", "1e308"],
    ["inf", "nan", "1_0", " 1", "1e400", "e5", ".", "1f", "0x1p3"],
  ],
  [decimal(5, 2), ["1", "-999.99", "1.50", "1.5000", "0001.5", "+1"], ["1000", "1.005", "1.", ".5", "1e2", " 1", ""]],
  [boolean, ["true", "FALSE", "True"], ["t", "1", "yes", "", " true"]],
  [
    date,
    ["2024-02-29", "0001-01-01", "9999-12-31"],
    ["2023-02-29", "2024-1-5", "2024/01/05", "0000-01-01", "2024-13-01", "2024-01-01T00:00", "epoch"],
  ],
  [
    timestamp,
    ["2024-01-31T10:00", "2024-01-31 10:00:00.123456Z", "2024-01-31T10:00:00+0100", "2024-01-31T23:59:59-05:30"],
    ["2024-01-31", "2024-01-31T24:00:00", "2024-01-31T10:00:60", "2024-01-31T10:00:00.1234567", "2024-01-31T10:00:00 UTC", "T01:02:03"],
  ],
  [enumOf("a", "b"), ["a"], ["A", "", "c"]],
  [string, ["", "x"], []],
] as const)("%o", (type, right, wrong) => {
  for (const text of right) expect(fitsType(text, type), text).toBe(true);
  for (const text of wrong) expect(fitsType(text, type), text).toBe(false);
});

test("a param in a path stands for a part of one name", async () => {
  const folder = makeFolder();
  put(folder, "in-acme.csv", "id\n1\n");
  const withParam = makePlan(
    [{ id: "a.rows", steps: [source("in-${customer}.csv", [column("id", int64)])], write: writeTo("out/${customer}/rows") }],
    { parameters: [{ name: "customer", type: string }] },
  );
  expect((await runPlan(folder, withParam, { params: { customer: "acme" } })).status).toBe("succeeded");
  expect(await query(`select id from '${folder}/lake/out/acme/rows/*.parquet'`)).toEqual([{ id: "1" }]);
  for (const customer of ["a\nb", "../acme", "a/b", "a*", "a?", "[a]", "..", "", "a\\b", ".a", "_a"]) {
    expect(await runPlan(folder, withParam, { params: { customer } }), customer).toMatchObject({
      status: "refused",
      events: [],
      diagnostics: [{ code: "ODB5012", line: 3 }],
    });
  }
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DataType } from "../../compiler/plan/types.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { column, int64, makePlan, read, select, source, writeTo } from "./makePlan.ts";

const text: DataType = { kind: "string" };
const tags: DataType = { kind: "list", item: text, itemNullable: true };
const address: DataType = {
  kind: "struct",
  fields: [
    { name: "city", type: text, nullable: false },
    { name: "odd name", type: { kind: "list", item: { kind: "date" }, itemNullable: false }, nullable: true },
  ],
};
const scores: DataType = { kind: "map", key: text, value: { kind: "enum", values: ["low", "high"] }, valueNullable: false };
const columns = [column("id", int64), column("tags", tags), column("address", address, true), column("scores", scores)];
const rows = `select * from (values
  (1::bigint, ['x', null, 'y'], {city: 'Köln', "odd name": [date '2024-01-31']}, map {'a': 'low'}),
  (2, [], null, map {}),
  (3, ['z'], {city: 'Ulm', "odd name": null}, map {'b': 'high', 'c': 'low'})) t(id, tags, address, scores)`;

async function runRows(sql: string, declared = columns) {
  const folder = makeFolder();
  await query(`copy (${sql}) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([
    { id: "a.rows", steps: [source("in.parquet", declared)], write: writeTo("rows.parquet") },
    {
      id: "b.flat",
      steps: [
        read("a.rows"),
        select({
          id: "id",
          n: "tags.length",
          first: "tags.at(0)",
          has: "tags.includes('x')",
          city: "address === null ? null : address.city",
          days: "address === null ? null : address['odd name']",
          scores: "scores",
        }),
      ],
      write: writeTo("flat.parquet"),
    },
  ]);
  const result = await runPlan(folder, plan);
  const [failed] = result.events.filter(event => event.event === "node.finished" && event.status === "failed");
  return { folder, failed: failed?.event === "node.finished" && failed.status === "failed" ? failed.error : undefined };
}

test("lists, structs and maps are read, passed on whole, written, and their parts reached", async () => {
  const { folder, failed } = await runRows(rows);
  expect(failed).toBeUndefined();
  expect(await query(`(${rows} except all from '${folder}/lake/rows.parquet')`)).toEqual([]);
  const byHand = `select id, len(tags) as n, tags[1] as first, list_contains(tags, 'x') as has, address.city as city, address."odd name" as days, scores from (${rows})`;
  expect(
    await query(
      `(${byHand} except all from '${folder}/lake/flat.parquet') union all (from '${folder}/lake/flat.parquet' except all ${byHand})`,
    ),
  ).toEqual([]);
});

test.each([
  [
    "a null item where none may be",
    rows,
    [column("id", int64), column("tags", { ...tags, itemNullable: false }), ...columns.slice(2)],
    /column "tags": \[x, NULL, y\] holds a null/,
  ],
  ["a null list", rows.replace("(2, []", "(2, null"), columns, /row 2, column "tags": null, where list<string\?> is declared/],
  ["a null field", rows.replace("city: 'Ulm'", "city: null"), columns, /row 3, column "address"/],
  ["a text of no enum in a map", rows.replace("'high'", "'top'"), columns, /row 3, column "scores"/],
  [
    "a field of another type",
    rows.replaceAll("city: 'Köln'", "city: 5").replaceAll("city: 'Ulm'", "city: 6"),
    columns,
    /"address" is STRUCT\(city INTEGER/,
  ],
] as const)("%s fails the node, by row and column", async (_, sql, declared, message) => {
  const { failed } = await runRows(sql, [...declared]);
  expect(failed?.message).toMatch(message);
});

const instants: DataType = { kind: "list", item: { kind: "timestamp" }, itemNullable: false };
const odd: DataType = {
  kind: "struct",
  fields: [
    { name: "long", type: { kind: "int64" }, nullable: false },
    { name: "price", type: { kind: "decimal", precision: 30, scale: 2 }, nullable: true },
    { name: "bytes", type: { kind: "binary" }, nullable: true },
    {
      name: "deep",
      type: {
        kind: "list",
        item: { kind: "map", key: { kind: "int64" }, value: { kind: "float64" }, valueNullable: true },
        itemNullable: true,
      },
      nullable: true,
    },
  ],
};
const jsonColumns = [...columns, column("at", instants), column("odd", odd, true)];
const lines = [
  '{"id": 1, "tags": ["x", null, "y"], "address": {"city": "Köln \\"1\\"", "odd name": ["2024-01-31"]}, "scores": {"a": "low"}, "at": ["2024-01-31T10:00Z", "2024-01-31T10:00:00.123456+01:00"], "odd": {"long": 9007199254740993, "price": "12345678901234567890.12", "bytes": "00ff", "deep": [{"1": 1e-7, "-2": null}, null]}}',
  '{"id": 2, "tags": [], "scores": {}, "at": [], "odd": {"long": -1}}',
];

async function readLines(text: string, extraColumns: "fail" | "ignore" = "fail") {
  const folder = makeFolder();
  put(folder, "in.jsonl", text);
  const plan = makePlan([
    { id: "a.rows", steps: [source("in.jsonl", jsonColumns, { file: { format: "json" }, extraColumns })], write: writeTo("rows.parquet") },
    { id: "b.again", steps: [read("a.rows")], write: writeTo("again.jsonl", { file: { format: "json" } }) },
    { id: "c.third", steps: [source("copy.jsonl", jsonColumns, { file: { format: "json" } })], write: writeTo("third.parquet") },
  ]);
  const { events } = await runPlan(folder, plan, { select: ["a.rows", "b.again"] });
  const [failed] = events.flatMap(event => (event.event === "node.finished" && event.status === "failed" ? [event.error] : []));
  return { folder, plan, failed: failed && `${failed.code} ${failed.message.replaceAll(`${folder}/lake/`, "")}` };
}

test("nested json is read to the last digit, and what is written is read again as it was", async () => {
  const { folder, plan, failed } = await readLines(`${lines.join("\n")}\n`);
  expect(failed).toBeUndefined();
  const byHand = `select 1::bigint as id, ['x', null, 'y'] as tags, {city: 'Köln "1"', "odd name": [date '2024-01-31']} as address, map {'a': 'low'} as scores,
      [timestamptz '2024-01-31 10:00:00Z', timestamptz '2024-01-31 09:00:00.123456Z'] as at,
      {long: 9007199254740993::bigint, price: 12345678901234567890.12::decimal(30,2), bytes: '\\x00\\xFF'::blob, deep: [map {1::bigint: 1e-7::double, (-2)::bigint: null}, null]} as odd
    union all select 2, [], null, map {}, [], {long: -1, price: null, bytes: null, deep: null}`;
  // Two maps without entries are not equal to DuckDB's `except`; their texts are.
  const texts = (rows: string) => query(`select t::varchar as t from (${rows}) t order by id`);
  const expected = await texts(byHand);
  expect(await texts(`from '${folder}/lake/rows.parquet'`)).toEqual(expected);
  put(folder, "copy.jsonl", readFileSync(join(folder, "lake/again.jsonl")));
  const { status } = await runPlan(folder, plan, { select: ["c.third"] });
  expect(status).toBe("succeeded");
  expect(await texts(`from '${folder}/lake/third.parquet'`)).toEqual(expected);
});

const second = (from: string, to: string) => `${lines[0]}\n${lines[1]?.replace(from, to)}\n`;
test.each([
  ["a null item", second('"at": []', '"at": [null]'), /^ODB6002 "in\.jsonl", line 2, key "at\[0\]": null, where timestamp/],
  ["a wrong part", second('"long": -1', '"long": 1.5'), /^ODB6001 .*line 2, key "odd\.long": 1\.5 is no int64/],
  ["a missing part", second('{"long": -1}', "{}"), /^ODB6002 .*key "odd\.long": the key is missing/],
  ["a part too many", second('"long": -1', '"long": -1, "x": 1'), /^ODB6004 .*key "odd\.x": the key is not declared/],
  ["a part twice", second('"long": -1', '"long": -1, "long": 2'), /^ODB6007 .*key "odd\.long": the key is there twice/],
  ["a text for a list", second('"tags": []', '"tags": "x"'), /^ODB6001 .*key "tags": "x" is no list<string\?>/],
  ["a text of no enum", second('"scores": {}', '"scores": {"b": "top"}'), /^ODB6003 .*key "scores\.b"/],
  ["a key of another type", second('"long": -1', '"long": -1, "deep": [{"a": 1}]'), /^ODB6001 .*key "odd\.deep\[0\]\.a": "a" is no int64/],
])("%s in json fails by line and place", async (_, text, message) => {
  expect((await readLines(text)).failed).toMatch(message);
});

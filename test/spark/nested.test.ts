import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Column, DataType } from "../../compiler/plan/types.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import {
  column,
  date,
  decimal,
  enumOf,
  float64,
  int32,
  int64,
  makePlan,
  read,
  select,
  source,
  string,
  timestamp,
  writeTo,
} from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

// Lists, structs and maps by both engines: the same rows, or the same fault in the same words.

const list = (item: DataType, itemNullable = false): DataType => ({ kind: "list", item, itemNullable });
const struct = (...fields: readonly Column[]): DataType => ({ kind: "struct", fields });
const map = (value: DataType, valueNullable = false): DataType => ({ kind: "map", key: string, value, valueNullable });

const address = struct(column("city", string), column("odd name", list(date), true));
const columns = [
  column("id", int64),
  column("tags", list(string, true)),
  column("address", address, true),
  column("scores", map(enumOf("low", "high"))),
];
const rows = `select * from (values
  (1::bigint, ['x', null, 'y'], {city: 'Köln', "odd name": [date '2024-01-31']}, map {'a': 'low'}),
  (2, [], null, map {}),
  (3, ['z'], {city: 'Ulm', "odd name": null}, map {'b': 'high', 'c': 'low'})) t(id, tags, address, scores)`;

const deep = [
  column("id", int64),
  column("lines", list(struct(column("sku", string), column("price", decimal(10, 2), true), column("at", timestamp, true))), true),
  column("by", map(struct(column("n", int32, true), column("tags", list(string, true), true)), true), true),
  column("f", list(float64, true), true),
];
const deepJson = [
  '{"id": 1, "lines": [{"sku": "a\\"b", "price": 12.50, "at": "2024-01-31T10:00Z"}, {"sku": "é😀", "price": null, "at": null}], "by": {"x": {"n": 1, "tags": ["p", null]}, "": null}, "f": [1.5, null, 1e21]}',
  '{"id": 2, "lines": [], "by": {}, "f": []}',
  '{"id": 3}',
].join("\n");

interface Reading {
  readonly sql?: string;
  readonly json?: string;
  readonly columns: readonly Column[];
}
const readings: { readonly [title: string]: Reading } = {
  parquet: { sql: rows, columns },
  "a null item where none may be": { sql: rows, columns: [column("id", int64), column("tags", list(string)), ...columns.slice(2)] },
  "a null list": { sql: rows.replace("(2, []", "(2, null"), columns },
  "a null field": { sql: rows.replace("city: 'Ulm'", "city: null"), columns },
  "a text of no enum in a map": { sql: rows.replace("'high'", "'top'"), columns },
  "a field of another type": { sql: rows.replaceAll("city: 'Köln'", "city: 5").replaceAll("city: 'Ulm'", "city: 6"), columns },
  json: { json: deepJson, columns: deep },
  "json of one column": { json: '{"t": ["a", "b"]}\n{"t": []}\n', columns: [column("t", list(string))] },
  "a null item in json": { json: '{"t": ["a", null]}', columns: [column("t", list(string))] },
  "a number for a text inside": { json: '{"t": ["a", 5]}', columns: [column("t", list(string))] },
  "an object for a list": { json: '{"t": {"a": [1, "x"]}}', columns: [column("t", list(string))] },
  "a text for a struct": { json: '{"t": "a"}', columns: [column("t", struct(column("a", string)))] },
  "a field that is missing": { json: '{"t": {}}', columns: [column("t", struct(column("a", string)))] },
  "a field that is not declared": { json: '{"t": {"a": "x", "b": 1}}', columns: [column("t", struct(column("a", string)))] },
  "a field that is there twice": { json: '{"t": {"a": "x", "a": "y"}}', columns: [column("t", struct(column("a", string)))] },
  "a day that is none inside": { json: '{"t": {"k": ["2024-02-30"]}}', columns: [column("t", map(list(date)))] },
  "a text of no enum inside": { json: '{"t": [{"a": "x"}]}', columns: [column("t", list(struct(column("a", enumOf("y")))))] },
};
const titles = Object.keys(readings);

test("lists, structs and maps: the same rows, or the same fault in the same words", async () => {
  const folder = makeFolder();
  for (const [at, title] of titles.entries()) {
    const { sql, json } = readings[title] ?? {};
    if (sql !== undefined) await query(`copy (${sql}) to '${folder}/lake/in${at}.parquet'`);
    if (json !== undefined) put(folder, `in${at}.json`, json);
  }
  const plan = (engine: string) =>
    makePlan([
      ...titles.map((title, at) => ({
        id: `a.reading${at}`,
        steps: [source(`in${at}.${readings[title]?.json === undefined ? "parquet" : "json"}`, readings[title]?.columns ?? [])],
        write: writeTo(`${engine}/${at}`),
        place: { file: "a.pipeline.ts", line: at + 1, column: 1, steps: [{ line: at + 1, column: 7 }] },
      })),
      {
        id: "b.flat",
        steps: [
          read("a.reading0"),
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
        write: writeTo(`${engine}/flat`),
      },
      {
        id: "b.json",
        steps: [read(`a.reading${titles.indexOf("json")}`)],
        write: writeTo(`${engine}/json`, { file: { format: "json" } }),
      },
      {
        id: "b.json2",
        steps: [read("a.reading0")],
        write: writeTo(`${engine}/json2`, { file: { format: "json" } }),
      },
    ]);
  const [duckdb, spark] = [await runPlan(folder, plan("duckdb")), await runPlan(folder, onSpark(plan("spark")))];
  const outcomes = async (engine: string, events: readonly RunEvent[]) =>
    Object.fromEntries(await Promise.all(titles.map(async (title, at) => [title, await outcomeOf(folder, engine, at, events)])));
  const found = await outcomes("spark", spark.events);
  expect(found).toEqual(await outcomes("duckdb", duckdb.events));
  expect(found["parquet"]).toHaveLength(3);
  expect(found["json"]).toHaveLength(3);
  expect(await query(`from '${folder}/lake/spark/flat/*.parquet' order by id`)).toEqual(
    await query(`from '${folder}/lake/duckdb/flat/*.parquet' order by id`),
  );
  for (const table of ["json", "json2"]) expect(linesOf(folder, `spark/${table}`)).toEqual(linesOf(folder, `duckdb/${table}`));
});

const linesOf = (folder: string, table: string): readonly string[] =>
  readdirSync(join(folder, "lake", table))
    .flatMap(name =>
      readFileSync(join(folder, "lake", table, name), "utf8")
        .trim()
        .split("\n"),
    )
    .sort();

async function outcomeOf(folder: string, engine: string, at: number, events: readonly RunEvent[]): Promise<unknown> {
  const finished = events.find(event => event.event === "node.finished" && event.node === `a.reading${at}`);
  if (finished?.event !== "node.finished") return finished;
  // Each engine writes a nested value in its own way.
  if (finished.status === "failed")
    return { ...finished.error, message: finished.error.message.replace(/: .* holds a null/, ": holds a null") };
  return query(`select * from '${folder}/lake/${engine}/${at}/*.parquet' order by 1`);
}

import { expect, test } from "vitest";
import type { DataType } from "../../compiler/plan/types.ts";
import { makeFolder, query, runPlan } from "./inFolder.ts";
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

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import type { Relation, Step, Untyped } from "../../compiler/plan/step.ts";
import { lowerRelation } from "../../runtime/sql/spark/relation/lowerRelation.ts";
import { openConnection } from "../conformance/database.ts";
import {
  aggregate,
  columnsOf,
  filter,
  join,
  limit,
  mapRows,
  notNull,
  orderBy,
  read,
  relation,
  select,
  semiJoin,
  union,
} from "../plan/relationOf.ts";
import { openSpark, type Spark } from "./evaluate.ts";

// The statements of test/conformance/statements.test.ts, over files of many row groups.

let spark: Spark;
const folder = mkdtempSync(joinPath(tmpdir(), "odibi-statements-"));
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
  const connection = await openConnection();
  const write = async (sql: string, file: string) => {
    await connection.run(`copy (${sql}) to '${folder}/${file}.parquet' (row_group_size 2048)`);
    await rows(`create or replace temp view t_${file} as select * from parquet.\`${folder}/${file}.parquet\``);
  };
  await write(
    "select i::bigint as id, case when i % 5 = 0 then null else i end::bigint as key, i::decimal(12,2) as amount, timestamptz '2024-01-01 00:00:00+00' + to_hours(i) as at, case when i = 77 then 'x7' else i::varchar end as text from range(20000) t(i)",
    "orders",
  );
  await write("select i::bigint as id, 'c' || i as name from range(50) t(i)", "customers");
  connection.closeSync();
});
afterAll(() => {
  spark.close();
  rmSync(folder, { recursive: true });
});

const tables: { readonly [node: string]: ReturnType<typeof columnsOf> } = {
  "t.orders": columnsOf({ id: "int64", key: "int64?", amount: "decimal(12,2)", at: "timestamp", text: "string" }),
  "t.customers": columnsOf({ id: "int64", name: "string" }),
};
const orders = read("t.orders");
const customers = relation(read("t.customers"));

function lower(given: Relation<Untyped>, table = (node: string) => node.replace(".", "_")): string {
  const { typed, problems } = inferRelation(given, {
    node: id => tables[id],
    parameters: new Map([
      ["since", { kind: "date" }],
      ["n", { kind: "int64" }],
    ]),
  });
  if (typed === undefined) throw new Error(problems.map(({ message }) => message).join(" "));
  return lowerRelation(typed, {
    table: step => (step.kind === "read" ? table(step.node) : "mapped_rows"),
    place: () => undefined,
    parameter: name => (name === "n" ? "3" : "date'2026-01-01'"),
    now: "timestamp'2024-01-31 00:00:00Z'",
  });
}

async function rows(sql: string): Promise<readonly (readonly unknown[])[]> {
  const result = await spark.run([], sql);
  if ("error" in result) throw new Error(`${sql}\n${result.error}`);
  return result.rows;
}
const explain = async (sql: string) => String((await rows(`explain ${sql}`))[0]);

describe("what Spark prunes files and joins by stays plain", () => {
  test.each([
    ["key === 5", "EqualTo(key,5)"],
    ["amount > 19990 && amount * 2 > 1", "GreaterThan(amount,19990.00)"],
    ["date(at) >= $since", "GreaterThanOrEqual(at,2026-01-01"],
    ["isIn(key, [5, 6])", "In(key, [5,6])"],
    ["key !== null", "IsNotNull(key)"],
  ])("%s", async (condition, expected) => {
    const sql = lower(relation(orders, filter(condition), select({ id: "id" })));
    expect(sql).not.toMatch(/coalesce|<=>/);
    expect(await explain(sql)).toContain(expected);
  });

  test("a join on a key that may be null on one side is a join by equality", async () => {
    const sql = lower(relation(orders, join("left", customers, "left.key === right.id", { id: "left.id", name: "right.name" })));
    expect(sql).toContain("on orders.key = customers.id");
    expect(await explain(sql)).toMatch(/BroadcastHashJoin|SortMergeJoin/);
  });

  test("only the columns that are used are read", async () => {
    const plan = await explain(lower(relation(orders, filter("key === 5"), aggregate({}, { total: "sum(amount)" }))));
    expect(/ReadSchema: (.*)/.exec(plan)?.[1]).toBe("struct<key:bigint,amount:decimal(12,2)>");
  });
});

describe("a fault in the data", () => {
  const failure = async (...steps: Step<Untyped>[]) => {
    // As texts: every column of every row is computed.
    const result = await spark.run([], `select to_json(struct(*)) from (${lower(relation(orders, ...steps))})`);
    if (!("error" in result)) return undefined;
    const [, code, details] = /odibi:(ODB\d{4}):(\{[^}]*\})/.exec(result.error) ?? [];
    if (code === undefined || details === undefined) throw new Error(result.error);
    return { code, details: JSON.parse(details) as unknown };
  };

  test("carries its code and the value", async () => {
    expect(await failure(select({ n: "cast(text, t.int64())" }))).toEqual({ code: "ODB6101", details: { value: "x7", to: "int64" } });
    expect(await failure(select({ n: "cast(amount, t.int8())" }))).toEqual({ code: "ODB6101", details: { value: "128.00", to: "int8" } });
    expect(await failure(select({ n: "id % (id - 7)" }))).toEqual({ code: "ODB6102", details: { value: "7" } });
    expect(await failure(notNull(["key"], "fail"))).toEqual({ code: "ODB6104", details: { column: "key" } });
  });

  test("is none where the rows that have it were left out before, whatever Spark does first", async () => {
    expect(await failure(filter("text !== 'x7' && cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(filter("text !== 'x7'"), filter("cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(filter("id === 7 || id % (id - 7) === 0"))).toBeUndefined();
    expect(await failure(filter("text !== 'x7'"), select({ n: "cast(text, t.int64())" }), filter("n > 5"))).toBeUndefined();
    expect(await failure(aggregate({}, { s: "sum(cast(text, t.int64()), { where: text !== 'x7' })" }))).toBeUndefined();
    expect(await failure(select({ n: "text === 'x7' ? 0 : cast(text, t.int64())" }))).toBeUndefined();
    // A row that a join leaves out.
    const joined = join("inner", customers, "left.key === right.id", { id: "left.id", text: "left.text", name: "right.name" });
    expect(await failure(joined, filter("cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(joined, select({ n: "cast(text, t.int64())", name: "name" }), filter("n > 5 && name !== 'c7'"))).toBeUndefined();
    expect(await failure(semiJoin(false, customers, "left.key === right.id"), filter("cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(orderBy("id"), limit("70"), filter("cast(text, t.int64()) > 5"))).toBeUndefined();
  });

  test("is met by notNull though its column is not selected, nor its row kept by a filter", async () => {
    expect(await failure(notNull(["key"], "fail"), select({ id: "id" }))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "fail"), filter("id === 1"))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "fail"), filter("id === 19999"))).toMatchObject({ code: "ODB6104" });
    expect(await failure(filter("id % 5 !== 0 || id === 10"), notNull(["key"], "fail"), filter("id === 19999"))).toMatchObject({
      code: "ODB6104",
    });
    expect(await failure(notNull(["key"], "fail"), aggregate({}, { n: "count()" }))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "fail"), semiJoin(false, customers, "left.id === right.id"), filter("id === 1"))).toMatchObject({
      code: "ODB6104",
    });
    expect(await failure(notNull(["key"], "drop"), select({ k: "key + 1" }))).toBeUndefined();
  });
});

test("an order lasts through selections and filters, and decides what a limit keeps", async () => {
  const ask = async (...steps: Step<Untyped>[]) => rows(lower(relation(orders, ...steps)));
  expect(
    await ask(orderBy("amount desc"), select({ id: "id", a: "amount * 2" }), filter("a > 10"), select({ id: "id" }), limit("$n")),
  ).toEqual([[19999], [19998], [19997]]);
  expect(await ask(filter("id < 5"), orderBy("id desc"), limit("3"), select({ id: "id + 1" }), filter("id > 3"))).toEqual([[5], [4]]);
  expect(await ask(orderBy("id"), limit("4"), limit("2"), select({ id: "id" }))).toEqual([[0], [1]]);
  expect(
    await ask(orderBy("id"), limit("2"), union(relation(orders, orderBy("id desc"), limit("1"))), select({ id: "id" }), orderBy("id")),
  ).toEqual([[0], [1], [19999]]);
  // The key's column is gone, and another has its name.
  expect(await ask(orderBy("id desc"), select({ id: "0 - id", sort_1: "text" }), filter("id < -19990"), limit("2"))).toEqual([
    [-19999, "19999"],
    [-19998, "19998"],
  ]);
});

test("a limit beyond Spark's int keeps every row where it is written, and is no silent number where it is a param", async () => {
  const sql = (...steps: Step<Untyped>[]) => lower(relation(orders, filter("id < 3"), ...steps, select({ id: "id" })));
  const huge = "9223372036854775807";
  expect(sql(orderBy("id"), limit("2147483647"))).toContain("limit 2147483647");
  for (const text of ["2147483648", huge]) expect(await rows(sql(orderBy("id desc"), limit(text)))).toEqual([[2], [1], [0]]);
  expect(await rows(sql(orderBy("id desc"), limit(huge), limit("2")))).toEqual([[2], [1]]);
  expect(await rows(sql(orderBy("id desc"), select({ id: "id" }), limit(huge), filter("id > 0"), limit("1")))).toEqual([[2]]);
  expect(await rows(sql(orderBy("id"), select({ id: "id * 2" }), limit(huge), select({ id: "id" }), orderBy("id")))).toEqual([
    [0],
    [2],
    [4],
  ]);
  const byParam = sql(orderBy("id"), limit("$n")).replace("int(3)", "int(2147483648)");
  expect(await spark.run([], byParam)).toEqual({ error: expect.stringContaining("CAST_OVERFLOW") });
});

test("a name of a table expression hides nothing that is read, and names of columns are quoted where they need it", async () => {
  await rows("create or replace temp view united as select 1L as id, 'a' as name");
  const sql = lower(
    relation(
      read("t.customers"),
      union(customers),
      filter("name !== 'z'"),
      aggregate({}, { n: "count()", "the sum": "sum(id)" }),
      select({ order: "n", 'the "sum"': "row['the sum']" }),
      orderBy("order"),
    ),
    () => "united",
  );
  expect(await rows(sql)).toEqual([[2, 2]]);
});

test("after a mapRows the statement reads what it made, and nothing before it", () => {
  expect(lower(relation(orders, filter("id > 1"), mapRows({ a: "int64", b: "string" }), filter("a > 1"), select({ b: "b" })))).toBe(
    "with\nfiltered as (\n  select *\n  from mapped_rows\n  where a > 1\n)\nselect b\nfrom filtered",
  );
});

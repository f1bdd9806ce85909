import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import type { Relation, Step, Untyped } from "../../compiler/plan/step.ts";
import { readDataError } from "../../runtime/sql/duckdb/dataError.ts";
import { lowerRelation } from "../../runtime/sql/duckdb/lowerRelation.ts";
import { aggregate, columnsOf, filter, join, limit, mapRows, notNull, orderBy, read, relation, select, union } from "../plan/relationOf.ts";
import { openConnection } from "./database.ts";

let connection: DuckDBConnection;
const folder = mkdtempSync(joinPath(tmpdir(), "odibi-statements-"));
beforeAll(async () => {
  connection = await openConnection();
  const copy = (sql: string, file: string) => connection.run(`copy (${sql}) to '${folder}/${file}.parquet' (row_group_size 2048)`);
  await copy(
    "select i::bigint as id, case when i % 5 = 0 then null else i end::bigint as key, i::decimal(12,2) as amount, timestamptz '2024-01-01 00:00:00+00' + to_hours(i) as at, case when i = 77 then 'x7' else i::varchar end as text from range(20000) t(i)",
    "orders",
  );
  await copy("select i::bigint as id, 'c' || i as name from range(100) t(i)", "customers");
});
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

const tables: { readonly [node: string]: ReturnType<typeof columnsOf> } = {
  "t.orders": columnsOf({ id: "int64", key: "int64?", amount: "decimal(12,2)", at: "timestamp", text: "string" }),
  "t.customers": columnsOf({ id: "int64", name: "string" }),
};
const orders = read("t.orders");

function lower(given: Relation<Untyped>, table = (node: string) => `read_parquet('${folder}/${node.split(".")[1]}.parquet')`): string {
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
    parameter: name => (name === "n" ? "3" : "'2026-01-01'::date"),
    now: "'2024-01-31 00:00:00+00'::timestamptz",
  });
}
const rows = async (sql: string) =>
  (await connection.runAndReadAll(sql)).getRows().map(row => row.map(value => (typeof value === "bigint" ? Number(value) : value)));
/** The plan's text, its boxes and line breaks left out. */
const explain = async (sql: string) =>
  String((await connection.runAndReadAll(`explain ${sql}`)).getRows()[0]?.[1]).replace(/[│┌┐└┘─┬┴\s]+/g, "");

describe("what DuckDB prunes files and joins by stays plain", () => {
  test.each([
    ["key === 5", "Filters:key=5"],
    ["amount > 19990 && amount * 2 > 1", "amount>19990.00"],
    ["date(at) >= $since", "Filters:at>='2026-01-0100:00:00"],
    ["isIn(key, [5, 6])", "key>=5ANDkey<=6"],
    ["key !== null", "key"],
  ])("%s", async (condition, expected) => {
    const sql = lower(relation(orders, filter(condition), select({ id: "id" })));
    expect(sql).not.toMatch(/coalesce|distinct from/);
    expect(await explain(sql)).toContain(expected);
  });

  test("a join on a key that may be null on one side is a hash join by equality", async () => {
    const sql = lower(
      relation(orders, join("left", relation(read("t.customers")), "left.key === right.id", { id: "left.id", name: "right.name" })),
    );
    expect(sql).toContain("orders.key = customers.id");
    expect(await explain(sql)).toMatch(/HASH_JOIN.*key=id/);
  });

  test("only the columns that are used are read", async () => {
    const plan = await explain(lower(relation(orders, filter("key === 5"), aggregate({}, { total: "sum(amount)" }))));
    expect(plan).not.toContain("text");
  });
});

describe("a fault in the data", () => {
  const failure = async (...steps: Step<Untyped>[]) => {
    const error: unknown = await connection.runAndReadAll(lower(relation(orders, ...steps))).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error === undefined ? undefined : readDataError(String(error));
  };

  test("carries its code and the value", async () => {
    expect(await failure(select({ n: "cast(text, t.int64())" }))).toEqual({ code: "ODB6101", details: { value: "x7", to: "int64" } });
    expect(await failure(select({ n: "cast(amount, t.int8())" }))).toEqual({ code: "ODB6101", details: { value: "128.00", to: "int8" } });
    expect(await failure(select({ n: "id % (id - 7)" }))).toEqual({ code: "ODB6102", details: { value: "7" } });
    expect(await failure(select({ n: "dateAdd(date(at), id * 1000, 'day')" }))).toMatchObject({ code: "ODB6103", details: { to: "date" } });
    expect(await failure(notNull(["key"], "fail"))).toEqual({ code: "ODB6104", details: { column: "key" } });
    expect(await failure(select({ n: "text.replaceAll('1', text + '$' + '`')" }))).toMatchObject({ code: "ODB6105" });
  });

  test("is none where the rows that have it were filtered before, whatever DuckDB does first", async () => {
    expect(await failure(filter("text !== 'x7' && cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(filter("text !== 'x7'"), filter("cast(text, t.int64()) > 5"))).toBeUndefined();
    expect(await failure(filter("id === 7 || id % (id - 7) === 0"))).toBeUndefined();
    expect(await failure(filter("text !== 'x7'"), select({ n: "cast(text, t.int64())" }), filter("n > 5"))).toBeUndefined();
    expect(await failure(aggregate({}, { s: "sum(cast(text, t.int64()), { where: text !== 'x7' })" }))).toBeUndefined();
    expect(await failure(select({ n: "text === 'x7' ? 0 : cast(text, t.int64())" }))).toBeUndefined();
  });

  test("is met by notNull though its column is not selected, nor its row kept by a filter", async () => {
    expect(await failure(notNull(["key"], "fail"), select({ id: "id" }))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "fail"), filter("id === 1"))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "fail"), aggregate({}, { n: "count()" }))).toMatchObject({ code: "ODB6104" });
    expect(await failure(notNull(["key"], "drop"), select({ k: "key + 1" }))).toBeUndefined();
  });

  test("a message of another kind is none", () => {
    for (const message of ["", "Conversion Error: x", "odibi:ODB6101", "odibi:ODB9999:{}", "odibi:ODB6101:{not json}"])
      expect(readDataError(message)).toBeUndefined();
  });
});

test("an order lasts through selections and filters, and decides what a limit keeps", async () => {
  expect(
    await rows(
      lower(
        relation(
          orders,
          orderBy("amount desc"),
          select({ id: "id", a: "amount * 2" }),
          filter("a > 10"),
          select({ id: "id" }),
          limit("$n"),
        ),
      ),
    ),
  ).toEqual([[19999], [19998], [19997]]);
  expect(
    await rows(lower(relation(orders, filter("id < 5"), orderBy("id desc"), limit("3"), select({ id: "id + 1" }), filter("id > 3")))),
  ).toEqual([[5], [4]]);
  expect(await rows(lower(relation(orders, orderBy("id"), limit("4"), limit("2"), select({ id: "id" }))))).toEqual([[0], [1]]);
  expect(
    await rows(
      lower(
        relation(
          orders,
          orderBy("id"),
          limit("2"),
          union(relation(orders, orderBy("id desc"), limit("1"))),
          select({ id: "id" }),
          orderBy("id"),
        ),
      ),
    ),
  ).toEqual([[0], [1], [19999]]);
});

test("a name of a table expression hides nothing that is read, and names of columns are quoted where they need it", async () => {
  await connection.run(
    "create or replace table united as select 1::bigint as id, 'a' as name; create or replace table filtered as select 2::bigint as id, 'b' as name",
  );
  const sql = lower(
    relation(
      read("t.customers"),
      union(relation(read("t.customers"))),
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
    "select mapped.b\nfrom mapped_rows as mapped\nwhere mapped.a > 1",
  );
});

test("a statement reads like one that a person would write", () => {
  const sql = lower(
    relation(
      orders,
      filter("amount > 0 && date(at) >= $since"),
      join("left", relation(read("t.customers")), "left.key === right.id", {
        id: "left.id",
        amount: "left.amount",
        at: "left.at",
        name: "right.name ?? 'unknown'",
      }),
      aggregate({ day: "date(at)", name: "name" }, { revenue: "sum(amount)", orders: "count()", large: "count({ where: amount > 100 })" }),
      orderBy("revenue desc"),
      limit("10"),
    ),
    node => node.split(".")[1] ?? "",
  );
  expect(sql).toMatchInlineSnapshot(`
    "with filtered as (
      select orders.id, orders.key, orders.amount, orders."at", orders.text
      from orders
      where orders.amount > 0
        and orders."at" >= '2026-01-01'::date::timestamptz
    ), joined as (
      select filtered.id, filtered.amount, filtered."at", coalesce(customers.name, 'unknown') as name
      from filtered left join customers on filtered.key = customers.id
    ), aggregated as (
      select
        joined."at"::date as day,
        joined.name,
        coalesce(sum(joined.amount), 0) as revenue,
        count(*) as orders,
        count(*) filter (where joined.amount > 100) as large
      from joined
      group by 1, 2
    )
    select aggregated.day, aggregated.name, aggregated.revenue, aggregated.orders, aggregated.large
    from aggregated
    order by aggregated.revenue desc nulls last
    limit 10"
  `);
});

import { expect, test } from "vitest";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { column, filter, int64, makePlan, parsed, read, select, source, string, writeTo } from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

const columns = [column("order_id", int64), column("customer", int64), column("status", string), column("changed", int64)];

// A view that is folded into a statement by two ways, itself of several steps: Spark's own optimizer fails on its table expressions.
test("a view that a statement reads by several ways gives the rows that it gives on DuckDB", async () => {
  const folder = makeFolder();
  await query(
    `copy (select i // 2 as order_id, i % 50 as customer, ['open', 'paid'][i % 2 + 1] as status, i as changed from range(1000) t(i)) to '${folder}/lake/orders.parquet'`,
  );
  const latest = (key: string) => ({
    kind: "deduplicate" as const,
    by: [key],
    orderBy: [{ expression: parsed("changed"), direction: "desc" as const }],
  });
  const join = (right: string, on: string, names: readonly string[]) => ({
    kind: "join" as const,
    type: "inner" as const,
    right: { steps: [read(right)] },
    on: parsed(on),
    columns: names.map(name => ({ name: name.replace(/^\w+\./, ""), expression: parsed(name) })),
  });
  const plan = (table: string) =>
    makePlan([
      { id: "a.raw", steps: [source("orders.parquet", columns)] },
      {
        id: "b.customers",
        steps: [read("a.raw"), select({ id: "customer", changed: "changed" }), latest("id"), select({ id: "id" })],
        cache: false,
      },
      {
        id: "b.orders",
        steps: [
          read("a.raw"),
          latest("order_id"),
          filter("changed > 100"),
          filter("status === 'paid'"),
          join("b.customers", "left.customer === right.id", ["left.order_id", "left.customer"]),
        ],
        cache: false,
      },
      {
        id: "b.lines",
        steps: [
          read("a.raw"),
          { kind: "distinct" },
          join("a.raw", "left.changed === right.changed", ["left.order_id", "right.changed"]),
          select({ order_id: "order_id", amount: "cast(changed, t.int32())" }),
          { kind: "semiJoin", anti: false, right: { steps: [read("b.orders")] }, on: parsed("left.order_id === right.order_id") },
        ],
        cache: false,
      },
      {
        id: "c.sums",
        steps: [
          read("b.lines"),
          join("b.orders", "left.order_id === right.order_id", ["left.amount", "right.customer"]),
          {
            kind: "aggregate",
            keys: [{ name: "customer", expression: parsed("customer") }],
            aggregates: [
              { name: "rows", expression: parsed("count()") },
              { name: "amount", expression: parsed("sum(amount)") },
            ],
          },
        ],
        write: writeTo(table),
      },
    ]);
  expect((await runPlan(folder, plan("duckdb"))).status).toBe("succeeded");
  const { status, events } = await runPlan(folder, onSpark(plan("spark")));
  expect(events.filter(event => event.event === "node.finished" && event.status === "failed")).toEqual([]);
  expect(status).toBe("succeeded");
  const rows = (table: string) => query(`select * from '${folder}/lake/${table}/*.parquet' order by all`);
  expect((await rows("duckdb")).length).toBeGreaterThan(10);
  expect(await rows("spark")).toEqual(await rows("duckdb"));
});

import { avg, count, date, dateAdd, desc, param, parquet, pipeline, sum, t } from "odibi";
import { results } from "../connections.ts";
import { customer, lineitem, nation, orders, region, supplier } from "./tables.pipeline.ts";

export default pipeline({ tags: ["tpch"] });

/** The market segment of query 3. */
const segment = param("segment", t.string(), { default: "BUILDING" });
/** The region of query 5. */
const regionName = param("region", t.string(), { default: "ASIA" });

const discounted = (price: number, discount: number) => price * (1 - discount);

/** Query 1, pricing summary report: what was billed, shipped and returned until 90 days before the last day. */
export const q1 = lineitem
  .filter(l => l.l_shipdate <= dateAdd(date("1998-12-01"), -90, "day"))
  .groupBy(l => ({ l_returnflag: l.l_returnflag, l_linestatus: l.l_linestatus }))
  .aggregate(l => ({
    sum_qty: sum(l.l_quantity),
    sum_base_price: sum(l.l_extendedprice),
    sum_disc_price: sum(discounted(l.l_extendedprice, l.l_discount)),
    sum_charge: sum(discounted(l.l_extendedprice, l.l_discount) * (1 + l.l_tax)),
    avg_qty: avg(l.l_quantity),
    avg_price: avg(l.l_extendedprice),
    avg_disc: avg(l.l_discount),
    count_order: count(),
  }))
  .orderBy(r => [r.l_returnflag, r.l_linestatus])
  .write(parquet(results, "q1.parquet"));

/** Query 3, shipping priority: the ten unshipped orders with the largest value. */
export const q3 = customer
  .filter(c => c.c_mktsegment === segment)
  .join(
    orders,
    (c, o) => c.c_custkey === o.o_custkey && o.o_orderdate < date("1995-03-15"),
    (_, o) => ({ ...o }),
  )
  .join(
    lineitem.filter(l => l.l_shipdate > date("1995-03-15")),
    (o, l) => o.o_orderkey === l.l_orderkey,
    (o, l) => ({
      l_orderkey: l.l_orderkey,
      value: discounted(l.l_extendedprice, l.l_discount),
      o_orderdate: o.o_orderdate,
      o_shippriority: o.o_shippriority,
    }),
  )
  .groupBy(r => ({ l_orderkey: r.l_orderkey, o_orderdate: r.o_orderdate, o_shippriority: r.o_shippriority }))
  .aggregate(r => ({ revenue: sum(r.value) }))
  .select(r => ({ l_orderkey: r.l_orderkey, revenue: r.revenue, o_orderdate: r.o_orderdate, o_shippriority: r.o_shippriority }))
  .orderBy(r => [desc(r.revenue), r.o_orderdate])
  .limit(10)
  .write(parquet(results, "q3.parquet"));

/** Query 5, local supplier volume: revenue by nation of a region, where customer and supplier are of the same nation. */
export const q5 = customer
  .join(
    orders.filter(o => o.o_orderdate >= date("1994-01-01") && o.o_orderdate < dateAdd(date("1994-01-01"), 1, "year")),
    (c, o) => c.c_custkey === o.o_custkey,
    (c, o) => ({ c_nationkey: c.c_nationkey, o_orderkey: o.o_orderkey }),
  )
  .join(
    lineitem,
    (o, l) => o.o_orderkey === l.l_orderkey,
    (o, l) => ({ ...o, ...l }),
  )
  .join(
    supplier,
    (l, s) => l.l_suppkey === s.s_suppkey && l.c_nationkey === s.s_nationkey,
    (l, s) => ({ ...l, s_nationkey: s.s_nationkey }),
  )
  .join(
    nation.join(
      region.filter(r => r.r_name === regionName),
      (n, r) => n.n_regionkey === r.r_regionkey,
      n => ({ ...n }),
    ),
    (l, n) => l.s_nationkey === n.n_nationkey,
    (l, n) => ({ n_name: n.n_name, value: discounted(l.l_extendedprice, l.l_discount) }),
  )
  .groupBy(r => ({ n_name: r.n_name }))
  .aggregate(r => ({ revenue: sum(r.value) }))
  .orderBy(r => desc(r.revenue))
  .write(parquet(results, "q5.parquet"));

/** Query 6, forecasting revenue change: what small discounts of a year cost. */
export const q6 = lineitem
  .filter(
    l =>
      l.l_shipdate >= date("1994-01-01") &&
      l.l_shipdate < date("1995-01-01") &&
      l.l_discount >= 0.05 &&
      l.l_discount <= 0.07 &&
      l.l_quantity < 24,
  )
  .aggregate(l => ({ revenue: sum(l.l_extendedprice * l.l_discount) }))
  .write(parquet(results, "q6.parquet"));

/** Query 10, returned item reporting: the twenty customers whose returns cost most in a quarter. */
export const q10 = customer
  .join(
    orders.filter(o => o.o_orderdate >= date("1993-10-01") && o.o_orderdate < dateAdd(date("1993-10-01"), 3, "month")),
    (c, o) => c.c_custkey === o.o_custkey,
    (c, o) => ({ ...c, o_orderkey: o.o_orderkey }),
  )
  .join(
    lineitem.filter(l => l.l_returnflag === "R"),
    (o, l) => o.o_orderkey === l.l_orderkey,
    (o, l) => ({ ...o, ...l }),
  )
  .join(
    nation,
    (c, n) => c.c_nationkey === n.n_nationkey,
    (c, n) => ({ ...c, n_name: n.n_name }),
  )
  .groupBy(({ c_custkey, c_name, c_acctbal, n_name, c_address, c_phone, c_comment }) => ({
    c_custkey,
    c_name,
    c_acctbal,
    n_name,
    c_address,
    c_phone,
    c_comment,
  }))
  .aggregate(r => ({ revenue: sum(discounted(r.l_extendedprice, r.l_discount)) }))
  .select(({ c_custkey, c_name, revenue, ...rest }) => ({ c_custkey, c_name, revenue, ...rest }))
  .orderBy(r => desc(r.revenue))
  .limit(20)
  .write(parquet(results, "q10.parquet"));

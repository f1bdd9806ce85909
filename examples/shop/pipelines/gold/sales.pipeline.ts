import { any, avg, count, countDistinct, csv, date, delta, desc, json, max, month, pipeline, sum, today, truncate } from "odibi";
import { lake } from "../../connections.ts";
import { isRevenue, listLength } from "../../shared.ts";
import { customerScores, customers } from "../silver/customers.pipeline.ts";
import * as silver from "../silver/orders.pipeline.ts";

export default pipeline({ owner: "finance", tags: ["nightly", "gold"] });

// Not exported: no node of its own, but a part of the nodes that use it.
const sales = silver.orderLines.join(
  silver.orders.filter(o => isRevenue(o.status)),
  (l, o) => l.order_id === o.order_id,
  (l, o) => ({ ...l, customer_id: o.customer_id, country: o.country, is_business: o.is_business, ordered_at: o.ordered_at }),
);

/** Revenue by day and country. */
export const dailyRevenue = sales
  .groupBy(s => ({ day: date(s.ordered_at), country: s.country }))
  .aggregate(s => ({
    revenue: sum(s.amount),
    business_revenue: sum(s.amount, { where: s.is_business }),
    orders: countDistinct(s.order_id),
    lines: count(),
    average_line: avg(s.amount),
    any_discount: any(s.discount !== null),
  }))
  .orderBy(d => [d.day, d.country])
  .write(delta(lake, "gold/daily_revenue"));

/** The same by month, for a spreadsheet. */
export const monthlyRevenue = dailyRevenue
  .groupBy(d => ({ month: truncate(d.day, "month"), country: d.country }))
  .aggregate((d, key) => ({ revenue: sum(d.revenue), orders: sum(d.orders), label: `${month(key.month)}: ${key.country}` }))
  .orderBy(m => [m.month, desc(m.revenue)])
  .write(csv(lake, "gold/monthly_revenue.csv", { delimiter: ";" }));

/** The products that bring most. */
export const bestProducts = sales
  .groupBy(l => ({ product_id: l.product_id, product: l.product, category: l.category }))
  .aggregate(l => ({ revenue: sum(l.amount), pieces: sum(l.quantity) }))
  .orderBy(p => [desc(p.revenue), p.product_id])
  .limit(listLength)
  .write(csv(lake, "gold/best_products.csv"));

/** What each customer brought so far, with the score. */
export const customerValue = sales
  .groupBy(s => ({ customer_id: s.customer_id }))
  .aggregate(s => ({ revenue: sum(s.amount), last_order: max(s.ordered_at) }))
  .leftJoin(
    customerScores,
    (v, c) => v.customer_id === c.id,
    (v, c) => ({
      ...v,
      score: c.score ?? 0,
      class: v.revenue >= 3000 ? "A" : v.revenue >= 1000 ? "B" : "C",
    }),
  )
  .write(delta(lake, "gold/customer_value"));

/** Where the customers live, and where the orders went. `union` goes by column name and keeps duplicates; `distinct` drops them. */
export const countries = customers
  .select(c => ({ country: c.country }))
  .union(silver.orders.select(o => ({ country: o.country })))
  .distinct();

/** One row: the whole shop. It runs after the list of the best products, though it reads nothing of it. */
export const summary = sales
  .aggregate(s => ({
    revenue: sum(s.amount),
    customers: countDistinct(s.customer_id),
    lines_without_country: count({ where: s.country === "unknown" }),
  }))
  .withColumns(() => ({ made_on: today() }))
  .after(bestProducts)
  .config({ tags: ["nightly", "gold", "report"] })
  .write(json(lake, "gold/summary.jsonl"));

import { count, date, desc, param, parquet, pipeline, sum, t } from "odibi";
import { lake } from "../../connections";
import { rawOrders } from "../bronze/orders.pipeline";

export default pipeline({ owner: "sales", tags: ["daily"] });

/** Load orders from this day on: `odibi run --param since=2024-02-01`. */
const since = param("since", t.date(), { default: date("2024-01-01") });

/** Paid orders, one row each. */
export const orders = rawOrders
  .filter(o => o.status === "paid" && date(o.ordered_at) >= since)
  .deduplicate({ by: o => o.order_id, orderBy: o => desc(o.ordered_at) })
  .withColumns(o => ({ customer: o.customer ?? "(guest)" }))
  .write(parquet(lake, "silver/orders"), { partitionBy: o => o.country });

/** Revenue by day and country. */
export const dailyRevenue = orders
  .groupBy(o => ({ day: date(o.ordered_at), country: o.country }))
  .aggregate(o => ({ revenue: sum(o.amount), orders: count() }))
  .orderBy(d => [d.day, d.country])
  .write(parquet(lake, "silver/daily_revenue.parquet"));

import { avg, count, countDistinct, date, desc, max, parquet, sum, truncate } from "odibi";
import { lake } from "../connections";
import { order_lines, orders } from "./silver.pipeline";

const sales = order_lines.join(
  orders,
  (l, o) => l.order_id === o.order_id,
  (l, o) => ({ ...l, customer_id: o.customer_id, country: o.country, is_business: o.is_business, ordered_at: o.ordered_at }),
);

export const daily_revenue = sales
  .groupBy(s => ({ day: date(s.ordered_at), country: s.country }))
  .aggregate(s => ({
    revenue: sum(s.amount),
    business_revenue: sum(s.amount, { where: s.is_business }),
    orders: countDistinct(s.order_id),
    lines: count(),
    average_line: avg(s.amount),
  }))
  .write(parquet(lake, "daily_revenue.parquet"));

export const monthly_revenue = daily_revenue
  .groupBy(d => ({ month: truncate(d.day, "month"), country: d.country }))
  .aggregate(d => ({ revenue: sum(d.revenue), lines: sum(d.lines) }))
  .write(parquet(lake, "monthly_revenue.parquet"));

export const best_products = order_lines
  .groupBy(l => ({ product_id: l.product_id, product: l.product }))
  .aggregate(l => ({ revenue: sum(l.amount), pieces: sum(l.quantity) }))
  .orderBy(p => [desc(p.revenue), p.product_id])
  .limit(10)
  .write(parquet(lake, "best_products.parquet"));

export const customer_value = sales
  .groupBy(s => ({ customer_id: s.customer_id }))
  .aggregate(s => ({ revenue: sum(s.amount), last_order: max(s.ordered_at) }))
  .write(parquet(lake, "customer_value.parquet"));

export const summary = sales
  .aggregate(s => ({ revenue: sum(s.amount), customers: countDistinct(s.customer_id), lines: count() }))
  .write(parquet(lake, "summary.parquet"));

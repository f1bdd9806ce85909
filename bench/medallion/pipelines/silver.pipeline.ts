import { cast, date, desc, isIn, parquet, t } from "odibi";
import { lake } from "../connections";
import { raw_customers, raw_items, raw_orders, raw_products } from "./bronze.pipeline";

export const customers = raw_customers
  .deduplicate({ by: c => c.id, orderBy: c => desc(c.updated_at) })
  .withColumns(c => ({ name: c.name.trim(), email: c.email?.trim().toLowerCase(), country: c.country?.toUpperCase() ?? "unknown" }))
  .write(parquet(lake, "customers.parquet"));

export const orders = raw_orders
  .deduplicate({ by: o => o.order_id, orderBy: o => desc(o.updated_at) })
  .filter(o => isIn(o.status, ["paid", "shipped"]) && date(o.ordered_at) >= date("2024-01-01"))
  .notNull(["customer_id"], { otherwise: "drop" })
  .leftJoin(
    customers,
    (o, c) => o.customer_id === c.id,
    (o, c) => ({ ...o, country: c.country ?? "unknown", is_business: c.segment === "business" }),
  )
  .write(parquet(lake, "orders.parquet"));

export const order_lines = raw_items
  .distinct()
  .join(
    raw_products.deduplicate({ by: p => p.id, orderBy: p => desc(p.updated_at) }),
    (i, p) => i.product_id === p.id,
    (i, p) => ({
      ...i,
      product: p.title,
      category: p.category ?? "other",
      amount: cast(i.quantity * i.unit_price * (100 - (i.discount ?? 0)) * 0.01, t.decimal(12, 2)),
    }),
  )
  .semiJoin(orders, (l, o) => l.order_id === o.order_id)
  .write(parquet(lake, "order_lines.parquet"));

export const orders_without_lines = orders
  .antiJoin(order_lines, (o, l) => o.order_id === l.order_id)
  .select(o => ({ order_id: o.order_id, status: o.status, ordered_at: o.ordered_at }))
  .write(parquet(lake, "orders_without_lines.parquet"));

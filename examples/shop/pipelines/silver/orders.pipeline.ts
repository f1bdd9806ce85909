import { cast, date, delta, pipeline, round, t } from "odibi";
import { lake } from "../../connections.ts";
import { latest, since } from "../../shared.ts";
import { rawProducts } from "../bronze/catalog.pipeline.ts";
import { rawItems, rawOrders } from "../bronze/orders.pipeline.ts";
import { customers } from "./customers.pipeline.ts";

export default pipeline({ owner: "sales", tags: ["nightly"], timeout: "10 minutes" });

/** Orders, one row each as it was last changed, with the customer's country. */
export const orders = latest(rawOrders, o => o.order_id)
  .filter(o => date(o.ordered_at) >= since)
  // From here on `customer_id` is not null, and TypeScript knows it. Guests are left out.
  .notNull(["customer_id"], { otherwise: "drop" })
  .leftJoin(
    customers,
    (o, c) => o.customer_id === c.id,
    (o, c) => ({
      ...o,
      // The right side of a left join may be missing, so its columns are nullable: `??` says what then.
      country: c.country ?? "unknown",
      is_business: c.segment === "business",
    }),
  )
  .write(delta(lake, "silver/orders"), {
    mode: "merge",
    keys: o => o.order_id,
    updateWhen: (incoming, stored) => incoming.updated_at > stored.updated_at,
    partitionBy: o => o.country,
  });

/** The lines of these orders, with what was sold and for how much. A line that was sent twice counts once. */
export const orderLines = rawItems
  .distinct()
  .join(
    latest(rawProducts, p => p.id),
    (i, p) => i.product_id === p.id,
    (i, p) => ({
      ...i,
      product: p.title,
      category: p.category ?? "other",
      /** In euros, after the discount. Decimals stay exact: no float is on the way. */
      amount: cast(round(i.quantity * i.unit_price * (100 - (i.discount ?? 0)) * 0.01, 2), t.decimal(12, 2)),
      cheaper_than_list: i.unit_price < p.price,
    }),
  )
  .semiJoin(orders, (l, o) => l.order_id === o.order_id)
  .write(delta(lake, "silver/order_lines"), { mode: "merge", keys: l => [l.order_id, l.line] });

/** Orders of which the warehouse knows no line: somebody should look at them. */
export const ordersWithoutLines = orders
  .antiJoin(orderLines, (o, l) => o.order_id === l.order_id)
  .select(o => ({ order_id: o.order_id, status: o.status, ordered_at: o.ordered_at }));

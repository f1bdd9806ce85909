import { csv, delta, parquet, pipeline, read, t } from "odibi";
import { lake, landing } from "../../connections.ts";
import { STATUSES } from "../../shared.ts";

// The defaults of every node in this file.
export default pipeline({ owner: "ingest", tags: ["hourly"], retries: 1 });

/** Orders as the shop exports them: a file per month, and a row again whenever an order changes. */
export const rawOrders = read(csv(landing, "orders/*.csv", { delimiter: ";" }), {
  order_id: t.int64(),
  /** Null for guests. */
  customer_id: t.int64().nullable(),
  status: t.enum(...STATUSES),
  ordered_at: t.timestamp(),
  updated_at: t.timestamp(),
  // A Delta table: every run is one version of it, which readers see whole or not at all.
}).write(delta(lake, "bronze/orders"), { mode: "append" });

// Without `.write()` a node is a view: it is computed inside the nodes that use it.
/** The lines of the orders, from the warehouse. It stores them as Parquet. */
export const rawItems = read(parquet(landing, "items/*.parquet"), {
  order_id: t.int64(),
  line: t.int32(),
  product_id: t.int64(),
  quantity: t.int32(),
  /** In euros, for one piece. */
  unit_price: t.decimal(10, 2),
  /** In percent. */
  discount: t.decimal(4, 2).nullable(),
});

import { csv, parquet, read, t } from "odibi";
import { lake, landing } from "../../connections";

/** Orders as they come in. A value that is not of its type stops the run, with the file, line and column. */
export const rawOrders = read(csv(landing, "orders/*.csv"), {
  order_id: t.int64(),
  customer: t.string().nullable(),
  country: t.string(),
  /** In euros. */
  amount: t.decimal(12, 2),
  status: t.enum("open", "paid", "void"),
  ordered_at: t.timestamp(),
}).write(parquet(lake, "bronze/orders"));

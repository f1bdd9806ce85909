// The tables that the wrong uses are about. Nothing is wrong here.
import { csv, date, local, param, parquet, read, t } from "odibi";

export const lake = local("data/lake");
export const landing = local("data/landing");
export const since = param("since", t.date(), { default: date("2020-01-01") });

export const orders = read(csv(landing, "orders/*.csv"), {
  order_id: t.int64(),
  customer_id: t.int64().nullable(),
  /** Gross, in euros. */
  amount: t.decimal(12, 2),
  discount: t.decimal(12, 2).nullable(),
  status: t.enum("open", "paid", "void"),
  note: t.string().nullable(),
  paid: t.boolean(),
  ordered_at: t.timestamp(),
  day: t.date(),
});
/** With columns that hold others. */
export const visits = read(parquet(landing, "visits"), {
  id: t.int64(),
  tags: t.list(t.string().nullable()),
  address: t.struct({ city: t.string(), zip: t.string().nullable() }).nullable(),
  place: t.struct({ lat: t.float64(), lon: t.float64() }),
  counts: t.map(t.string(), t.int64()),
});
export const customers = read(parquet(landing, "crm/customers"), {
  id: t.int64(),
  name: t.string(),
  country: t.string().nullable(),
  updated_at: t.timestamp(),
});

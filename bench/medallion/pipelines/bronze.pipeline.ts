import { parquet, read, t } from "odibi";
import { lake, landing } from "../connections";

export const raw_orders = read(parquet(landing, "orders.parquet"), {
  order_id: t.int64(),
  customer_id: t.int64().nullable(),
  status: t.enum("open", "paid", "shipped", "void"),
  ordered_at: t.timestamp(),
  updated_at: t.timestamp(),
}).write(parquet(lake, "raw_orders.parquet"));

export const raw_items = read(parquet(landing, "items.parquet"), {
  order_id: t.int64(),
  line: t.int32(),
  product_id: t.int64(),
  quantity: t.int32(),
  unit_price: t.decimal(10, 2),
  discount: t.decimal(4, 2).nullable(),
}).write(parquet(lake, "raw_items.parquet"));

export const raw_customers = read(parquet(landing, "customers.parquet"), {
  id: t.int64(),
  name: t.string(),
  email: t.string().nullable(),
  country: t.string().nullable(),
  segment: t.enum("private", "business"),
  updated_at: t.timestamp(),
}).write(parquet(lake, "raw_customers.parquet"));

export const raw_products = read(parquet(landing, "products.parquet"), {
  id: t.int64(),
  title: t.string(),
  category: t.string().nullable(),
  price: t.decimal(10, 2),
  updated_at: t.timestamp(),
}).write(parquet(lake, "raw_products.parquet"));

import { csv, delta, json, pipeline, read, t } from "odibi";
import { lake, landing } from "../../connections.ts";

export default pipeline({ owner: "ingest", tags: ["nightly"] });

/** The customer list: people write into it by hand, so a customer may stand in it more than once. Each run adds it as it is then. */
export const rawCustomers = read(csv(landing, "customers.csv", { nullValue: "NULL" }), {
  id: t.int64(),
  name: t.string(),
  email: t.string().nullable(),
  country: t.string().nullable(),
  segment: t.enum("private", "business"),
  updated_at: t.timestamp(),
}).write(delta(lake, "bronze/customers"), { mode: "append" });

/** The products as the shop's API gives them, an object per line. It gives more than we take. */
export const rawProducts = read(
  json(landing, "products.jsonl"),
  {
    id: t.int64(),
    title: t.string(),
    category: t.string().nullable(),
    price: t.decimal(10, 2),
    updated_at: t.timestamp(),
  },
  { extraColumns: "ignore" },
);

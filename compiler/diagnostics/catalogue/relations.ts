import { type Entry, error } from "../entry.ts";

// The steps of a table: 31xx.
export const relations = {
  ODB3101: error(
    "Two columns of one name",
    "Names that differ only by case are one name to most engines and file systems.",
    "export const one = orders.select(o => ({ id: o.order_id, ID: o.customer_id }));",
    "export const one = orders.select(o => ({ order_id: o.order_id, customer_id: o.customer_id }));",
  ),
  ODB3102: error(
    "A table without columns",
    "Every table has one column at least.",
    "export const one = orders.select(() => ({}));",
    "export const one = orders.select(o => ({ order_id: o.order_id }));",
  ),
  ODB3103: error(
    "A join that would match null with null",
    "`===` treats null as a value, so that rows without a key would all match each other.",
    "export const one = orders.join(customers, (o, c) => o.note === c.country, (o, c) => ({ ...o, name: c.name }));",
    'export const one = orders.notNull(["note"], { otherwise: "drop" }).join(customers, (o, c) => o.note === c.country, (o, c) => ({ ...o, name: c.name }));',
  ),
  ODB3104: error(
    "A union of tables that differ",
    "Both tables of a union have the same columns, by name, of types that go together.",
    "export const one = orders.select(o => ({ id: o.order_id, day: o.day })).union(customers.select(c => ({ id: c.id })));",
    "export const one = orders.select(o => ({ id: o.order_id })).union(customers.select(c => ({ id: c.id })));",
  ),
  ODB3105: error(
    "A limit without an order",
    "The first rows of no order are any rows, and others on the next run.",
    "export const one = orders.limit(10);",
    "export const one = orders.orderBy(o => desc(o.amount)).limit(10);",
  ),
  ODB3106: error(
    "A limit that is no number of rows",
    "A limit is a whole number from 0, or a param of a whole number type.",
    "export const one = orders.orderBy(o => o.order_id).limit(1.5);",
    "export const one = orders.orderBy(o => o.order_id).limit(10);",
  ),
  ODB3107: error(
    "A list, struct or map where none may stand",
    "Nested values are passed on whole, in JSON, Parquet and Delta tables. They are no key, are not compared row by row, and do not go into a csv file or through a function of `mapRows`.",
    'export const one = customers.select(c => ({ parts: c.name.split(" ") })).distinct();',
    'export const one = customers.select(c => ({ first: c.name.split(" ")[0] })).distinct();',
  ),
  ODB3108: error(
    "A key named twice",
    "Each key is named once.",
    "export const one = orders.deduplicate({ by: o => [o.order_id, o.order_id], orderBy: o => o.ordered_at });",
    "export const one = orders.deduplicate({ by: o => o.order_id, orderBy: o => o.ordered_at });",
  ),
  ODB3109: error(
    "An order by what has none",
    "Rows are ordered by numbers, texts, dates, timestamps and booleans.",
    "export const one = orders.withColumns(() => ({ x: 1 })).orderBy(o => o.note === null ? null : null);",
    "export const one = orders.orderBy(o => o.order_id);",
  ),
  ODB3110: error(
    "A step out of place",
    "A table begins with a `read`, and has no other.",
    `"steps": [{ "filter": "true" }]`,
    `"steps": [{ "read": "bronze/orders.rawOrders" }, { "filter": "true" }]`,
  ),
  ODB3111: error(
    "A key, order or list that names nothing",
    "The step names one column at least. An order by what is the same for every row orders nothing.",
    "export const one = orders.groupBy(o => ({ day: o.day })).aggregate(() => ({}));",
    "export const one = orders.groupBy(o => ({ day: o.day })).aggregate(() => ({ n: count() }));",
  ),
  ODB3112: error(
    "A step that changes nothing",
    "What is accepted has an effect; this would pass every row on as it is. (`notNull` of a column that is never null may stay: it guards against a change above.)",
    "export const one = orders.rename({});",
    'export const one = orders.rename({ note: "remark" });',
  ),
} as const satisfies { readonly [code: string]: Entry };

import type { Entry } from "../entry.ts";

const error = (title: string, explanation: string, wrong: string, right: string): Entry & { readonly severity: "error" } => ({ severity: "error", title, explanation, wrong, right });

// The steps of a table: 31xx.
export const relations = {
  ODB3101: error("Two columns of one name", "Names that differ only by case are one name to most engines and file systems.", "orders.select(o => ({ id: o.order_id, ID: o.customer_id }))", "orders.select(o => ({ order_id: o.order_id, customer_id: o.customer_id }))"),
  ODB3102: error("A table without columns", "Every table has one column at least.", "orders.select(o => ({}))", "orders.select(o => ({ order_id: o.order_id }))"),
  ODB3103: error("A join that would match null with null", "`===` treats null as a value, so that rows without a key would all match each other.", "orders.join(customers, (o, c) => o.mail === c.mail, …)", "orders.notNull(['mail'], { otherwise: 'drop' }).join(customers, (o, c) => o.mail === c.mail, …)"),
  ODB3104: error("A union of tables that differ", "Both tables of a union have the same columns, by name, of types that go together.", "orders.union(refunds)", "orders.union(refunds.select(r => ({ order_id: r.order_id, amount: r.amount })))"),
  ODB3105: error("A limit without an order", "The first rows of no order are any rows, and others on the next run.", "orders.limit(10)", "orders.orderBy(o => desc(o.amount)).limit(10)"),
  ODB3106: error("A limit that is no number of rows", "A limit is a whole number from 0, or a param of a whole number type.", "orders.orderBy(o => o.id).limit(1.5)", "orders.orderBy(o => o.id).limit(10)"),
  ODB3107: error("A column that cannot be stored", "Lists are steps on the way; a column holds one value.", "o => ({ parts: o.mail.split('@') })", "o => ({ domain: o.mail.split('@')[1] })"),
  ODB3108: error("A key named twice", "Each key is named once.", "deduplicate({ by: o => [o.id, o.id], … })", "deduplicate({ by: o => o.id, … })"),
  ODB3109: error("An order by what has none", "Rows are ordered by numbers, texts, dates, timestamps and booleans.", "orders.orderBy(o => o.payload)", "orders.orderBy(o => o.order_id)"),
  ODB3110: error("A step out of place", "A table begins with a `read`, and has no other.", `"steps": [{ "filter": "true" }]`, `"steps": [{ "read": "bronze/orders.rawOrders" }, { "filter": "true" }]`),
  ODB3111: error("A key, order or list that names nothing", "The step names one column at least.", "orders.notNull([])", "orders.notNull(['mail'])"),
} as const satisfies { readonly [code: string]: Entry };

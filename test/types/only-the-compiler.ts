// Wrong uses that TypeScript accepts: the compiler has to report each, at its place. Nothing here is a type error.
import { count, date, desc, max, parquet, sum, t } from "odibi";
import { customers, lake, orders } from "./tables.ts";

// Two spreads share a column (`name`): the second wins silently.
export const s1 = orders.withColumns(o => ({ name: o.note })).join(customers, (o, c) => o.customer_id === c.id, (o, c) => ({ ...o, ...c }));
// A column that is neither a group key nor inside an aggregate.
export const s2 = orders.groupBy(o => ({ day: o.day })).aggregate(o => ({ status: o.status, n: count() }));
// An aggregate where there is no group.
export const s3 = orders.filter(o => sum(o.amount) > 100);
export const s4 = orders.select(o => ({ total: sum(o.amount) }));
// An aggregate inside an aggregate.
export const s5 = orders.aggregate(o => ({ x: sum(max(o.amount)) }));
// A nullable column in a text: JavaScript says "null".
export const s7 = orders.select(o => ({ a: `note: ${o.note}`, b: "note: " + o.note }));
// Numbers, texts and dates as conditions; `==`; `undefined`; assertions that only silence TypeScript.
export const s8 = orders.filter(o => !o.discount || !o.day || o.note == null || o.note === undefined || o.discount! > 1 || (o.status as string) === "x");
export const s9 = orders.select(o => ({ x: o.discount ? 1 : 0 }));
// A day that is not in the calendar.
export const s10 = orders.filter(o => o.day === date("2024-13-45"));
// Methods of primitives that no engine has.
export const s11 = orders.select(o => ({ a: o.amount.toLocaleString(), b: o.status.localeCompare("x"), c: parseInt(o.status) }));
// Something computed as a key, or a key twice.
export const s12 = orders.deduplicate({ by: o => [o.order_id, o.order_id], orderBy: o => o.ordered_at });
// A table-wide aggregate of an empty table: `max` is null there, the type says it is not.
export const s13 = orders.filter(o => o.amount < 0).aggregate(o => ({ last: max(o.ordered_at) })).filter(r => date(r.last) > date("2024-01-01"));
// What arithmetic makes is a number in `mapRows`, whether the column is a decimal or not: it wants a cast.
export const s14 = orders.select(o => ({ x: o.order_id + 1 })).mapRows({ x: t.float64() }, row => ({ x: row.x }));
// Logic over conditions that may be null: JavaScript and SQL part ways; `?? false` first. (A filter may be one nullable boolean.)
export const s15 = orders.select(o => ({ x: o.note === null ? null : o.note > "m" })).filter(r => !r.x);
// The first rows of no order.
export const s16 = orders.limit(10);
// Folders know no single file, and a file no partitions.
export const s17 = orders.write(parquet(lake, "exports/orders.parquet"), { partitionBy: o => o.day });
// Steps that change nothing.
export const s18 = orders.rename({});
export const s19 = orders.rename({ note: "note" });
export const s20 = orders.withColumns(() => ({}));
export const s21 = orders.config({});
// An order by what is the same for every row.
export const s22 = orders.orderBy(() => 1).limit(10);
export const s23 = orders.deduplicate({ by: o => o.order_id, orderBy: () => desc(date("2024-01-31")) });
// A guard that changes nothing today is none of them: the column may become nullable above.
export const s24 = orders.notNull(["order_id"]);
// Nothing named at all.
export const s25 = orders.drop();

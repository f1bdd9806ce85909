// Right uses, and what the editor says of them: `^?` names what a hover prints at the place above it, blanks compressed.
import {
  any,
  avg,
  cast,
  count,
  countDistinct,
  csv,
  type DateOnly,
  date,
  dateAdd,
  dateDiff,
  desc,
  every,
  greatest,
  ifNotNull,
  isIn,
  json,
  max,
  min,
  nullIf,
  param,
  parquet,
  pipeline,
  type RowOf,
  read,
  round,
  sha256,
  sum,
  type Table,
  type Timestamp,
  t,
  timestamp,
  tryCast,
  truncate,
  year,
} from "odibi";
import { customers, lake, landing, orders, since } from "../tables.ts";

export default pipeline({ owner: "sales", tags: ["nightly"], retries: 2, timeout: "30 minutes", onError: "stop" });

export const rawRates = read(csv(landing, "rates.csv", { delimiter: ";", nullValue: "NULL" }), {
  //         ^? const rawRates: Table<{ currency: string; valid_from: Timestamp; euros: number; }>
  currency: t.string(),
  valid_from: t.timestamp(),
  euros: t.float64(),
});

export const prices = orders.select(o => ({ id: o.order_id, price: o.discount }));
//           ^? const prices: Table<{ id: Int64; price: Decimal<12, 2> | null; }>

export const withCountry = orders.leftJoin(customers, (o, c) => o.customer_id === c.id, (o, c) => ({ ...o, country: c.country ?? "unknown" }));
//                                                                                          ^? (parameter) c: { id: Int64 | null; name: string | null; country: string | null; updated_at: Timestamp | null; }
export const amounts = withCountry.select(o => ({ country: o.country, amount: o.amount }));
//                                                                              ^? (property) amount: Decimal<12, 2> Gross, in euros.
export const renamed = withCountry.rename({ order_id: "id" }).drop("note", "discount", "customer_id", "paid", "day", "ordered_at");
//           ^? const renamed: Table<{ country: string; amount: Decimal<12, 2>; status: "open" | "paid" | "void"; id: Int64; }>

export const totals = orders.groupBy(o => ({ day: o.day, open: o.status === "open" })).aggregate((o, key) => ({
  //         ^? const totals: Table<{ day: DateOnly; open: boolean; n: Int64; customers: Int64; total: Decimal<38, 2>; mean: number; last: Timestamp; first_paid: Timestamp | null; discounts: number | null; some: boolean; all: boolean; label: string; }>
  n: count(),
  customers: countDistinct(o.customer_id, { where: o.paid }),
  total: sum(o.amount),
  //     ^? (alias) sum<Decimal<12, 2>>(value: Decimal<12, 2>, options?: Where): Decimal<38, 2> import sum The sum of the values that are not null; 0 where there are none, so never null. Integers add up to `Int64`, decimals keep their scale; a sum that leaves its type fails the node.
  mean: avg(o.amount),
  last: max(o.ordered_at),
  first_paid: min(o.ordered_at, { where: o.paid }),
  discounts: avg(o.discount),
  some: any(o.discount !== null),
  all: every(o.paid),
  label: `${year(key.day)}`,
}));

export const expressions = orders.notNull(["discount"], { otherwise: "drop" }).select(({ discount, ...o }) => ({
  net: o.amount - discount,
  ratio: discount / o.amount,
  whole: cast(o.amount, t.int64()),
  customer: cast(o.customer_id, t.string()),
  perhaps: tryCast(o.note, t.date()),
  day: date(o.ordered_at, { zone: "Europe/Paris" }),
  month: truncate(o.ordered_at, "month"),
  due: dateAdd(o.day, 30, "day"),
  age: dateDiff(o.day, date("2024-01-31"), "day"),
  late: o.ordered_at >= timestamp("2024-01-31T10:00:00Z"),
  rounded: round(o.amount * 1.2, 2),
  best: greatest(o.amount, discount),
  known: isIn(o.status, ["open", "paid"]),
  name: nullIf(o.note?.trim() ?? "", ""),
  domain: o.note?.split("@")[1]?.toLowerCase(),
  hash: sha256(o.order_id, o.note),
  note_hash: sha256(o.note),
  twice: ifNotNull(o.customer_id, customer => customer * 2),
  code: /^[A-Z]{2}$/.test(o.status),
  size: Math.max(Math.abs(o.amount), 1),
}));
export type Expressions = RowOf<typeof expressions>;
//          ^? type Expressions = { net: number; ratio: number; whole: Int64; customer: string | null; perhaps: DateOnly | null; day: DateOnly; month: Timestamp; due: DateOnly; age: Int64; late: boolean; rounded: number; best: Decimal<12, 2>; known: boolean; name: string | null; domain: string | null; hash: string; note_hash: string | null; twice: number | null; code: boolean; size: number; }

/** Load orders from this day on. */
export const from = param("from", t.date(), { default: date("2020-01-01") });
//           ^? const from: DateOnly Load orders from this day on.
export const most: number = param("most", t.int64(), { default: 10 });
export const top = orders.filter(o => o.day >= since && o.day >= from).orderBy(o => [desc(o.amount), o.order_id]).limit(most);
export const everyone = customers.select(c => ({ id: c.id, name: c.name })).union(customers.select(c => ({ id: c.id, name: c.country }))).distinct();
//           ^? const everyone: Table<{ id: Int64; name: string | null; }>

/** A macro over tables: generic, and its result has the caller's columns. */
const latest = <R extends { updated_at: Timestamp }>(table: Table<R>, key: (row: R) => number | string) =>
  table.deduplicate({ by: key, orderBy: r => desc(r.updated_at) });
const withDay = <R extends { updated_at: Timestamp }>(table: Table<R>) => table.withColumns(r => ({ updated_on: date(r.updated_at) }));
export const current = withDay(latest(customers, c => c.id));
//           ^? const current: Table<{ id: Int64; name: string; country: string | null; updated_at: Timestamp; updated_on: DateOnly; }>
export const day: DateOnly = date("2024-02-29");

export const scores = orders.select(o => ({ id: o.order_id, amount: o.amount, day: o.day, note: o.note })).mapRows(
  { id: t.int64(), score: t.decimal(6, 4) },
  async row => ({ id: row.id, score: row.note === null ? "0.5" : row.amount.length / 10 }),
  //    ^? (parameter) row: { id: bigint; amount: string; day: string; note: string | null; }
).write(parquet(lake, "scores", { compression: "zstd" }), { mode: "append", partitionBy: s => s.id });
export const copies = orders.semiJoin(customers, (o, c) => o.customer_id === c.id)
  .antiJoin(everyone, (o, e) => o.order_id === e.id)
  .after(scores, totals)
  .config({ cache: true })
  .write(json(lake, "copies.jsonl"));

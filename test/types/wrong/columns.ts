// Wrong columns, types and literals in an expression.
import { cast, count, date, dateAdd, dateDiff, greatest, ifNotNull, isIn, parquet, read, sum, t, timestamp } from "odibi";
import { landing, orders, since, visits } from "../tables.ts";

// A column that does not exist.
// TS2551: Property 'amuont' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'. Did you mean 'amount'?
// @ts-expect-error
export const a1 = orders.filter(o => o.amuont > 0);
// A value that is not in the enum.
// TS2367: This comparison appears to be unintentional because the types '"open" | "paid" | "void"' and '"payd"' have no overlap.
// @ts-expect-error
export const a2 = orders.filter(o => o.status === "payd");
// A number compared with a string.
// TS2367: This comparison appears to be unintentional because the types 'Int64' and 'string' have no overlap.
// @ts-expect-error
export const a3 = orders.filter(o => o.order_id === "5");
// A date compared with a string.
// TS2365: Operator '>=' cannot be applied to types 'DateOnly' and 'string'.
// @ts-expect-error
export const a4 = orders.filter(o => o.day >= "2024-01-01");
// The same with `===`.
// TS2367: This comparison appears to be unintentional because the types 'DateOnly' and 'string' have no overlap.
// @ts-expect-error
export const a5 = orders.filter(o => o.day === "2024-01-01");
// A timestamp compared with a date.
// TS2365: Operator '>=' cannot be applied to types 'Timestamp' and 'DateOnly'.
// @ts-expect-error
export const a6 = orders.filter(o => o.ordered_at >= since);
// A date literal that is not ISO.
// TS2345: Argument of type '"01/02/2024"' is not assignable to parameter of type 'Timestamp | TimestampNtz | `${number}-${number}-${number}`'.
// @ts-expect-error
export const a7 = orders.filter(o => o.day >= date("01/02/2024"));
// A timestamp literal without a zone.
// TS2345: Argument of type '"2024-01-01 10:00:00"' is not assignable to parameter of type '`${number}-${number}-${number}T${string}Z`'.
// @ts-expect-error
export const a8 = orders.filter(o => o.ordered_at >= timestamp("2024-01-01 10:00:00"));
// Adding a number to a date.
// TS2365: Operator '+' cannot be applied to types 'DateOnly' and 'number'.
// @ts-expect-error
export const a9 = orders.select(o => ({ due: o.day + 30 }));
// Subtracting dates.
// TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.
// TS2363: The right-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.
// @ts-expect-error
export const a10 = orders.select(o => ({ age: since - o.day }));
// A unit that does not exist.
// TS2345: Argument of type '"days"' is not assignable to parameter of type '"day" | "hour" | "minute" | "month" | "quarter" | "second" | "week" | "year"'.
// @ts-expect-error
export const a11 = orders.select(o => ({ due: dateAdd(o.day, 30, "days") }));
// A date and a timestamp in one difference.
// TS2345: Argument of type 'Timestamp' is not assignable to parameter of type 'DateOnly'.
// @ts-expect-error
export const a12 = orders.select(o => ({ age: dateDiff(o.day, o.ordered_at, "day") }));
// Arithmetic on a nullable column.
// TS18047: 'o.discount' is possibly 'null'.
// @ts-expect-error
export const a13 = orders.select(o => ({ net: o.amount - o.discount }));
// Comparing a nullable column.
// TS18047: 'o.discount' is possibly 'null'.
// @ts-expect-error
export const a14 = orders.filter(o => o.discount > 0);
// A string method on a nullable column.
// TS18047: 'o.note' is possibly 'null'.
// @ts-expect-error
export const a15 = orders.select(o => ({ note: o.note.trim() }));
// Arithmetic on a string.
// TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.
// @ts-expect-error
export const a17 = orders.select(o => ({ x: o.status * 2 }));
// A condition that is a number.
// TS2322: Type 'Decimal<12, 2>' is not assignable to type 'boolean | null'.
// @ts-expect-error
export const a19 = orders.filter(o => o.amount);
// A condition that is a nullable number.
// TS2322: Type 'false | Decimal<12, 2> | null' is not assignable to type 'boolean | null'.
// @ts-expect-error
export const a20 = orders.filter(o => o.paid && o.discount);
// A JavaScript Date as a column.
// TS2322: Type 'Date' is not assignable to type 'ColumnValue | undefined'.
// @ts-expect-error
export const a21 = orders.select(o => ({ id: o.order_id, at: new Date() }));
// A function as a column.
// TS2322: Type '() => Decimal<12, 2>' is not assignable to type 'ColumnValue | undefined'.
// @ts-expect-error
export const a22 = orders.select(o => ({ id: o.order_id, f: () => o.amount }));
// The sum of a string.
// TS2345: Argument of type '"open" | "paid" | "void"' is not assignable to parameter of type 'number | null'.
// @ts-expect-error
export const a26 = orders.aggregate(o => ({ s: sum(o.status) }));
// An aggregate's option that does not exist.
// TS2353: Object literal may only specify known properties, and 'filter' does not exist in type 'Where'.
// @ts-expect-error
export const a27 = orders.aggregate(o => ({ n: count({ filter: o.paid }) }));
// A cast to a type that does not exist.
// TS2339: Property 'uuid' does not exist on type 'ColumnTypes'.
// @ts-expect-error
export const a28 = orders.select(o => ({ id: cast(o.note, t.uuid()) }));
// The greatest of a date and a timestamp.
// TS2345: Argument of type 'Timestamp' is not assignable to parameter of type 'DateOnly'.
// @ts-expect-error
export const a29 = orders.select(o => ({ last: greatest(o.day, o.ordered_at) }));
// A macro called with a column of another type.
const isRevenue = (status: string, amount: number) => status === "paid" && amount > 0;
// TS2345: Argument of type 'DateOnly' is not assignable to parameter of type 'number'.
// @ts-expect-error
export const a30 = orders.filter(o => isRevenue(o.status, o.day));
// A macro called with a nullable column.
// TS2345: Argument of type 'Decimal<12, 2> | null' is not assignable to parameter of type 'number'.
// @ts-expect-error
export const a31 = orders.filter(o => isRevenue(o.status, o.discount));
// A label table that forgets a value of the enum.
const labels = { open: "Open", paid: "Paid" };
// TS7053: Element implicitly has an 'any' type because expression of type '"open" | "paid" | "void"' can't be used to index type '{ open: string; paid: string; }'.
// @ts-expect-error
export const a32 = orders.select(o => ({ label: labels[o.status] }));
// The nullable value used instead of the one handed to the function.
// TS18047: 'o.discount' is possibly 'null'.
// @ts-expect-error
export const a33 = orders.select(o => ({ net: ifNotNull(o.discount, d => o.amount - o.discount - d) }));
// A list of values of which one is not in the enum.
// TS2820: Type '"voided"' is not assignable to type '"open" | "paid" | "void"'. Did you mean '"void"'?
// @ts-expect-error
export const a35 = orders.filter(o => isIn(o.status, ["paid", "voided"]));
// JavaScript's own way with an `as const` list: TypeScript wants the very values of the list.
const revenueStatuses = ["paid"] as const;
// TS2345: Argument of type '"open" | "paid" | "void"' is not assignable to parameter of type '"paid"'.
// @ts-expect-error
export const a36 = orders.filter(o => revenueStatuses.includes(o.status));
// The second part of a text used as if there were always one.
// TS2532: Object is possibly 'undefined'.
// @ts-expect-error
export const a38 = orders.select(o => ({ domain: (o.note ?? "").split("@")[1].toLowerCase() }));
// A text moved by a year.
// TS2345: Argument of type 'string | null' is not assignable to parameter of type 'Temporal | null'.
// @ts-expect-error
export const a39 = orders.select(o => ({ year: dateAdd(o.note, 1, "year") }));
// The sum of dates.
// TS2345: Argument of type 'DateOnly' is not assignable to parameter of type 'number'.
// @ts-expect-error
export const a40 = orders.aggregate(o => ({ s: sum(o.day) }));
// A nullable column converted, and used as if it were not null.
// TS2531: Object is possibly 'null'.
// @ts-expect-error
export const a41 = orders.select(o => ({ next: cast(o.customer_id, t.int32()) + 1 }));
// The greatest of one value.
// TS2555: Expected at least 2 arguments, but got 1.
// @ts-expect-error
export const a42 = orders.select(o => ({ best: greatest(o.amount) }));
// A field that a struct does not have.
// TS2339: Property 'city' does not exist on type '{ lat: number; lon: number; }'.
// @ts-expect-error
export const n1 = visits.select(v => ({ city: v.place.city }));
// A field of a struct that may be null.
// TS18047: 'v.address' is possibly 'null'.
// @ts-expect-error
export const n2 = visits.select(v => ({ city: v.address.city }));
// Two structs compared.
// TS2367: This comparison appears to be unintentional because the types '{ lat: number; lon: number; }' and '{ city: string; zip: string | null; } | null' have no overlap.
// @ts-expect-error
export const n3 = visits.filter(v => v.place === v.address);
// A list compared with a text.
// TS2367: This comparison appears to be unintentional because the types 'List<string | null>' and 'string' have no overlap.
// @ts-expect-error
export const n4 = visits.filter(v => v.tags === "a");
// A list asked for what it does not hold.
// TS2345: Argument of type 'number' is not assignable to parameter of type 'string'.
// @ts-expect-error
export const n5 = visits.filter(v => v.tags.includes(5));
// A method of lists that comes later.
// TS2339: Property 'map' does not exist on type 'List<string | null>'.
// TS7006: Parameter 'tag' implicitly has an 'any' type.
// @ts-expect-error
export const n6 = visits.select(v => ({ n: v.tags.map(tag => tag) }));
// A list as a key.
// TS2322: Type 'List<string | null>' is not assignable to type 'readonly [Key, ...Key[]] | Key'.
// @ts-expect-error
export const n7 = visits.deduplicate({ by: v => v.tags, orderBy: v => v.id });
// A map as a number.
// TS2365: Operator '+' cannot be applied to types 'MapOf<string, Int64>' and 'number'.
// @ts-expect-error
export const n8 = visits.select(v => ({ n: v.counts + 1 }));
// A list of no type.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'ColumnType<unknown>'.
// @ts-expect-error
export const n9 = read(parquet(landing, "x"), { x: t.list("text") });
// A map with a key that may be null.
// TS2345: Argument of type 'ColumnType<string | null>' is not assignable to parameter of type 'ColumnType<string | number>'.
// @ts-expect-error
export const n10 = read(parquet(landing, "x"), { x: t.map(t.string().nullable(), t.int64()) });
// A struct of texts.
// TS2322: Type 'string' is not assignable to type 'ColumnType<unknown>'.
// @ts-expect-error
export const n11 = read(parquet(landing, "x"), { x: t.struct({ a: "text" }) });

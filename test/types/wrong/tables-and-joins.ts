// Wrong table methods.
import { count, sum } from "odibi";
import { customers, orders } from "../tables.ts";

// Dropping a column that does not exist.
// TS2345: Argument of type '"statsu"' is not assignable to parameter of type '"amount" | "customer_id" | "day" | "discount" | "note" | "order_id" | "ordered_at" | "paid" | "status"'.
// @ts-expect-error
export const b1 = orders.drop("statsu");
// Renaming a column that does not exist.
// TS2353: Object literal may only specify known properties, and 'order' does not exist in type '{ readonly order_id?: string; readonly customer_id?: string; readonly amount?: string; readonly discount?: string; readonly status?: string; readonly note?: string; readonly paid?: string; readonly ordered_at?: string; readonly day?: string; }'.
// @ts-expect-error
export const b2 = orders.rename({ order: "id" });
// A dropped column used afterwards.
// TS2339: Property 'status' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const b3 = orders.drop("status").filter(o => o.status === "paid");
// A column of the wrong side of a join.
// TS2339: Property 'id' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const b4 = orders.join(customers, (o, c) => o.id === c.id, (o, c) => ({ ...o, country: c.country }));
// A join condition that compares different types.
// TS2367: This comparison appears to be unintentional because the types 'string' and 'Int64' have no overlap.
// @ts-expect-error
export const b5 = orders.join(customers, (o, c) => o.status === c.id, (o, c) => ({ ...o, country: c.country }));
// A join without its result.
// TS2554: Expected 3 arguments, but got 2.
// @ts-expect-error
export const b6 = orders.join(customers, (o, c) => o.customer_id === c.id);
// The other side of a left join used as if it always matched.
// TS18047: 'c.name' is possibly 'null'.
// @ts-expect-error
export const b7 = orders.leftJoin(customers, (o, c) => o.customer_id === c.id, (o, c) => ({ id: o.order_id, name: c.name.toUpperCase() }));
// The column of a left join read as not null later.
// TS18047: 'o.name' is possibly 'null'.
// @ts-expect-error
export const b8 = orders.leftJoin(customers, (o, c) => o.customer_id === c.id, (o, c) => ({ ...o, name: c.name })).filter(o => o.name.startsWith("A"));
// A join with something that is no table.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'Table<object>'.
// @ts-expect-error
export const b9 = orders.semiJoin("customers", (o, c) => o.customer_id === c);
// A join condition that is no condition.
// TS2322: Type 'Int64' is not assignable to type 'boolean | null'.
// @ts-expect-error
export const b10 = orders.antiJoin(customers, (_, c) => c.id);
// A group key used under a name that it does not have.
// TS2339: Property 'status' does not exist on type '{ state: "open" | "paid" | "void"; }'.
// @ts-expect-error
export const b11 = orders.groupBy(o => ({ state: o.status })).aggregate((_, key) => ({ n: count(), s: key.status }));
// A column that is not in the aggregate, afterwards.
// TS2339: Property 'amount' does not exist on type '{ status: "open" | "paid" | "void"; total: Decimal<38, 2>; }'.
// @ts-expect-error
export const b12 = orders.groupBy(o => ({ status: o.status })).aggregate(o => ({ total: sum(o.amount) })).filter(o => o.amount > 0);
// A group without an aggregate used as a table.
// TS2339: Property 'filter' does not exist on type 'Grouped<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }, { ...; }>'.
// TS7006: Parameter 'g' implicitly has an 'any' type.
// @ts-expect-error
export const b13 = orders.groupBy(o => ({ status: o.status })).filter(g => g.status === "paid");
// Deduplicating without saying which row to keep.
// TS2741: Property 'orderBy' is missing in type '{ by: (o: { order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }) => Int64; }' but required in type 'Deduplicate<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }>'.
// @ts-expect-error
export const b14 = orders.deduplicate({ by: o => o.order_id });
// A union with a column missing.
// TS2345: Argument of type 'Table<{ id: Int64; }>' is not assignable to parameter of type 'Table<SameColumns<{ id: Int64; amount: Decimal<12, 2>; }>>'.
// @ts-expect-error
export const b16 = orders.select(o => ({ id: o.order_id, amount: o.amount })).union(orders.select(o => ({ id: o.order_id })));
// A union with a column too many.
// TS2345: Argument of type 'Table<{ id: Int64; amount: Decimal<12, 2>; }>' is not assignable to parameter of type 'Table<{ id: Int64; amount: Decimal<12, 2>; }> & ColumnsOnlyInOther<"amount">'.
// @ts-expect-error
export const b17 = orders.select(o => ({ id: o.order_id })).union(orders.select(o => ({ id: o.order_id, amount: o.amount })));
// A union of different types.
// TS2345: Argument of type 'Table<{ id: "open" | "paid" | "void"; }>' is not assignable to parameter of type 'Table<SameColumns<{ id: Int64; }>>'.
// @ts-expect-error
export const b18 = orders.select(o => ({ id: o.order_id })).union(orders.select(o => ({ id: o.status })));
// A node used as a column.
// TS2322: Type 'Table<{ id: Int64; name: string; country: string | null; updated_at: Timestamp; }>' is not assignable to type 'ColumnValue | undefined'.
// @ts-expect-error
export const b24 = orders.select(o => ({ id: o.order_id, c: customers }));
// A limit that is a text.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
// @ts-expect-error
export const b25 = orders.orderBy(o => o.day).limit("10");
// A method that a table does not have.
// TS2339: Property 'where' does not exist on type 'Table<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }>'.
// TS7006: Parameter 'o' implicitly has an 'any' type.
// @ts-expect-error
export const b26 = orders.where(o => o.paid);
// A group whose keys are no columns.
// TS2322: Type 'string' is not assignable to type 'Columns'.
// @ts-expect-error
export const b27 = orders.groupBy(o => o.status).aggregate(() => ({ n: count() }));
// The row of the other side in a semi-join's result.
// TS2339: Property 'name' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const b28 = orders.semiJoin(customers, (o, c) => o.customer_id === c.id).select(o => ({ name: o.name }));

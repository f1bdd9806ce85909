// Wrong reads, writes, expectations, incremental loads.
import { csv, delta, parquet, read, t } from "odibi";
import { lake, landing, orders } from "../tables.ts";

// A mode that comes later.
// TS2322: Type '"merge"' is not assignable to type '"append" | "overwrite" | undefined'.
// @ts-expect-error
export const c1 = orders.write(parquet(lake, "orders"), { mode: "merge" });
// A merge into files.
// TS2322: Type '"merge"' is not assignable to type '"append" | "overwrite" | undefined'.
// TS7006: Parameter 'o' implicitly has an 'any' type.
// @ts-expect-error
export const c3 = orders.write(parquet(lake, "orders"), { mode: "merge", keys: o => o.order_id });
// A mode that does not exist.
// TS2322: Type '"upsert"' is not assignable to type '"append" | "overwrite" | undefined'.
// TS7006: Parameter 'o' implicitly has an 'any' type.
// @ts-expect-error
export const c6 = orders.write(parquet(lake, "orders"), { mode: "upsert", keys: o => o.order_id });
// A partition column that does not exist.
// TS2339: Property 'country' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const c7 = orders.write(parquet(lake, "orders"), { mode: "append", partitionBy: o => o.country });
// A path instead of a place.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'Format'.
// @ts-expect-error
export const c9 = orders.write("lake/orders");
// A connection instead of a place.
// TS2345: Argument of type 'Connection' is not assignable to parameter of type 'Format'.
// @ts-expect-error
export const c10 = orders.write(lake);
// Schema evolution of files.
// TS2353: Object literal may only specify known properties, and 'schemaChanges' does not exist in type 'FileWrite<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }>'.
// @ts-expect-error
export const c11 = orders.write(csv(lake, "orders"), { mode: "append", schemaChanges: "addColumns" });
// A schema of type names.
// TS2322: Type 'string' is not assignable to type 'ColumnType<unknown>'.
// @ts-expect-error
export const c13 = read(csv(landing, "x.csv"), { id: "int64" });
// A decimal without its scale.
// TS2554: Expected 2 arguments, but got 1.
// @ts-expect-error
export const c14 = read(csv(landing, "x.csv"), { price: t.decimal(12) });
// An enum without values.
// TS2555: Expected at least 1 arguments, but got 0.
// @ts-expect-error
export const c15 = read(csv(landing, "x.csv"), { status: t.enum() });
// `notNull` of a column that does not exist.
// TS2322: Type '"customer"' is not assignable to type '"amount" | "customer_id" | "day" | "discount" | "note" | "order_id" | "ordered_at" | "paid" | "status"'.
// @ts-expect-error
export const c24 = orders.notNull(["customer"]);
// A setting that does not exist.
// TS2353: Object literal may only specify known properties, and 'retry' does not exist in type 'NodeConfig'.
// @ts-expect-error
export const c29 = orders.config({ retry: 3 });
// A dependency by name.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'AnyTable'.
// @ts-expect-error
export const c30 = orders.after("silver/customers");
// A read option that does not exist.
// TS2353: Object literal may only specify known properties, and 'badRows' does not exist in type 'ReadOptions'.
// @ts-expect-error
export const c31 = read(csv(landing, "x.csv"), { id: t.int64() }, { badRows: "fail" });
// An option of another format.
// TS2353: Object literal may only specify known properties, and 'delimiter' does not exist in type 'ParquetOptions'.
// @ts-expect-error
export const c32 = read(parquet(landing, "x.parquet", { delimiter: ";" }), { id: t.int64() });
// A compression that the format does not have.
// TS2322: Type '"gzip"' is not assignable to type '"none" | "snappy" | "zstd" | undefined'.
// @ts-expect-error
export const c33 = orders.write(parquet(lake, "orders", { compression: "gzip" }));
// A treatment of nulls that does not exist.
// TS2322: Type '"warn"' is not assignable to type '"drop" | "fail" | undefined'.
// @ts-expect-error
export const c34 = orders.notNull(["discount"], { otherwise: "warn" });
// A length of time that is none.
// TS2322: Type '"1h"' is not assignable to type '`${number} day` | `${number} days` | `${number} hour` | `${number} hours` | `${number} minute` | `${number} minutes` | `${number} second` | `${number} seconds`'.
// @ts-expect-error
export const c35 = orders.config({ timeout: "1h" });
// A decimal without its precision and scale.
// TS2554: Expected 2 arguments, but got 0.
// @ts-expect-error
export const c36 = read(csv(landing, "x.csv"), { price: t.decimal() });
// A merge without keys.
// TS2345: Argument of type '{ mode: "merge"; }' is not assignable to parameter of type 'DeltaWrite<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }> | undefined'.
// @ts-expect-error
export const d1 = orders.write(delta(lake, "orders"), { mode: "merge" });
// A merge on a column that does not exist.
// TS2339: Property 'id' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const d2 = orders.write(delta(lake, "orders"), { mode: "merge", keys: o => o.id });
// Keys without a merge.
// TS2353: Object literal may only specify known properties, and 'keys' does not exist in type 'Append<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }>'.
// TS7006: Parameter 'o' implicitly has an 'any' type.
// @ts-expect-error
export const d3 = orders.write(delta(lake, "orders"), { mode: "append", keys: o => o.order_id });
// No keys at all.
// TS2322: Type '[]' is not assignable to type 'readonly [Key, ...Key[]] | Key'.
// @ts-expect-error
export const d4 = orders.write(delta(lake, "orders"), { mode: "merge", keys: () => [] });
// A mode that no table has.
// TS2322: Type '"upsert"' is not assignable to type '"append" | "insertOnly" | "merge" | "overwrite" | "overwritePartitions" | undefined'.
// @ts-expect-error
export const d5 = orders.write(delta(lake, "orders"), { mode: "upsert", keys: o => o.order_id });
// Overwriting partitions of a table that has none.
// TS2345: Argument of type '{ mode: "overwritePartitions"; }' is not assignable to parameter of type 'DeltaWrite<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }> | undefined'.
// @ts-expect-error
export const d6 = orders.write(delta(lake, "orders"), { mode: "overwritePartitions" });
// A condition of a merge where rows are only inserted.
// TS2353: Object literal may only specify known properties, and 'updateWhen' does not exist in type 'InsertOnly<{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }>'.
// TS7006: Parameter 'o' implicitly has an 'any' type.
// @ts-expect-error
export const d7 = orders.write(delta(lake, "orders"), { mode: "insertOnly", keys: o => o.order_id, updateWhen: o => o.paid });
// A condition of a merge that is no boolean.
// TS2322: Type '(incoming: { order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }) => Int64' is not assignable to type '(incoming: { order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }, stored: { ...; }) => boolean | null'.
// @ts-expect-error
export const d8 = orders.write(delta(lake, "orders"), { mode: "merge", keys: o => o.order_id, updateWhen: incoming => incoming.order_id });
// A condition of a merge on a column that is not there.
// TS2339: Property 'gone' does not exist on type '{ order_id: Int64; customer_id: Int64 | null; amount: Decimal<12, 2>; discount: Decimal<12, 2> | null; status: "open" | "paid" | "void"; note: string | null; paid: boolean; ordered_at: Timestamp; day: DateOnly; }'.
// @ts-expect-error
export const d9 = orders.write(delta(lake, "orders"), { mode: "merge", keys: o => o.order_id, deleteWhen: (_, stored) => stored.gone });
// A policy that does not exist.
// TS2322: Type '"merge"' is not assignable to type '"addColumns" | "fail" | undefined'.
// @ts-expect-error
export const d10 = orders.write(delta(lake, "orders"), { mode: "append", schemaChanges: "merge" });
// Columns replaced where rows stay.
// TS2322: Type '"replace"' is not assignable to type '"addColumns" | "fail" | undefined'.
// @ts-expect-error
export const d14 = orders.write(delta(lake, "orders"), { mode: "append", schemaChanges: "replace" });
// A version that is a text.
// TS2322: Type 'string' is not assignable to type 'number'.
// @ts-expect-error
export const d11 = read(delta(lake, "orders", { version: "3" }), { id: t.int64() });
// An instant that is a text.
// TS2322: Type 'string' is not assignable to type 'Timestamp'.
// @ts-expect-error
export const d12 = read(delta(lake, "orders", { at: "2024-01-31" }), { id: t.int64() });
// An option of files.
// TS2353: Object literal may only specify known properties, and 'compression' does not exist in type 'DeltaOptions'.
// @ts-expect-error
export const d13 = orders.write(delta(lake, "orders", { compression: "zstd" }));

import { mkdirSync } from "node:fs";
import type { DeltaField, DeltaType, PrimitiveName } from "../../runtime/delta/schema.ts";
import { localStore } from "../../runtime/delta/store/localStore.ts";
import { writeDelta } from "../../runtime/delta/write/writeDelta.ts";
import { openDatabase } from "../../runtime/engine/duckdb/openDatabase.ts";

// `node ours.ts append|merge <source.parquet> <table>`: the table is partitioned by country, rows are met by order_id. Within 1 GB of DuckDB's memory.

const [mode, source = "", table = ""] = process.argv.slice(2);
const primitive = (name: PrimitiveName): DeltaType => ({ kind: "primitive", name });
const columns: readonly (readonly [name: string, type: DeltaType])[] = [
  ["order_id", primitive("long")],
  ["customer_id", primitive("long")],
  ["country", primitive("string")],
  ["day", primitive("date")],
  ["changed_at", primitive("timestamp")],
  ["status", primitive("string")],
  ["amount", { kind: "decimal", precision: 12, scale: 2 }],
  ["discount", primitive("double")],
  ["quantity", primitive("integer")],
  ["note", primitive("string")],
  ["is_paid", primitive("boolean")],
  ["score", primitive("double")],
];
const fields = columns.map(([name, type]): DeltaField => ({ name, type, nullable: true, metadata: {} }));
mkdirSync(`${table}.spill`, { recursive: true });
const database = await openDatabase({ spill: `${table}.spill`, threads: 2, memoryLimit: process.env["ODIBI_BENCH_MEMORY"] ?? "1GB" });
await writeDelta(localStore(table), database, {
  mode: mode === "merge" ? "merge" : "append",
  select: `select * from read_parquet('${source}')`,
  fields,
  ...(mode === "merge" ? { keys: ["order_id"] } : { partitionBy: ["country"] }),
  engineInfo: "odibi/bench",
});
await database.close();

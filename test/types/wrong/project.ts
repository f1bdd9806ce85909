// Wrong configuration, parameters, sql, functions, patterns, tests.
import { byEnvironment, defineConfig, local, param, parquet, pipeline, t } from "odibi";
import { orders } from "../tables.ts";

// A path instead of a connection.
// TS2345: Argument of type 'string' is not assignable to parameter of type 'Connection'.
// @ts-expect-error
export const d4 = parquet("data/lake", "orders");
// A path per environment instead of a connection.
// TS2322: Type 'string' is not assignable to type 'Connection'.
// @ts-expect-error
export const d5 = byEnvironment({ dev: local("data"), prod: "abfss://lake@shop" });
// An engine that does not exist.
// TS2322: Type '"databricks"' is not assignable to type '"duckdb" | "spark"'.
// @ts-expect-error
export const d6 = defineConfig({ pipelines: "pipelines/**/*.pipeline.ts", environments: { prod: { engine: "databricks" } } });
// A setting that does not exist.
// TS2353: Object literal may only specify known properties, and 'threads' does not exist in type 'Config'.
// @ts-expect-error
export const d7 = defineConfig({ pipelines: "pipelines/**/*.pipeline.ts", threads: 4 });
// A default of another type.
// TS2322: Type 'string' is not assignable to type 'DateOnly'.
// @ts-expect-error
export const d8 = param("since", t.date(), { default: "2020-01-01" });
// A default that is not in the enum.
// TS2322: Type '"uk"' is not assignable to type '"eu" | "us"'.
// @ts-expect-error
export const d9 = param("region", t.enum("eu", "us"), { default: "uk" });
// A strategy that does not exist.
// TS2322: Type '"ignore"' is not assignable to type '"continue" | "stop"'.
// @ts-expect-error
export default pipeline({ onError: "ignore" });
// A function that forgets a column.
// TS2322: Type '{ id: bigint; }' is not assignable to type 'Promise<{ id: number | bigint; score: number; }> | { id: number | bigint; score: number; }'.
// @ts-expect-error
export const d14 = orders.mapRows({ id: t.int64(), score: t.float64() }, row => ({ id: row.order_id }));
// A function that returns the wrong type.
// TS2322: Type 'string' is not assignable to type 'number'.
// @ts-expect-error
export const d15 = orders.mapRows({ id: t.int64(), score: t.float64() }, row => ({ id: row.order_id, score: row.amount }));
// A decimal in a function is a string: it is not added up by mistake.
// TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.
// @ts-expect-error
export const d16 = orders.mapRows({ x: t.float64() }, row => ({ x: row.amount * 2 }));
// An int64 in a function is a bigint.
// TS2365: Operator '+' cannot be applied to types 'bigint' and '1'.
// @ts-expect-error
export const d17 = orders.mapRows({ x: t.float64() }, row => ({ x: row.order_id + 1 }));

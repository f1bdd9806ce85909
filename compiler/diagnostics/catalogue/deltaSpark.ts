import { type Entry, error } from "../entry.ts";

/** 83xx: Delta tables on Spark. */
export const deltaSpark = {
  ODB8301: error(
    "Spark without Delta Lake",
    "On Spark, Delta tables are read and written by Delta Lake itself, which is no part of Spark: its jars have to be there. Databricks and Fabric have them.",
    `environments: { dev: { engine: "spark" } }`,
    `spark: { conf: { "spark.jars.packages": "io.delta:delta-spark_4.1_2.13:4.3.1" } }`,
  ),
  ODB8302: error(
    "Row that the Delta table's constraint refuses",
    "The table was given a CHECK constraint, which Delta Lake holds every new row against. Nothing was written.",
    "ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0)   // and a row of -1",
    "orders.filter(o => o.amount > 0)",
  ),
  ODB8303: error(
    "Column name that Delta Lake does not take",
    "On Spark, Delta Lake makes no table whose columns' names have blanks or any of `, ; { } ( ) =` in them, unless the table has column mapping; and it merges no column whose name has a back tick.",
    `orders.rename({ amount: "amount (EUR)" })`,
    `orders.rename({ amount: "amount_eur" })`,
  ),
} as const satisfies { readonly [code: string]: Entry };

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { deltaJars, sparkPython } from "../../scripts/setupSpark.ts";

/** The Python that has the Spark of the tests. */
export const python = process.env["ODIBI_SPARK_PYTHON"] ?? sparkPython;

/** Delta Lake's jars, as `spark.jars` and `--jars` take them. */
export const jars = readdirSync(deltaJars)
  .filter(name => name.endsWith(".jar"))
  .map(name => join(deltaJars, name))
  .join(",");

/** Settings of a session that is small and starts fast. */
export const sparkConf: { readonly [key: string]: string } = {
  "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  "spark.executor.memory": "512m",
  "spark.sql.shuffle.partitions": "2",
  "spark.databricks.delta.snapshotPartitions": "1",
  "spark.jars": jars,
  "spark.log.level": "ERROR",
};

/** The plan on the Spark of the tests, on two cores. */
export function onSpark(plan: Plan<Typed>, master = "local[2]"): Plan<Typed> {
  const spark = { master, python, conf: sparkConf };
  return { ...plan, environments: plan.environments.map(environment => ({ ...environment, engine: "spark", spark })) };
}

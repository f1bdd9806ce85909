import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { sparkPython } from "../../scripts/setupSpark.ts";

/** The Python that has the Spark of the tests. */
export const python = process.env["ODIBI_SPARK_PYTHON"] ?? sparkPython;

/** Settings of a session that is small and starts fast. */
export const sparkConf: { readonly [key: string]: string } = {
  "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  "spark.executor.memory": "512m",
  "spark.sql.shuffle.partitions": "2",
  "spark.log.level": "ERROR",
};

/** The plan on the Spark of the tests, on two cores. */
export function onSpark(plan: Plan<Typed>, master = "local[2]"): Plan<Typed> {
  const spark = { master, python, conf: sparkConf };
  return { ...plan, environments: plan.environments.map(environment => ({ ...environment, engine: "spark", spark })) };
}

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { python } from "./sparkRun.ts";

const support = join(import.meta.dirname, "../../runtime/pyspark/support");

/** The code for which each text of an error stands; null for one that is a fault of ours. */
function codesOf(messages: readonly string[]): readonly (string | null)[] {
  const program = `import json, sys
from odibi_spark.explain import explain
from odibi_spark.failure import Failure
told = [explain(Exception(message)) for message in json.load(sys.stdin)]
print(json.dumps([one.code if isinstance(one, Failure) else None for one in told]))`;
  const { stdout, stderr } = spawnSync(python, ["-c", program], { cwd: support, input: JSON.stringify(messages), encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as (string | null)[];
}

// The texts are Spark's own, as they were met.
test("what befalls Spark is told by a code, and a statement that it does not understand is a fault of ours", () => {
  expect(
    codesOf([
      "org.apache.spark.SparkException: Not enough memory to build and broadcast the table to all worker nodes. As a workaround, you can …",
      "java.lang.OutOfMemoryError: Java heap space",
      "org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times: ExecutorLostFailure (executor 1 exited) Reason: …",
      "org.apache.spark.SparkException: Job 4 cancelled because SparkContext was shut down",
      "java.net.ConnectException: Connection refused",
      "java.io.IOException: No space left on device",
      "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `x` cannot be resolved.",
      "[PARSE_SYNTAX_ERROR] Syntax error at or near 'selec'.",
      "java.util.NoSuchElementException: key not found: 0",
    ]),
  ).toEqual(["ODB5030", "ODB5030", "ODB5065", "ODB5065", "ODB5065", "ODB5031", null, null, null]);
});

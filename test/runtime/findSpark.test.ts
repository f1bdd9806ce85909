import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findSpark } from "../../runtime/engine/spark/findSpark.ts";
import { submitArguments } from "../../runtime/engine/spark/submitArguments.ts";
import { Failure } from "../../runtime/failure.ts";
import { makeFolder } from "./inFolder.ts";
import { makePlan } from "./makePlan.ts";

function putProgram(path: string, text: string): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A folder as Spark is unpacked into. */
function putSpark(folder: string): string {
  putProgram(join(folder, "bin/spark-submit"), "exit 0");
  mkdirSync(join(folder, "jars"), { recursive: true });
  writeFileSync(join(folder, "jars/spark-core_2.13-4.1.1.jar"), "");
  return folder;
}

/** A Python that says that it has pyspark in a folder. */
const putPython = (path: string, home: string): string => putProgram(path, `printf '%s\\n3.5.6\\n%s\\n' '${home}' '${path}'`);

const failure = (work: () => unknown): Failure => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test("the config's Python comes first, then SPARK_HOME, then the path, then python3", () => {
  const folder = makeFolder();
  const [home, other] = [putSpark(join(folder, "spark")), putSpark(join(folder, "other"))];
  const python = putPython(join(folder, "venv/bin/python"), home);
  const onPath = putProgram(join(folder, "bin/spark-submit"), "exit 0");
  putSpark(folder);
  const environment = { PATH: join(onPath, ".."), SPARK_HOME: other };
  expect(findSpark("venv/bin/python", folder, environment)).toMatchObject({
    home,
    python,
    version: "3.5.6",
    submit: join(home, "bin/spark-submit"),
  });
  expect(findSpark(undefined, folder, environment)).toMatchObject({ home: other, python: "python3", version: "4.1.1", by: "SPARK_HOME" });
  expect(findSpark(undefined, folder, { PATH: environment.PATH })).toMatchObject({ home: folder, by: "spark-submit on the path" });
  putPython(join(folder, "only/python3"), home);
  expect(findSpark(undefined, folder, { PATH: `${join(folder, "only")}:/usr/bin:/bin` })).toMatchObject({ home, version: "3.5.6" });
});

test("what is not there is told, with the way out", () => {
  const folder = makeFolder();
  expect(failure(() => findSpark("venv/bin/python", folder, {}))).toMatchObject({
    code: "ODB5060",
    message: `The config's Python, "venv/bin/python", is not there.`,
  });
  putProgram(join(folder, "venv/bin/python"), "exit 1");
  expect(failure(() => findSpark("venv/bin/python", folder, {})).message).toMatch(/has no pyspark/);
  expect(failure(() => findSpark(undefined, folder, { SPARK_HOME: folder })).message).toMatch(/SPARK_HOME is/);
  expect(failure(() => findSpark(undefined, folder, { PATH: "/nowhere" }))).toMatchObject({
    code: "ODB5060",
    hint: expect.stringMatching(/pip install pyspark/),
  });
});

test("what spark-submit is told: the command's options beat the environment's", () => {
  const plan = makePlan([]);
  const [environment] = plan.environments;
  if (environment === undefined) throw new Error("no environment");
  const job = (more: object) => ({ spill: "/spill", environment, ...more });
  const spark = { master: "spark://host:7077", conf: { "spark.a": "1", "spark.driver.extraJavaOptions": "-Xss8m" } };
  const words = submitArguments(job({ environment: { ...environment, spark }, threads: 3, memoryLimit: "1.5GB" }));
  expect(words.slice(0, 2)).toEqual(["--master", "spark://host:7077"]);
  expect(words).toEqual(expect.arrayContaining(["spark.a=1", "spark.cores.max=3", "spark.executor.memory=1536m"]));
  expect(words).toContain('spark.driver.extraJavaOptions=-Xss4m -Xss8m "-Djava.io.tmpdir=/spill/local"');
  expect(words).toContain("spark.executor.extraJavaOptions=-Xss4m");
  expect(submitArguments(job({ environment: { ...environment, spark }, master: "local[2]" }))[1]).toBe("local[2]");
  expect(submitArguments(job({ threads: 2, memoryLimit: "500MB" }))).toEqual(
    expect.arrayContaining(["local[2]", "spark.driver.memory=500m", "spark.driver.host=127.0.0.1"]),
  );
  expect(submitArguments(job({}))[1]).toBe("local[*]");
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { python } from "../pyspark/python.ts";
import { copyOf, odibi, runIn } from "./odibi.ts";

let project = "";
beforeAll(async () => {
  project = copyOf("cli/init/template");
  expect((await odibi(project, ["compile"])).code).toBe(0);
});

describe("emit", () => {
  test("writes a PySpark project, and says how it is run", async () => {
    const { code, out, err } = await odibi(project, ["emit", "spark", "plan.json", "-o", "build/spark"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("spark-submit build/spark/main.py");
    const files = readdirSync(join(project, "build/spark"), { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
      expect.arrayContaining([
        "main.py",
        "project.py",
        "README.md",
        "databricks.yml",
        "requirements.txt",
        "odibi_spark/main.py",
        "odibi_spark/sources/csv.py",
      ]),
    );
  });

  test.skipIf(python === undefined)("its modules compile", async () => {
    await odibi(project, ["emit", "spark", "plan.json", "-o", "compiled"]);
    expect(await runIn(join(project, "compiled"), python ?? "", ["-m", "compileall", "-q", "."])).toMatchObject({ code: 0, out: "" });
  });

  test("compiles first where no plan is named, and gives the same bytes and a list of files", async () => {
    const { code, out } = await odibi(project, ["emit", "spark", "--output", "other", "--format", "json"]);
    expect(code).toBe(0);
    const { folder, files } = JSON.parse(out) as { readonly folder: string; readonly files: readonly string[] };
    expect(folder).toBe("other");
    await odibi(project, ["emit", "spark", "plan.json", "-o", "again"]);
    for (const file of files) expect(readFileSync(join(project, "other", file)), file).toEqual(readFileSync(join(project, "again", file)));
  });

  test("refuses what it cannot do, and names the way out", async () => {
    mkdirSync(join(project, "mine"));
    writeFileSync(join(project, "mine/main.py"), "mine");
    const cases = [
      [["emit", "sprak", "plan.json", "-o", "x"], "ODB7003", "Did you mean `odibi emit spark`?"],
      [["emit", "flink", "plan.json", "-o", "x"], "ODB7003", "It emits for spark."],
      [["emit", "spark", "plan.json"], "ODB7004", "Usage: odibi emit spark plan.json -o <folder>"],
      [["emit", "-o", "x"], "ODB7004", "Usage: odibi emit <engine> [plan]"],
      [["emit", "spark", "plan.json", "-o", "mine"], "ODB7008", "choose another folder with --output"],
      [["emit", "spark", "nothing.json", "-o", "x"], "ODB7006", "`odibi compile` makes plan.json."],
      [["emit", "spark", "plan.json", "-o", "plan.json/x"], "ODB7009", "--output"],
      [["emit", "spark", "plan.json", "--outptu", "x"], "ODB7002", "Did you mean --output?"],
    ] as const;
    for (const [words, errorCode, hint] of cases) {
      const { code, out, err } = await odibi(project, words);
      expect([code, out], words.join(" ")).toEqual([2, ""]);
      expect(err).toContain(errorCode);
      expect(err).toContain(hint);
      expect(err).not.toContain("    at ");
    }
    expect(existsSync(join(project, "x"))).toBe(false);
    expect(readFileSync(join(project, "mine/main.py"), "utf8")).toBe("mine");
  });
});

test("explain shows the SQL of each engine", async () => {
  const { out } = await odibi(project, ["explain", "dailyRevenue", "plan.json"]);
  expect(out).toContain("SQL (duckdb)\n");
  expect(out).toContain("SQL (spark)\n");
  const { sql } = JSON.parse((await odibi(project, ["explain", "dailyRevenue", "plan.json", "--format", "json"])).out);
  expect(Object.keys(sql)).toEqual(["duckdb", "spark"]);
});

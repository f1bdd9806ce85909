import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { setupSpark, sparkPython } from "../scripts/setupSpark.ts";
import { makeScores } from "./mapRows.ts";
import { type Contestant, measure } from "./measure.ts";
import { emptyFolder, makeProject, makeSources } from "./medallion.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, root, workFolder } from "./work.ts";

/** Two million orders. */
const scale = Number(process.env["ODIBI_BENCH_SCALE"] ?? 54);
const rounds = Number(process.env["ODIBI_BENCH_ROUNDS"] ?? 3);

/** The emitted project against one script written by hand, both by spark-submit on two cores; and functions of TypeScript against Python's. */
export async function benchSpark(): Promise<readonly Result[]> {
  const missing = setupSpark();
  if (missing !== undefined) {
    console.error(`Not measured: Spark, because ${missing}.`);
    return [];
  }
  return [...(await benchShop()), ...(await benchFunctions())];
}

async function benchShop(): Promise<readonly Result[]> {
  const landing = await makeSources(scale);
  const asFolders = (text: string) => text.replaceAll(/(\.write\(parquet\(lake, "[a-z_]+)\.parquet"\)/g, '$1")');
  const inBronze = (text: string, file: string) =>
    file.startsWith("gold") ? asFolders(text) : text.replaceAll(/\.write\(parquet\(lake, "[a-z_]+\.parquet"\)\)/g, "");
  const written = makeProject("spark-written", landing, asFolders);
  const folded = makeProject("spark-folded", landing, inBronze);
  const byHand = emptyFolder("spark-by-hand", landing);
  for (const project of [written, folded]) emit(project);
  const script = join(root, "bench/medallion/raw_spark.py");
  const [ours, views, peer] = await measure(
    [
      { name: "emitted", ...submit(written, ["job/main.py", "--root", "."]) },
      { name: "emitted, views folded", ...submit(folded, ["job/main.py", "--root", "."]) },
      { name: "by hand", ...submit(byHand, [script, "landing", "lake"]) },
    ],
    rounds,
  );
  for (const project of [written, folded]) await checkSameRows(project, byHand);
  return [
    ratioOf("Spark: shop with 2 M orders, all written, against one script by hand", ours, peer, 1),
    ratioOf("… bronze and silver as views, against the script that writes all", views, peer, 1),
  ];
}

async function benchFunctions(): Promise<readonly Result[]> {
  const project = workFolder("spark-functions");
  await makeScores(project);
  emit(project);
  writeFileSync(join(project, "by_hand.py"), byHand);
  const [ours, peer] = await measure(
    [
      { name: "TypeScript in mapInArrow", ...submit(project, ["job/main.py", "--root", "."]) },
      { name: "Python in mapInArrow", ...submit(project, ["by_hand.py"]) },
    ],
    rounds,
  );
  return [ratioOf("Spark: a function of TypeScript over 1 M rows, against Python's, both by mapInArrow", ours, peer, 1)];
}

/** The same function as one of Python over the rows of Arrow batches. */
const byHand = `import pyarrow
from pyspark.sql import SparkSession

spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()


def score(row):
    net = row["amount"] * (1 - (row["discount"] or 0)) * row["quantity"]
    return {
        "id": row["id"],
        "score": net / 100 if row["status"] == "paid" else 0.0,
        "label": row["country"] + ":" + ("none" if row["note"] is None else row["note"]),
        "net": net,
    }


def score_all(batches):
    for batch in batches:
        yield pyarrow.RecordBatch.from_pylist([score(row) for row in batch.to_pylist()])


table = spark.read.parquet("data/in.parquet")
scores = table.mapInArrow(score_all, "id bigint, score double, label string, net double")
scores.write.mode("overwrite").parquet("data/by_hand")
spark.stop()
`;

function emit(project: string): void {
  rmSync(join(project, "job"), { recursive: true, force: true });
  const [program = "", ...words] = odibi("emit", "spark", "plan.json", "-o", "job", "--quiet");
  execFileSync(program, words, { cwd: project });
}

function submit(directory: string, words: readonly string[]): Omit<Contestant, "name"> {
  const program = join(sparkPython, "../spark-submit");
  return {
    directory,
    command: [
      "env",
      `PYSPARK_PYTHON=${sparkPython}`,
      "SPARK_LOCAL_IP=127.0.0.1",
      program,
      "--master",
      "local[2]",
      "--driver-memory",
      "4g",
      ...words,
    ],
  };
}

/** The benchmark means nothing where the two do not compute the same. A mean may differ in its last digit. */
async function checkSameRows(project: string, peer: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    for (const node of readdirSync(join(project, "lake"))) {
      const columns = node === "daily_revenue" ? "* replace (round(average_line, 9) as average_line)" : "*";
      const [ours, theirs] = [project, peer].map(folder => `(select ${columns} from '${folder}/lake/${node}/*.parquet')`);
      await connection.run(
        `select case when exists ((${ours} except all ${theirs}) union all (${theirs} except all ${ours})) then error('${node} differs') end`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

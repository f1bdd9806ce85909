import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { column, enumOf, int64, makePlan, source, writeTo } from "../runtime/makePlan.ts";
import { logInto, readLog } from "./sparkLog.ts";
import { onSpark, python, sparkConf } from "./sparkRun.ts";

// What is declared of a Parquet file's columns is proven by its footer and dictionaries, or looked for in its rows.

const columns = [column("id", int64), column("status", enumOf("open", "paid", "void")), column("note", enumOf("a", "b"), true)];

/** Files of 400 rows in parts of 100, by Arrow. */
const makeFiles = `
import sys, pyarrow as pa, pyarrow.parquet as pq
ids = list(range(400))
status = ["open", "paid", "void", "paid"] * 100
note = ["a", None, "b", "a"] * 100
def write(name, ids=ids, status=status, note=note, **options):
    table = pa.table({"id": pa.array(ids, pa.int64()), "status": status, "note": note})
    pq.write_table(table, f"{sys.argv[1]}/{name}.parquet", row_group_size=100, **options)
write("plain_right", use_dictionary=False)
write("dictionary")
write("pages_v2", data_page_version="2.0")
write("old", version="1.0")
write("no_statistics", write_statistics=False)
wrong = [*status[:350], "lost", *status[351:]]
write("wrong_in_dictionary", status=wrong)
write("wrong_without_dictionary", status=wrong, use_dictionary=False)
write("wrong_beyond_dictionary", status=wrong, dictionary_pagesize_limit=1)
write("wrong_in_pages_v2", status=wrong, data_page_version="2.0")
write("wrong_in_nullable", note=[*note[:399], "c"])
write("null_by_statistics", ids=[*ids[:250], None, *ids[251:]])
write("null_without_statistics", ids=[*ids[:250], None, *ids[251:]], write_statistics=False)
write("null_in_enum", status=[*status[:399], None])
none = pa.schema([pa.field("id", pa.int64(), nullable=False), pa.field("status", pa.string(), nullable=False), pa.field("note", pa.string())])
pq.write_table(pa.table([ids, status, note], schema=none), f"{sys.argv[1]}/required.parquet", write_statistics=False)
`;
const right = ["dictionary", "pages_v2", "old", "required", "by_duckdb", "plain_right", "no_statistics"];
const wrong = {
  wrong_in_dictionary: "ODB6003",
  wrong_without_dictionary: "ODB6003",
  wrong_beyond_dictionary: "ODB6003",
  wrong_in_pages_v2: "ODB6003",
  wrong_in_nullable: "ODB6003",
  null_by_statistics: "ODB6002",
  null_without_statistics: "ODB6002",
  null_in_enum: "ODB6002",
};

test("a null and a value of no enum are found, whether or not the file's footer tells of them; what it proves costs no job", async () => {
  const folder = makeFolder();
  const files = join(folder, "lake/in");
  mkdirSync(files);
  writeFileSync(join(folder, "make.py"), makeFiles);
  execFileSync(python, [join(folder, "make.py"), files]);
  await query(
    `copy (select i as id, ['open', 'paid', 'void'][i % 3 + 1] as status, ['a', 'b', null][i % 3 + 1] as note from range(400000) t(i)) to '${files}/by_duckdb.parquet'`,
  );
  const names = [...right, ...Object.keys(wrong)];
  const plan = (engine: string) =>
    makePlan(names.map(name => ({ id: `a.${name}`, steps: [source(`in/${name}.parquet`, columns)], write: writeTo(`${engine}/${name}`) })));
  const duckdb = await runPlan(folder, plan("duckdb"));
  const onTwo = onSpark(plan("spark"));
  const logged = { ...sparkConf, ...logInto(join(folder, "log")) };
  const environments = onTwo.environments.map(environment => ({ ...environment, spark: { conf: logged, master: "local[2]", python } }));
  const spark = await runPlan(folder, { ...onTwo, environments });
  const outcomes = ({ events }: typeof spark) =>
    Object.fromEntries(
      events.flatMap(event => (event.event === "node.finished" ? [[event.node, "error" in event ? event.error : event.rows]] : [])),
    );
  expect(outcomes(spark)).toEqual(outcomes(duckdb));
  expect(outcomes(spark)).toMatchObject({
    ...Object.fromEntries(right.map(name => [`a.${name}`, name === "by_duckdb" ? 400_000 : 400])),
    ...Object.fromEntries(Object.entries(wrong).map(([name, code]) => [`a.${name}`, { code }])),
  });
  const { jobs } = readLog(join(folder, "log"));
  const jobsOf = right.map(name => [name, (jobs.get(`a.${name}`) ?? 0) > 1 ? "looked at" : "proven"]);
  expect(Object.fromEntries(jobsOf)).toEqual({
    dictionary: "proven",
    pages_v2: "proven",
    old: "proven",
    required: "proven",
    by_duckdb: "proven",
    plain_right: "looked at",
    no_statistics: "looked at",
  });
});

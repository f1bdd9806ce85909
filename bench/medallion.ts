import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { makeShopData } from "../scripts/makeShopData.ts";
import { installPython } from "./installPython.ts";
import { measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, root, workFolder } from "./work.ts";

const scale = Number(process.env["ODIBI_BENCH_SCALE"] ?? 250);
const rounds = Number(process.env["ODIBI_BENCH_ROUNDS"] ?? 3);
const sqlFolder = join(root, "bench/medallion/sql");
const nodes = readdirSync(sqlFolder).sort();
const nameOf = (file: string) => file.replace(/^\d+_(.*)\.sql$/, "$1");

/** The shop at ten million order lines: 13 nodes, each written, or only those of gold; against the same statements as raw SQL, and as dbt models. */
export async function benchMedallion(): Promise<readonly Result[]> {
  const landing = await makeSources(scale);
  const written = makeProject("medallion-written", landing, text => text);
  const folded = makeProject("medallion-folded", landing, (text, file) =>
    file.startsWith("gold") ? text : text.replaceAll(/\.write\(parquet\(lake, "[a-z_]+\.parquet"\)\)/g, ""),
  );
  const raw = makeRawSql("medallion-raw", landing);
  const gold = readFileSync(join(root, "bench/medallion/pipelines/gold.pipeline.ts"), "utf8");
  const ofDbt = [
    makeDbtProject("medallion-dbt", landing, () => false),
    makeDbtProject("medallion-dbt-views", landing, node => !gold.includes(`export const ${node} `)),
  ].flatMap(project => (project === undefined ? [] : [project]));
  const [ours, views, peer, models, modelViews] = await measure(
    [
      { name: "written", command: odibi("run", "plan.json", "--quiet"), directory: written },
      { name: "views folded", command: odibi("run", "plan.json", "--quiet"), directory: folded },
      { name: "raw SQL", command: [process.execPath, "raw.mjs"], directory: raw },
      ...ofDbt.map(directory => ({
        name: basename(directory),
        command: [join(root, ".venv/bin/dbt"), "run", "--quiet", "--project-dir", directory, "--profiles-dir", directory],
        directory,
      })),
    ],
    rounds,
  );
  await checkSameRows(written, raw, nodes.map(nameOf));
  await checkSameRows(
    folded,
    raw,
    readdirSync(join(folded, "lake")).map(file => file.replace(".parquet", "")),
  );
  const memory: Result = {
    what: "… memory",
    found: (ours?.megabytes ?? 0) / (peer?.megabytes ?? 1),
    unit: "×",
    limit: 1.1,
    details: `${ours?.megabytes.toFixed(0)} MB against ${peer?.megabytes.toFixed(0)} MB`,
  };
  return [
    ratioOf(`shop, 13 nodes, ${(scale * 40_000) / 1e6} M order lines, all written`, ours, peer, 1.1),
    memory,
    ratioOf("… bronze and silver as views, against raw SQL that writes all", views, peer, 0.75),
    ...(modelViews ? [ratioOf("… bronze and silver as views, against the same models of dbt-duckdb", views, modelViews, 0.5)] : []),
    ...(models ? [ratioOf("… all written, against dbt-duckdb", ours, models, 0.5)] : []),
  ];
}

/** The shop's sources as Parquet, at a scale: 40,000 order lines each. Made once. */
export async function makeSources(scale: number): Promise<string> {
  const folder = workFolder(`shop-${scale}`);
  const landing = join(folder, "parquet");
  if (existsSync(landing)) return landing;
  await makeShopData(join(folder, "text"), scale);
  mkdirSync(`${landing}.part`, { recursive: true });
  const text = join(folder, "text/landing");
  const types = "columns = {id: 'BIGINT', title: 'VARCHAR', category: 'VARCHAR', price: 'DECIMAL(10,2)', updated_at: 'TIMESTAMPTZ'}";
  await runSql([
    `copy (select order_id, customer_id, status, ordered_at, updated_at from read_csv('${text}/orders/*.csv', delim = ';', types = {ordered_at: 'TIMESTAMPTZ', updated_at: 'TIMESTAMPTZ'})) to '${landing}.part/orders.parquet'`,
    `copy (select * from read_csv('${text}/customers.csv', nullstr = 'NULL', types = {updated_at: 'TIMESTAMPTZ'})) to '${landing}.part/customers.parquet'`,
    `copy (select id, title, category, price, updated_at from read_json('${text}/products.jsonl', ${types})) to '${landing}.part/products.parquet'`,
    `copy (from '${text}/items/*.parquet') to '${landing}.part/items.parquet'`,
  ]);
  cpSync(`${landing}.part`, landing, { recursive: true });
  rmSync(`${landing}.part`, { recursive: true });
  rmSync(join(folder, "text"), { recursive: true });
  return landing;
}

async function runSql(statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'UTC'");
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A folder of the benchmark with nothing in it but the sources. */
export function emptyFolder(name: string, landing: string): string {
  const folder = workFolder(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(landing, join(folder, "landing"));
  return folder;
}

/** The shop's pipelines, compiled, over sources; each file's text may be changed. */
export function makeProject(name: string, landing: string, change: (text: string, file: string) => string): string {
  const folder = emptyFolder(name, landing);
  for (const file of ["odibi.config.ts", "connections.ts"]) cpSync(join(root, "bench/medallion", file), join(folder, file));
  mkdirSync(join(folder, "pipelines"));
  for (const file of readdirSync(join(root, "bench/medallion/pipelines")))
    writeFileSync(join(folder, "pipelines", file), change(readFileSync(join(root, "bench/medallion/pipelines", file), "utf8"), file));
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
  return folder;
}

function makeRawSql(name: string, landing: string): string {
  const folder = emptyFolder(name, landing);
  const sources = ["orders", "items", "customers", "products"].map(
    source => `create view source_${source} as from 'landing/${source}.parquet'`,
  );
  const statements = nodes.flatMap(file => {
    const node = nameOf(file);
    return [
      `copy (${readFileSync(join(sqlFolder, file), "utf8")}) to '${node}.parquet' (format parquet)`,
      `create view ${node} as from '${node}.parquet'`,
    ];
  });
  writeFileSync(
    join(folder, "raw.mjs"),
    `import { DuckDBInstance } from ${JSON.stringify(join(root, "node_modules/@duckdb/node-api/lib/index.js"))};
const connection = await (await DuckDBInstance.create()).connect();
const statements = ${JSON.stringify(["set preserve_insertion_order = false", "set TimeZone = 'UTC'", ...sources, ...statements], null, 1)};
for (const statement of statements) await connection.run(statement);
`,
  );
  return folder;
}

/** The same statements as models: those that are views, and those that are written. */
function makeDbtProject(name: string, landing: string, isView: (node: string) => boolean): string | undefined {
  const python = installPython("dbt-core==1.10.15", "dbt-duckdb==1.11.1");
  if (!python) return undefined;
  const folder = emptyFolder(name, landing);
  mkdirSync(join(folder, "models"));
  mkdirSync(join(folder, "lake"));
  const names = nodes.map(nameOf);
  for (const file of nodes) {
    const node = nameOf(file);
    const sql = readFileSync(join(sqlFolder, file), "utf8")
      .replaceAll(/\b(from|join) source_(\w+)/g, "$1 'landing/$2.parquet'")
      .replaceAll(/\b(from|join) (\w+)/g, (text, word: string, table: string) =>
        names.includes(table) ? `${word} {{ ref('${table}') }} as ${table}` : text,
      )
      .replaceAll(/ as (\w+) ([a-z])\b(?= on|\nleft|\njoin|\nwhere|\ngroup|$)/gm, " as $2");
    const config = isView(node) ? "materialized='view'" : `materialized='external', location='lake/${node}.parquet'`;
    writeFileSync(join(folder, `models/${node}.sql`), `{{ config(${config}) }}\n${sql}`);
  }
  writeFileSync(
    join(folder, "dbt_project.yml"),
    "name: shop\nprofile: shop\nmodel-paths: [models]\nflags:\n  send_anonymous_usage_stats: false\n",
  );
  writeFileSync(
    join(folder, "profiles.yml"),
    "shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: ':memory:'\n      threads: 1\n      settings:\n        preserve_insertion_order: false\n        TimeZone: UTC\n",
  );
  return folder;
}

/** The benchmark means nothing where the two do not compute the same. A mean may differ in its last digit. */
async function checkSameRows(written: string, raw: string, names: readonly string[]): Promise<void> {
  await runSql(
    names.map(node => {
      const columns = node === "daily_revenue" ? "* replace (round(average_line, 9) as average_line)" : "*";
      const [ours, theirs] = [
        `(select ${columns} from '${written}/lake/${node}.parquet')`,
        `(select ${columns} from '${raw}/${node}.parquet')`,
      ];
      return `select case when exists ((${ours} except all ${theirs}) union all (${theirs} except all ${ours})) then error('${node} differs') end`;
    }),
  );
}

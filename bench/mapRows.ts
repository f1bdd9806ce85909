import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { installPython } from "./installPython.ts";
import { measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, workFolder } from "./work.ts";

const rows = 1_000_000;

/** A TypeScript function over a million rows of eight columns, against the same function in Python over Polars' rows. */
export async function benchMapRows(): Promise<readonly Result[]> {
  const folder = workFolder("map-rows");
  const python = installPython("polars==2.1.0");
  await makeRows(folder);
  writeFileSync(
    join(folder, "odibi.config.ts"),
    'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "*.pipeline.ts" });\n',
  );
  writeFileSync(
    join(folder, "scores.pipeline.ts"),
    `import { local, parquet, read, t } from "odibi";
const data = local("data");
export const scores = read(parquet(data, "in.parquet"), {
  id: t.int64(), customer: t.int64(), status: t.string(), amount: t.float64(), discount: t.float64().nullable(), country: t.string(), note: t.string().nullable(), quantity: t.int32(),
})
  .mapRows({ id: t.int64(), score: t.float64(), label: t.string(), net: t.float64() }, row => {
    const net = row.amount * (1 - (row.discount ?? 0)) * row.quantity;
    return { id: row.id, score: row.status === "paid" ? net / 100 : 0, label: row.country + ":" + (row.note ?? "none"), net };
  })
  .write(parquet(data, "out.parquet"));
`,
  );
  writeFileSync(
    join(folder, "scores.py"),
    `import polars
def score(row):
    id, customer, status, amount, discount, country, note, quantity = row
    net = amount * (1 - (discount if discount is not None else 0)) * quantity
    return (id, net / 100 if status == "paid" else 0.0, country + ":" + (note if note is not None else "none"), net)
table = polars.read_parquet("data/in.parquet")
out = polars.DataFrame([score(row) for row in table.iter_rows()], schema=["id", "score", "label", "net"], orient="row")
out.write_parquet("data/python.parquet")
`,
  );
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
  const contestants = [{ name: "mapRows", command: odibi("run", "plan.json", "--quiet"), directory: folder }];
  const [ours, peer] = await measure(
    python ? [...contestants, { name: "Python over Polars rows", command: [python, "scores.py"], directory: folder }] : contestants,
    5,
  );
  const rate: Result = {
    what: "mapRows over 1 M rows of 8 columns",
    found: rows / (ours?.seconds ?? 1) / 1e6,
    unit: "M rows/s",
    limit: 0.5,
    atLeast: true,
    details: `${ours?.seconds.toFixed(2)} s, the start of the process included`,
  };
  return [rate, ...(peer ? [ratioOf("mapRows against Python over Polars rows", ours, peer, 1 / 1.5)] : [])];
}

async function makeRows(folder: string): Promise<void> {
  mkdirSync(join(folder, "data"), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (select i as id, i % 5000 as customer, ['open', 'paid', 'void'][i % 3 + 1] as status, (i % 10000) / 7.0::double as amount,
    case when i % 4 = 0 then null else (i % 30) / 100.0::double end as discount, ['de', 'fr', 'it'][i % 3 + 1] as country, case when i % 3 = 0 then null else 'note ' || i end as note, (i % 9 + 1)::int as quantity
    from range(${rows}) as r(i)) to '${join(folder, "data/in.parquet")}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
}

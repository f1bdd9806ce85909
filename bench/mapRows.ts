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
  await makeScores(folder);
  writeFileSync(join(folder, "named.py"), byName);
  writeFileSync(join(folder, "tuples.py"), byPosition);
  const [ours, named, tuples] = await measure(
    [
      { name: "mapRows", command: odibi("run", "plan.json", "--quiet"), directory: folder },
      ...(python
        ? ["named", "tuples"].map(name => ({ name: `Python, ${name} rows`, command: [python, `${name}.py`], directory: folder }))
        : []),
    ],
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
  if (!named || !tuples) return [rate];
  const against = ratioOf("mapRows against the same function in Python, over Polars' rows by name", ours, named, 0.67);
  return [rate, { ...against, details: `${against.details}; over tuples by position Python takes ${tuples.seconds.toFixed(2)} s` }];
}

/** A compiled project with the function, and its rows. */
export async function makeScores(folder: string): Promise<void> {
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
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
}

/** The function as it is in TypeScript: a row by its names in, a row by its names out. */
const byName = `import polars
def score(row):
    net = row["amount"] * (1 - (row["discount"] if row["discount"] is not None else 0)) * row["quantity"]
    return {"id": row["id"], "score": net / 100 if row["status"] == "paid" else 0.0, "label": row["country"] + ":" + (row["note"] if row["note"] is not None else "none"), "net": net}
table = polars.read_parquet("data/in.parquet")
schema = {"id": polars.Int64, "score": polars.Float64, "label": polars.String, "net": polars.Float64}
polars.DataFrame([score(row) for row in table.iter_rows(named=True)], schema=schema).write_parquet("data/named.parquet")
`;

/** The fastest form that Python has: tuples, and no name of a column. */
const byPosition = `import polars
def score(row):
    id, customer, status, amount, discount, country, note, quantity = row
    net = amount * (1 - (discount if discount is not None else 0)) * quantity
    return (id, net / 100 if status == "paid" else 0.0, country + ":" + (note if note is not None else "none"), net)
table = polars.read_parquet("data/in.parquet")
polars.DataFrame([score(row) for row in table.iter_rows()], schema=["id", "score", "label", "net"], orient="row").write_parquet("data/tuples.parquet")
`;

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

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, root, workFolder } from "./work.ts";

const columns = [
  ["id", "t.int64()", "BIGINT"],
  ["customer_id", "t.int64().nullable()", "BIGINT"],
  ["status", 't.enum("open", "paid", "void")', "VARCHAR"],
  ["amount", "t.decimal(12, 2)", "DECIMAL(12,2)"],
  ["weight", "t.float64()", "DOUBLE"],
  ["paid", "t.boolean()", "BOOLEAN"],
  ["day", "t.date()", "DATE"],
  ["ordered_at", "t.timestamp()", "TIMESTAMPTZ"],
  ["note", "t.string().nullable()", "VARCHAR"],
] as const;

/** A strict read of two million rows of nine columns, against DuckDB's own with declared types. */
export async function benchCsv(): Promise<readonly Result[]> {
  const folder = workFolder("csv");
  await makeRows(folder);
  const schema = columns.map(([name, type]) => `  ${name}: ${type},`).join("\n");
  writeFileSync(
    join(folder, "odibi.config.ts"),
    'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "*.pipeline.ts" });\n',
  );
  writeFileSync(
    join(folder, "all.pipeline.ts"),
    `import { csv, local, parquet, read, t } from "odibi";\nconst data = local("data");\nexport const rows = read(csv(data, "in.csv"), {\n${schema}\n}).write(parquet(data, "out.parquet"));\n`,
  );
  const types = columns.map(([name, , type]) => `${name}: '${type}'`).join(", ");
  const script = join(folder, "declared.mjs");
  writeFileSync(
    script,
    `import { DuckDBInstance } from ${JSON.stringify(join(root, "node_modules/@duckdb/node-api/lib/index.js"))};
const connection = await (await DuckDBInstance.create()).connect();
await connection.run("set preserve_insertion_order = false");
await connection.run("set TimeZone = 'UTC'");
await connection.run(\`copy (select * from read_csv('data/in.csv', header = true, auto_detect = false, columns = {${types}})) to 'data/declared.parquet' (format parquet)\`);
`,
  );
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
  const [ours, peer] = await measure(
    [
      { name: "strict", command: odibi("run", "plan.json", "--quiet"), directory: folder },
      { name: "DuckDB with declared types", command: [process.execPath, script], directory: folder },
    ],
    9,
  );
  return [ratioOf("strict CSV read of 2 M rows of 9 columns", ours, peer, 1.25)];
}

async function makeRows(folder: string): Promise<void> {
  const file = join(folder, "data/in.csv");
  if (existsSync(file)) return;
  mkdirSync(join(folder, "data"), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`copy (select i as id, case when i % 50 = 0 then null else i % 5000 end as customer_id, ['open', 'paid', 'void'][i % 3 + 1] as status, ((i % 100000) / 7)::decimal(12, 2) as amount,
    (i % 977) / 8.0 as weight, i % 2 = 0 as paid, (date '2024-01-01' + (i % 366)::int) as day, strftime(timestamp '2024-01-01' + to_seconds(i * 15), '%Y-%m-%dT%H:%M:%SZ') as ordered_at,
    case when i % 4 = 0 then null else 'a note, of row ' || i end as note from range(2000000) as r(i)) to '${file}' (format csv, header)`);
  connection.closeSync();
  instance.closeSync();
}

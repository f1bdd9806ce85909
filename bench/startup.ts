import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { odibi, root, workFolder } from "./work.ts";

const width = 18;

/** What a run costs beside its work: one trivial node against a bare script, and 200 of them. */
export async function benchStartup(): Promise<readonly Result[]> {
  const one = await makeProject("startup-1", 1);
  const many = await makeProject("startup-200", 200);
  const script = join(one, "bare.mjs");
  writeFileSync(
    script,
    `import { DuckDBInstance } from ${JSON.stringify(join(root, "node_modules/@duckdb/node-api/lib/index.js"))};
const connection = await (await DuckDBInstance.create()).connect();
await connection.run("copy (select ${columns().join(", ")} from 'data/in/rows.parquet') to 'data/bare.parquet' (format parquet)");
`,
  );
  const [bare, single, all] = await measure(
    [
      { name: "a bare script", command: [process.execPath, script], directory: one },
      { name: "one node", command: odibi("run", "plan.json", "--quiet"), directory: one },
      { name: "200 nodes", command: odibi("run", "plan.json", "--quiet"), directory: many },
    ],
    21,
  );
  const total: Result = {
    what: "run of 200 trivial nodes",
    found: all?.seconds ?? 0,
    unit: "s",
    limit: 1.2,
    details: `${width} columns and 100 rows each, written durably; the processor's time is ${all?.processorSeconds.toFixed(2)} s`,
  };
  return [ratioOf("start-up: run of one trivial node", single, bare, 1.3), total];
}

const columns = (): readonly string[] => Array.from({ length: width }, (_, index) => `c${index}`);

async function makeProject(name: string, nodes: number): Promise<string> {
  const folder = workFolder(name);
  rmSync(join(folder, "data"), { recursive: true, force: true });
  mkdirSync(join(folder, "data/in"), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `copy (select ${columns()
      .map((column, index) => `i + ${index} as ${column}`)
      .join(", ")} from range(100) as r(i)) to '${join(folder, "data/in/rows.parquet")}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(folder, "odibi.config.ts"),
    'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "*.pipeline.ts" });\n',
  );
  const schema = columns()
    .map(column => `${column}: t.int64()`)
    .join(", ");
  writeFileSync(
    join(folder, "all.pipeline.ts"),
    `import { local, parquet, read, t } from "odibi";
const data = local("data");
const source = read(parquet(data, "in/rows.parquet"), { ${schema} });
${Array.from({ length: nodes }, (_, index) => `export const n${index} = source.filter(r => r.c0 >= 0).write(parquet(data, "out/n${index}.parquet"));`).join("\n")}
`,
  );
  const [program = "", ...words] = odibi("compile", "--quiet");
  execFileSync(program, words, { cwd: folder });
  return folder;
}

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, test } from "vitest";
import { createBundler } from "../cli/bundle.ts";
import { compile } from "../compiler/compile.ts";
import { explainNode } from "../runtime/explainNode.ts";
import { run } from "../runtime/run.ts";

// A case is a folder: a pipeline in (over the tables of fixtures-shared), an expected file for each stage out. plan.json, duckdb.sql and spark.sql are written anew by `vitest -u` and read in the review;
// the rows are those of expected.sql, written by hand over the same files.
const folder = join(import.meta.dirname, "fixtures");
const cases = readdirSync(folder).sort();
const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

describe("fixtures", () => {
  test.each(cases)("%s", async name => {
    const root = mkdtempSync(join(tmpdir(), `odibi-${name}-`));
    made.push(root);
    cpSync(`${folder}-shared`, root, { recursive: true });
    cpSync(join(folder, name), root, { recursive: true });

    const compiled = await compile(root, { bundle: createBundler(root) });
    expect(compiled.diagnostics).toEqual([]);
    if (compiled.plan === undefined) throw new Error("no plan");
    await expect(compiled.text).toMatchFileSnapshot(join(folder, name, "plan.json"));
    for (const engine of ["duckdb", "spark"] as const) {
      const statements = compiled.plan.nodes.map(node => `-- ${node.id}\n${explainNode(node)[engine]};\n`).join("\n");
      await expect(statements).toMatchFileSnapshot(join(folder, name, `${engine}.sql`));
    }

    for (const [path, text] of compiled.functions) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const failures: string[] = [];
    const result = await run(compiled.plan, {
      root,
      planDirectory: root,
      onEvent: event => {
        if (event.event === "node.finished" && event.status === "failed") failures.push(event.error.message);
      },
    });
    expect([result.status, ...failures]).toEqual(["succeeded"]);
    const expected = readFileSync(join(root, "expected.sql"), "utf8").replaceAll("'data/", `'${root}/data/`);
    const [rows, wanted] = [await query(`from '${root}/lake/result.parquet'`), await query(expected)];
    expect(rows).toEqual(wanted);
    expect(rows.length).toBeGreaterThan(1);
  });
});

/** The rows as JSON, sorted by their text, since a table has no order; after them the columns' names and types. */
async function query(sql: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(sql);
    const columns = reader.columnNames().map((name, index) => `${name} ${reader.columnType(index)}`);
    return [
      ...reader
        .getRowObjectsJson()
        .map(row => JSON.stringify(row))
        .sort(),
      columns.join(", "),
    ];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

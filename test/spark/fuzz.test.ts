import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { lowerExpression } from "../../runtime/sql/spark/lowerExpression.ts";
import { sparkType } from "../../runtime/sql/spark/sparkType.ts";
import { failed, openConnection } from "../conformance/database.ts";
import { duckdbOutcomes } from "../conformance/fuzz/duckdbOutcomes.ts";
import { prepareFuzz } from "../conformance/fuzz/prepareFuzz.ts";
import { countUses, findFindings } from "../conformance/fuzz/report.ts";
import { codeOf } from "./codeOf.ts";
import { canonical, errorCode, textOfValue, textSql } from "./compare.ts";
import { openSpark, type Spark } from "./evaluate.ts";
import { names } from "./runCase.ts";

let spark: Spark;
let duckdb: DuckDBConnection;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
  duckdb = await openConnection();
});
afterAll(() => {
  spark.close();
  duckdb.closeSync();
});

// ODIBI_FUZZ is how many expressions are tried, each with 40 rows; ODIBI_FUZZ_SEED which.
const count = Number(process.env["ODIBI_FUZZ"] ?? 300);
const seed = Number(process.env["ODIBI_FUZZ_SEED"] ?? 20261125);
const batch = 250;
const uses = new Map<string, number>();

for (let start = 0; start < count; start += batch)
  test(`random expressions of all types give on Spark and DuckDB what the references say (seed ${seed + start})`, {
    timeout: 600_000,
  }, async () => {
    const table = prepareFuzz(seed + start, 40, Math.min(batch, count - start));
    const onDuckdb = await duckdbOutcomes(duckdb, table, codeOf);
    const input = {
      name: "input",
      columns: table.columns.map(({ name, type }) => ({ name, type: sparkType(type) })),
      rows: table.rows.map(row => row.map(textOfValue)),
    };
    const answers = await spark.evaluate(
      [input],
      table.expressions.map(({ typed }) => {
        const sql = lowerExpression(typed, names);
        return { sql, text: textSql(sql, typed.type) };
      }),
    );
    const types: string[] = [];
    const codes: object[] = [];
    const onSpark = answers.map((answer, index) => {
      const expression = table.expressions[index];
      if (expression === undefined) throw new Error("An answer to nothing.");
      const { text, typed } = expression;
      if ("error" in answer) return table.rows.map(() => answer.error);
      if (answer.type !== sparkType(typed.type).replace(/\s/g, "")) types.push(`${text}: ${answer.type}, not ${sparkType(typed.type)}`);
      const wrong = expression.sparesErrors
        ? -1
        : answer.values.findIndex((value, row) => {
            const other = onDuckdb[index]?.[row] ?? "";
            return typeof value === "object" && value !== null && other.startsWith("ODB") && errorCode(value.error) !== other;
          });
      const value = answer.values[wrong];
      if (typeof value === "object" && value !== null)
        codes.push({
          text,
          duckdb: onDuckdb[index]?.[wrong],
          spark: errorCode(value.error),
          row: table.rows[wrong]?.map(String).join("; "),
        });
      return answer.values.map(value => canonical(value, typed.type));
    });
    const inWords = onDuckdb.map(values => values.map(value => (value.startsWith("ODB") ? failed : value)));
    const report = process.env["ODIBI_FUZZ_REPORT"] === "1" ? 40 : 5;
    expect.soft(findFindings(table, inWords).slice(0, report), "DuckDB").toEqual([]);
    expect.soft(findFindings(table, onSpark).slice(0, report), "Spark").toEqual([]);
    expect.soft(types.slice(0, report), "types").toEqual([]);
    expect.soft(codes.slice(0, report), "codes").toEqual([]);
    for (const [name, values] of countUses(table)) uses.set(name, (uses.get(name) ?? 0) + values);
  });

// With the default of few expressions this is not asked.
test.runIf(count >= 2500)("each operator and function is tried with 500 values at least", () => {
  expect([...uses].filter(([, values]) => values < 500)).toEqual([]);
});

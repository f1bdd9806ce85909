import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { cases } from "../conformance/cases.ts";
import { openConnection } from "../conformance/database.ts";
import { errorCodes } from "../conformance/runCase.ts";
import { codeOf } from "./codeOf.ts";
import { openSpark, type Spark } from "./evaluate.ts";
import { gaps } from "./gaps.ts";
import { runCase } from "./runCase.ts";

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

describe("an expression on Spark gives what Node gives, and fails as on DuckDB", () => {
  for (const one of cases) {
    const columns = Object.entries(one.columns).map(([name, type]) => `${name}: ${type}`);
    const title = `${one.text}  (${columns.join(", ")})`;
    const differ = async () => {
      const differences = await runCase(spark, one, () => errorCodes(duckdb, one, codeOf));
      expect(differences.slice(0, 5), `${differences.length} differences`).toEqual([]);
    };
    if (title in gaps) test.fails(`${title}: ${gaps[title]}`, differ);
    else test(title, differ);
  }
});

test("the known gaps are cases", () => {
  const titles = cases.map(
    ({ text, columns }) =>
      `${text}  (${Object.entries(columns)
        .map(([name, type]) => `${name}: ${type}`)
        .join(", ")})`,
  );
  expect(Object.keys(gaps).filter(title => !titles.includes(title))).toEqual([]);
});

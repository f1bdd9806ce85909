import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { explainError } from "../../runtime/engine/duckdb/explainError.ts";
import { Failure } from "../../runtime/failure.ts";
import { cases } from "../conformance/cases.ts";
import { openConnection } from "../conformance/database.ts";
import { errorCodes } from "../conformance/runCase.ts";
import { openSpark, type Spark } from "./evaluate.ts";
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
  for (const one of cases)
    test(`${one.text}  (${Object.entries(one.columns)
      .map(([name, type]) => `${name}: ${type}`)
      .join(", ")})`, async () => {
      const differences = await runCase(spark, one, () => errorCodes(duckdb, one, codeOf));
      expect(differences.slice(0, 5), `${differences.length} differences`).toEqual([]);
    });
});

function codeOf(error: unknown): string {
  const explained = explainError(error);
  return explained instanceof Failure ? explained.code : String(explained);
}

import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { functionEntry, functions, isFunctionName } from "../../../compiler/plan/functions.ts";
import { precedence } from "../../../compiler/plan/notation/precedence.ts";
import { openConnection } from "../database.ts";
import { duckdbOutcomes } from "./duckdbOutcomes.ts";
import { prepareFuzz } from "./prepareFuzz.ts";
import { countUses, findFindings } from "./report.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

test("random expressions of all types give on DuckDB what the references say", { timeout: 120_000 }, async () => {
  const table = prepareFuzz(Number(process.env["ODIBI_FUZZ_SEED"] ?? 20261124), 24, Number(process.env["ODIBI_FUZZ"] ?? 400));
  expect(findFindings(table, await duckdbOutcomes(connection, table)).slice(0, 12)).toEqual([]);
});

test("every operator and function that is no aggregate is among them", () => {
  const counts = countUses(prepareFuzz(1, 1, 4000));
  const all = [...Object.keys(functions), ...Object.keys(precedence), "unary -", "unary !", "conditional", "template"];
  expect(all.filter(name => !(isFunctionName(name) && functionEntry(name).aggregate === true) && !counts.has(name))).toEqual([]);
});

import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cases } from "./cases.ts";
import { openConnection } from "./database.ts";
import { runCase } from "./runCase.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
});
afterAll(() => {
  connection.closeSync();
});

describe("an expression on DuckDB gives what Node gives", () => {
  for (const one of cases)
    test(`${one.text}  (${Object.entries(one.columns)
      .map(([name, type]) => `${name}: ${type}`)
      .join(", ")})`, async () => {
      const differences = await runCase(connection, one);
      expect(differences.slice(0, 5), `${differences.length} differences`).toEqual([]);
    });
});

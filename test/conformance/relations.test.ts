import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lowerRelation } from "../../runtime/sql/duckdb/lowerRelation.ts";
import { literal, openConnection } from "./database.ts";
import { keyOf } from "./randomRelation.ts";
import { base, randomRelation } from "./relationTables.ts";

const types = { int64: "bigint", string: "varchar", float64: "double" };

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openConnection();
  for (const [node, { columns, rows }] of Object.entries(base)) {
    const table = node.split(".")[1] ?? "";
    await connection.run(`create table ${table} (${columns.map(({ name, kind }) => `"${name}" ${types[kind]}`).join(", ")})`);
    for (const row of rows)
      await connection.run(
        `insert into ${table} values (${columns.map(({ name, kind }) => literal(row[name] ?? null, types[kind])).join(", ")})`,
      );
  }
});
afterAll(() => {
  connection.closeSync();
});

test("random relations give the rows that JavaScript gives, of the columns and types that inference says", {
  timeout: 60_000,
}, async () => {
  const kinds = new Set<string>();
  let rowsSeen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(999), { minLength: 10, maxLength: 120 }), fc.integer({ min: 1, max: 6 }), async (stream, length) => {
      const { relation, typed, table, ordered } = randomRelation(stream, length);
      expect(typed.steps.at(-1)?.output.map(({ name, type, nullable }) => ({ name, kind: type.kind, nullable }))).toEqual(
        table.columns.map(({ name, kind, nullable }) => ({ name, kind, nullable })),
      );
      const sql = lowerRelation(typed, {
        table: step => (step.kind === "read" ? (step.node.split(".")[1] ?? "") : ""),
        parameter: () => "",
        now: "",
      });
      const found = await connection.runAndReadAll(sql).catch((error: unknown) => {
        throw new Error(`${sql}\n${String(error)}`);
      });
      expect(found.columnNames()).toEqual(table.columns.map(({ name }) => name));
      expect(
        found
          .columnTypes()
          .map(String)
          .map(type => type.toLowerCase()),
      ).toEqual(table.columns.map(({ kind }) => types[kind]));
      const [actual, expected] = [
        found.getRows().map(row => row.map(value => keyOf(typeof value === "bigint" ? Number(value) : (value as never))).join()),
        table.rows.map(row => table.columns.map(({ name }) => keyOf(row[name] ?? null)).join()),
      ];
      expect(ordered ? actual : actual.toSorted(), sql).toEqual(ordered ? expected : expected.toSorted());
      for (const { kind } of relation.steps) kinds.add(kind);
      rowsSeen += expected.length;
    }),
    { numRuns: 600, seed: 20261124 },
  );
  // The test has met every step, and rows.
  expect([...kinds].toSorted()).toEqual([
    "aggregate",
    "deduplicate",
    "distinct",
    "filter",
    "join",
    "limit",
    "notNull",
    "orderBy",
    "read",
    "select",
    "semiJoin",
    "union",
  ]);
  expect(rowsSeen).toBeGreaterThan(2000);
});

import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { lowerRelation } from "../../runtime/sql/duckdb/lowerRelation.ts";
import { literal, openConnection } from "./database.ts";
import { buildRelation, keyOf, type Table } from "./randomRelation.ts";

const base: { readonly [node: string]: Table } = {
  "t.orders": {
    columns: [
      { name: "id", kind: "int64", nullable: false },
      { name: "customer", kind: "int64", nullable: true },
      { name: "status", kind: "string", nullable: false },
      { name: "rate", kind: "float64", nullable: true },
    ],
    rows: [
      [1, 1, "a", 1.5],
      [2, 1, "b", null],
      [3, 2, "a", Number.NaN],
      [4, null, "c", -0],
      [5, 3, "b", 0],
      [6, 7, "a", Number.NaN],
      [7, null, "c", 2.5],
      [8, 2, "a", 1.5],
      [8, 2, "a", 1.5],
      [0, 0, "", -1],
    ].map(([id = null, customer = null, status = null, rate = null]) => ({ id, customer, status, rate })),
  },
  "t.customers": {
    columns: [
      { name: "key", kind: "int64", nullable: false },
      { name: "name", kind: "string", nullable: true },
      { name: "order", kind: "string", nullable: false },
    ],
    rows: [
      [1, "a", "x"],
      [2, null, "b"],
      [2, "b", "a"],
      [3, "c", "c"],
      [9, "\u{1f600}", "\uff5e"],
    ].map(([key = null, name = null, order = null]) => ({ key, name, order })),
  },
  "t.empty": {
    columns: [
      { name: "a", kind: "int64", nullable: true },
      { name: "b", kind: "string", nullable: false },
    ],
    rows: [],
  },
};
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
      let at = 0;
      const { relation, table, ordered } = buildRelation(base, count => (stream[at++ % stream.length] ?? 0) % count, length);
      const { typed, problems } = inferRelation(relation, {
        node: id => base[id]?.columns.map(({ name, kind, nullable }) => ({ name, type: { kind }, nullable })),
        parameters: new Map(),
      });
      expect(problems).toEqual([]);
      if (typed === undefined) throw new Error("The relation has no type.");
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

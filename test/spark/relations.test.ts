import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Column } from "../../compiler/plan/types.ts";
import { lowerRelation } from "../../runtime/sql/spark/relation/lowerRelation.ts";
import { sparkType } from "../../runtime/sql/spark/sparkType.ts";
import { keyOf } from "../conformance/randomRelation.ts";
import { base, randomRelation } from "../conformance/relationTables.ts";
import { textOfValue, textSql } from "./compare.ts";
import { openSpark, type Spark } from "./evaluate.ts";

const types = { int64: "bigint", string: "string", float64: "double" };
const tables = Object.entries(base).map(([node, { columns, rows }]) => ({
  name: node.replace(".", "_"),
  columns: columns.map(({ name, kind }) => ({ name, type: types[kind] })),
  rows: rows.map(row => columns.map(({ name }) => textOfValue(row[name] ?? null))),
}));

let spark: Spark;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
  await spark.evaluate(tables, []);
});
afterAll(() => spark.close());

test("random relations give the rows that JavaScript gives, of the columns and types that inference says", async () => {
  const kinds = new Set<string>();
  let rowsSeen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(999), { minLength: 10, maxLength: 120 }), fc.integer({ min: 1, max: 6 }), async (stream, length) => {
      const { relation, typed, table, ordered } = randomRelation(stream, length);
      const sql = lowerRelation(typed, {
        table: step => (step.kind === "read" ? step.node.replace(".", "_") : ""),
        place: () => undefined,
        parameter: () => "",
        now: "",
      });
      const output = typed.steps.at(-1)?.output ?? [];
      const { columns, rows } = await ask(sql, output);
      expect(columns, sql).toEqual(output.map(({ type }) => sparkType(type)));
      const expected = table.rows.map(row => table.columns.map(({ name }) => keyOf(row[name] ?? null)).join());
      expect(ordered ? rows : rows.toSorted(), sql).toEqual(ordered ? expected : expected.toSorted());
      for (const { kind } of relation.steps) kinds.add(kind);
      rowsSeen += expected.length;
    }),
    { numRuns: Number(process.env["ODIBI_RELATIONS"] ?? 150), seed: 20261124 },
  );
  // The test has met every step, and rows.
  expect(kinds.size).toBe(12);
  expect(rowsSeen).toBeGreaterThan(500);
});

/** The types and the rows of a statement, in the form of the reference. */
async function ask(
  sql: string,
  output: readonly Column[],
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly string[] }> {
  const texts = output.map(({ name, type }) => textSql(`\`${name}\``, type));
  const [schema, result] = [
    await spark.run([], `select * from (${sql}) limit 0`),
    await spark.run([], `select ${texts.join(", ")} from (${sql})`),
  ];
  if ("error" in schema || "error" in result)
    throw new Error(`${sql}\n${"error" in schema ? schema.error : "error" in result ? result.error : ""}`);
  const rows = result.rows.map(row =>
    row
      .map((value, index) => keyOf(value === null || output[index]?.type.kind === "string" ? (value as string | null) : Number(value)))
      .join(),
  );
  return { columns: schema.types, rows };
}

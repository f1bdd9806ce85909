import type { Names } from "../../runtime/sql/names.ts";
import { lowerCondition } from "../../runtime/sql/spark/lowerCondition.ts";
import { lowerExpression } from "../../runtime/sql/spark/lowerExpression.ts";
import { quoteName } from "../../runtime/sql/spark/quote.ts";
import { sparkType } from "../../runtime/sql/spark/sparkType.ts";
import type { Case } from "../conformance/cases.ts";
import { failed } from "../conformance/database.ts";
import { type Difference, findDifferences, findFilterDifferences, prepareCase } from "../conformance/prepareCase.ts";
import { canonical, errorCode, textOfValue, textSql } from "./compare.ts";
import type { Answer, Spark } from "./evaluate.ts";

export const names: Names = {
  column: ({ name }) => `input.${quoteName(name)}`,
  parameter: () => {
    throw new Error("A case has no params.");
  },
  now: "timestamp'2024-01-31 00:00:00Z'",
};

/** What a case gives on Spark where that is not what it should be. `codes` are those of DuckDB's errors, by row. */
export async function runCase(spark: Spark, test: Case, codes: () => Promise<readonly string[]>): Promise<readonly Difference[]> {
  const prepared = prepareCase(test);
  const { typed, columns, rows, expected } = prepared;
  const sql = lowerExpression(typed, names);
  const filters = typed.type.kind === "boolean" && !expected.includes(failed);
  const condition = filters ? `string((${lowerCondition(typed, names).join(" and ")}) <=> true)` : undefined;
  const input = {
    name: "input",
    columns: columns.map(({ name, type }) => ({ name, type: sparkType(type) })),
    rows: rows.map(row => row.map(textOfValue)),
  };
  const [values, kept] = await spark.evaluate(
    [input],
    [{ sql, text: textSql(sql, typed.type) }, ...(condition === undefined ? [] : [{ sql: "true", text: condition }])],
  );
  const found = read(values, sql);
  const differences = [
    ...findDifferences(
      prepared,
      found.values.map(value => canonical(value, typed.type)),
    ),
  ];
  if (found.type !== sparkType(typed.type).replace(/\s/g, ""))
    differences.push({ row: "type", expected: sparkType(typed.type), found: found.type });
  if (condition !== undefined) {
    const texts = read(kept, condition).values;
    differences.push(...findFilterDifferences(prepared, new Set([...rows.keys()].filter(index => texts[index] === "true"))));
  }
  if (expected.includes(failed)) {
    const wanted = await codes();
    for (const [index, value] of found.values.entries())
      if (expected[index] === failed && typeof value === "object" && value !== null && errorCode(value.error) !== wanted[index])
        differences.push({
          row: `code of row ${index}: ${rows[index]?.join(", ")}`,
          expected: wanted[index] ?? "",
          found: errorCode(value.error),
        });
  }
  return differences;
}

function read(answer: Answer | undefined, sql: string) {
  if (answer === undefined || "error" in answer) throw new Error(`${answer?.error}\n${sql}`);
  return answer;
}

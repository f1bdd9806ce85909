import { lowerCondition } from "../../runtime/sql/spark/lowerCondition.ts";
import { lowerExpression } from "../../runtime/sql/spark/lowerExpression.ts";
import { sparkType } from "../../runtime/sql/spark/sparkType.ts";
import { failed } from "../conformance/database.ts";
import type { FuzzExpression, FuzzTable } from "../conformance/fuzz/prepareFuzz.ts";
import { canonical, errorCode, textOfValue, textSql } from "./compare.ts";
import type { Spark } from "./evaluate.ts";
import { names } from "./runCase.ts";

export interface SparkOutcome {
  /** The type, where it is not the expression's. */
  readonly wrongType?: string;
  /** What each row gives, in the references' form. */
  readonly values: readonly string[];
  /** The code of each row's error. */
  readonly codes: readonly (string | undefined)[];
}

/** What each expression of a table gives for each row on Spark. */
export async function sparkOutcomes(spark: Spark, table: FuzzTable): Promise<readonly SparkOutcome[]> {
  const questions = table.expressions.map(({ typed }) => {
    const sql = lowerExpression(typed, names);
    return { sql, text: textSql(sql, typed.type) };
  });
  const answers = await spark.evaluate([inputOf(table)], questions);
  return table.expressions.map(({ typed }, index): SparkOutcome => {
    const answer = answers[index];
    if (answer === undefined || "error" in answer)
      return { values: table.rows.map(() => answer?.error ?? "missing"), codes: table.rows.map(() => undefined) };
    return {
      ...(answer.type === sparkType(typed.type).replace(/\s/g, "") ? {} : { wrongType: answer.type }),
      values: answer.values.map(value => canonical(value, typed.type)),
      codes: answer.values.map(value => (typeof value === "object" && value !== null ? errorCode(value.error) : undefined)),
    };
  });
}

/** The conditions of a table, and the rows that a statement keeps by each: those that no row makes fail. */
export async function sparkFilters(
  spark: Spark,
  table: FuzzTable,
): Promise<readonly { readonly text: string; readonly expected: readonly number[]; readonly kept: readonly number[] | string }[]> {
  const conditions = table.expressions.filter(({ typed, expected }) => typed.type.kind === "boolean" && !expected.includes(failed));
  const found: { text: string; expected: readonly number[]; kept: readonly number[] | string }[] = [];
  for (let start = 0; start < conditions.length; start += 20) {
    const some = conditions.slice(start, start + 20);
    const statements = some.map(({ typed }, index) => `select ${index}, id from input where ${lowerCondition(typed, names).join(" and ")}`);
    const result = await spark.run([inputOf(table)], statements.join(" union all "));
    for (const [index, { text, expected }] of some.entries()) {
      const kept = "error" in result ? result.error : result.rows.filter(([which]) => which === index).map(([, id]) => Number(id));
      found.push({ text, expected: rowsWhereTrue(expected), kept: typeof kept === "string" ? kept : kept.toSorted((a, b) => a - b) });
    }
  }
  return found;
}

const rowsWhereTrue = (expected: FuzzExpression["expected"]): readonly number[] =>
  expected.flatMap((value, row) => (value === "true" ? [row] : []));

const inputOf = ({ columns, rows }: FuzzTable) => ({
  name: "input",
  columns: [{ name: "id", type: "int" }, ...columns.map(({ name, type }) => ({ name, type: sparkType(type) }))],
  rows: rows.map((row, index) => [String(index), ...row.map(textOfValue)]),
});

import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { prelude } from "../../runtime/sql/duckdb/prelude.ts";

/** A connection set as the runtime sets its own: UTC. */
export async function openConnection(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  await connection.run(prelude());
  return connection;
}

/** A value as DuckDB reads it, of an SQL type. */
export function literal(value: unknown, type: string): string {
  if (value === null) return `null::${type}`;
  if (typeof value === "string" && type === "varchar")
    return `(${value
      .split("\0")
      .map(part => `'${part.replaceAll("'", "''")}'`)
      .join(" || chr(0) || ")})`;
  if (typeof value === "bigint" && type === "timestamptz") return `make_timestamp(${value})::timestamptz`;
  if (typeof value === "bigint" && type === "timestamp") return `make_timestamp(${value})`;
  return `'${Object.is(value, -0) ? "-0.0" : String(value)}'::${type}`;
}

/** A table `input` of rows with an `id`. */
export async function fillInput(
  connection: DuckDBConnection,
  columns: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  await connection.run(`create or replace table input (id integer, ${columns.map(({ name, type }) => `${name} ${type}`).join(", ")})`);
  for (let start = 0; start < rows.length; start += 2000) {
    const values = rows
      .slice(start, start + 2000)
      .map((row, index) => `(${start + index}, ${row.map((value, column) => literal(value, columns[column]?.type ?? "")).join(", ")})`);
    await connection.run(`insert into input values ${values.join(", ")}`);
  }
}

export const failed = "error";

/**
 * The value of an expression for each row, as a text that tells all values apart, or `error` where DuckDB raises one. A statement stops at its first
 * error: the rows are halved until each error stands alone.
 */
export async function evaluate(
  connection: DuckDBConnection,
  sql: string,
  count: number,
  nameError: (error: unknown) => string = () => failed,
): Promise<readonly string[]> {
  const results = new Array<string>(count).fill("missing");
  const visit = async (from: number, to: number): Promise<void> => {
    try {
      const reader = await connection.runAndReadAll(`select id, ${sql} as value from input where id >= ${from} and id < ${to}`);
      for (const [id, value] of reader.getRows()) results[Number(id)] = canonical(value);
    } catch (error) {
      if (to - from > 1) {
        const middle = Math.floor((from + to) / 2);
        await visit(from, middle);
        await visit(middle, to);
      } else results[from] = /Binder Error|Parser Error|Catalog Error|INTERNAL/.test(String(error)) ? String(error) : nameError(error);
    }
  };
  await visit(0, count);
  return results;
}

export function canonical(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  return String(value);
}

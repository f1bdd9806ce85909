import { DuckDBInstance } from "@duckdb/node-api";

/** The rows as JSON, sorted by their text, since a table has no order; after them the columns' names and types. */
export async function queryTable(sql: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(sql);
    const columns = reader.columnNames().map((name, index) => `${name} ${reader.columnType(index)}`);
    return [
      ...reader
        .getRowObjectsJson()
        .map(row => JSON.stringify(row))
        .sort(),
      columns.join(", "),
    ];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Loads DuckDB, asks it one thing and gives its version. Rejects where it is not installed for this machine. */
export async function probeDuckDb(): Promise<string> {
  const { DuckDBInstance, version } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run("select 1");
    return version();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

import { type Column, isNested } from "../../../../compiler/plan/types.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { quoteTexts } from "../literal.ts";
import type { Database } from "../openDatabase.ts";
import type { FileSchemas } from "./parquetSchema.ts";

/** The engine's own words for the types of nested columns: as they are declared, by the column's name, and as each file has them. The footers list their leaves alone. */
export async function describeNested(
  schemas: FileSchemas,
  columns: readonly Column[],
  database: Database,
  signal: AbortSignal | undefined,
): Promise<{ readonly schemas: FileSchemas; readonly types: ReadonlyMap<string, string> }> {
  const nested = columns.filter(({ type }) => isNested(type));
  if (nested.length === 0) return { schemas, types: new Map() };
  const options = signal === undefined ? {} : { signal };
  const typesOf = async (select: string): Promise<Map<string, string>> =>
    new Map((await database.execute(`describe ${select}`, options)).map(row => [String(row["column_name"]), String(row["column_type"])]));
  const types = await typesOf(
    `select ${nested.map(({ name, type }) => `cast(null as ${sqlType(type)}) as ${quoteName(name)}`).join(", ")}`,
  );
  const described = new Map<string, ReturnType<FileSchemas["get"]> & {}>();
  for (const [file, found] of schemas) {
    const inFile = await typesOf(`select * from read_parquet(${quoteTexts([file])}, hive_partitioning = false)`);
    described.set(
      file,
      new Map(
        [...found].map(([name, column]) => [name, column.isNested ? { ...column, duckdb: inFile.get(name) ?? column.duckdb } : column]),
      ),
    );
  }
  return { schemas: described, types };
}

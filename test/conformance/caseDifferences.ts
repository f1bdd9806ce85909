import type { DuckDBConnection } from "@duckdb/node-api";

/** The characters whose upper or lower case DuckDB gives otherwise than JavaScript, with what JavaScript gives: what runtime/sql/duckdb/caseTables.ts has to hold. */
export async function caseDifferences(
  connection: DuckDBConnection,
): Promise<{ readonly upper: readonly (readonly [string, string])[]; readonly lower: readonly (readonly [string, string])[] }> {
  await connection.run(
    "create or replace table characters as select chr(i::integer) as c from range(1, 1114112) t(i) where i not between 55296 and 57343",
  );
  const rows = (
    await connection.runAndReadAll("select '!' || c, '!' || upper(c), '!' || lower(c) from characters where not (unicode(c) < 128)")
  ).getRows();
  const upper: [string, string][] = [];
  const lower: [string, string][] = [];
  for (const row of rows) {
    const [character = "", up = "", down = ""] = row.map(text => String(text).slice(1));
    if (character.toUpperCase() !== up) upper.push([character, character.toUpperCase()]);
    if (character.toLowerCase() !== down) lower.push([character, character.toLowerCase()]);
  }
  return { upper, lower };
}

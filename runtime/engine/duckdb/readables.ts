import { quoteName } from "../../sql/duckdb/quote.ts";

/** Something that a statement may read by its name: a SELECT, and the names that its text reads in turn. */
export interface Readable {
  readonly sql: string;
  readonly uses: readonly string[];
}

/** A SELECT with everything that it reads before it, each once, in order. DuckDB folds them in. */
export function withReadables(readable: Readable, find: (name: string) => Readable): string {
  const ordered = new Map<string, Readable>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    const found = find(name);
    for (const other of found.uses) visit(other);
    ordered.set(name, found);
  };
  for (const name of readable.uses) visit(name);
  if (ordered.size === 0) return readable.sql;
  const definitions = [...ordered].map(([name, { sql }]) => `${quoteName(name)} as not materialized (${sql})`);
  return `with ${definitions.join(",\n")}\nselect * from (${readable.sql})`;
}

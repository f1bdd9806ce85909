/** A row of a result: texts, numbers, booleans, nulls, lists and objects of them; whole numbers of 64 bits, decimals, dates and timestamps as text. */
export type Row = Readonly<Record<string, unknown>>;

/** The one thing that is asked of the engine beneath: to run a statement of DuckDB's SQL. */
export interface Query {
  execute(sql: string, options?: { readonly signal?: AbortSignal }): Promise<Row[]>;
  /** The rows as they come, in batches. */
  stream(sql: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<readonly Row[]>;
}

import { explainError } from "../../runtime/engine/duckdb/explainError.ts";
import { Failure } from "../../runtime/failure.ts";

/** The code that the runtime gives an error of DuckDB's. */
export function codeOf(error: unknown): string {
  const explained = explainError(error);
  return explained instanceof Failure ? explained.code : String(explained);
}
